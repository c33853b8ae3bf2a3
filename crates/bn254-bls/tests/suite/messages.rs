//! What errors say to people: what is wrong, and the remedy. None of them shows a secret, as none holds one.

use core::error::Error;

use crate::common::small_key;
use bn254_bls::{
    KeysDiffer, PointError, ProofKind, ProvenPublicKey, ProvenPublicKeyError, SecretKeyError, VerifyError,
};

fn error() -> ProvenPublicKeyError {
    let (one, other) = (small_key(11).prove(), small_key(12).prove());
    ProvenPublicKey::new(*one.public_key(), *one.registration_proof(), *other.feedback_proof())
        .expect_err("mixed parts")
}

#[test]
fn each_says_what_is_wrong() {
    let (zero, above) = (SecretKeyError::Zero.to_string(), SecretKeyError::NotBelowOrder.to_string());
    assert!(zero.contains("is zero") && above.contains("not below the group order"), "{zero}; {above}");
    let coordinate = PointError::NotCanonical { coordinate: "x1" }.to_string();
    assert!(coordinate.contains("coordinate x1 is not below the field modulus"), "{coordinate}");
    for (error, part) in [
        (PointError::Infinity, "is infinity"),
        (PointError::NotOnCurve, "not on the curve"),
        (PointError::NotInSubgroup, "not in the subgroup"),
    ] {
        assert!(error.to_string().contains(part), "{error}");
    }
    assert!(KeysDiffer.to_string().contains("different secrets"), "{KeysDiffer}");
    assert_eq!(VerifyError::KeysDiffer.to_string(), KeysDiffer.to_string());
    assert!(VerifyError::WrongProof.to_string().contains("not one of this key over this message"));
}

#[test]
fn the_refused_proof_is_named() {
    let text = error().to_string();
    assert!(text.contains("the feedback proof does not verify"), "{text}");
    assert_eq!(ProofKind::Registration.to_string(), "registration");
}

#[test]
fn the_source_is_why_it_was_refused() {
    let error = error();
    assert_eq!(error.source().and_then(<dyn Error>::downcast_ref), Some(&VerifyError::WrongProof));
}

//! The public key by the plain definition, without showing the secret to it.

use alloc::boxed::Box;

use ark_bn254::{Fr, G1Affine};
use ark_ec::{AffineRepr, CurveGroup};
use ark_ff::{AdditiveGroup, BigInt, Fp, PrimeField};
use rand_core::TryCryptoRng;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{G1Point, SecretKey, fast::add_modulo};

/// `sk * G1`, the public key in G1, as `(sk + a) * G1 - a * G1` with a random `a`.
///
/// Both products take the plain definition, double and add, which branches on the bits of its scalar. But each scalar by
/// itself is uniform, whatever the secret is: what can be learnt from the time of one product says nothing of the secret.
/// (Whoever learns both scalars in full can subtract them.) So this is a second look at a secret key that owes nothing to
/// the fast paths but one masked addition of scalars. The rest of what belongs to the key follows from the point:
/// [`pop_verify`](crate::pop_verify) ties the key in G2 and the proofs to it.
///
/// # Errors
/// The generator's own error.
///
/// # Examples
/// ```
/// use bn254_bls::{SecretKey, reference};
/// use rand::rngs::SysRng;
///
/// let secret = SecretKey::from_be_bytes(&[7; 32])?;
/// assert_eq!(reference::sk_to_pk_g1_blinded(&secret, &mut SysRng)?, *secret.public_key().g1());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn sk_to_pk_g1_blinded<R: TryCryptoRng + ?Sized>(secret: &SecretKey, rng: &mut R) -> Result<G1Point, R::Error> {
    let shares = Shares::of(secret, &SecretKey::generate(rng)?);
    let product = |share: &Fr| G1Affine::generator() * share;
    // The difference is sk * G1, which is not infinity; a share may be zero.
    Ok(G1Point::from_affine((product(&shares.sum) - product(&shares.blind)).into_affine()))
}

/// Two scalars whose difference is the secret. They have one place on the heap, which is wiped when they are dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
struct Shares {
    sum: Fr,
    blind: Fr,
}

impl Shares {
    fn of(secret: &SecretKey, blind: &SecretKey) -> Box<Self> {
        let mut shares = Box::new(Self { sum: Fr::ZERO, blind: *blind.scalar() });
        // arkworks' own addition branches on its result, before it is reduced.
        let limbs = [secret, blind].map(|key| &key.scalar().0.0);
        shares.sum = Fp::new_unchecked(BigInt(add_modulo(limbs[0], limbs[1], &Fr::MODULUS.0)));
        shares
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(scalar: Fr) -> SecretKey {
        let bytes: alloc::vec::Vec<u8> =
            scalar.into_bigint().0.iter().rev().flat_map(|limb| limb.to_be_bytes()).collect();
        SecretKey::from_be_bytes(bytes.as_slice().try_into().expect("32 bytes")).expect("not zero")
    }

    #[test]
    fn the_shares_differ_by_the_secret() {
        let edges = [1u64, 2, 3, u64::MAX].map(Fr::from).into_iter().flat_map(|small| [small, -small]);
        for secret in edges.clone() {
            for blind in edges.clone() {
                let shares = Shares::of(&key(secret), &key(blind));
                assert_eq!(shares.blind, blind);
                assert_eq!(shares.sum, secret + blind, "{secret} + {blind}");
            }
        }
    }

    #[test]
    fn the_shares_are_wiped() {
        fn is_wiped_on_drop<T: ZeroizeOnDrop>(_: &T) {}
        let mut shares = Shares::of(&key(Fr::from(7u64)), &key(Fr::from(9u64)));
        is_wiped_on_drop(&*shares);
        assert!(core::mem::needs_drop::<Shares>());
        shares.zeroize();
        assert_eq!((shares.sum, shares.blind), (Fr::ZERO, Fr::ZERO));
    }
}

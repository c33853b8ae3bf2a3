//! The tuple that a provider registers, one for each attester.

use alloy_primitives::Address;
use bn254_bls::{
    BatchVerifyError, ProofKind, ProofOfPossession, ProvenPublicKey, PublicKey, UnverifiedPublicKey, VerifyError,
    pop_verify, pop_verify_batch,
};
use rand_core::TryCryptoRng;

use crate::{NonZeroAddress, Spelling, UnverifiedKeyStore};

mod error;

pub use error::{KeyStoreBatchError, KeyStoreError};

/// `struct KeyStore` of the StakingRegistry: an attester, its public key in both groups, and the proof of possession.
///
/// The contract checks nothing of it when it takes it. So a value of this type is one that verifies: the attester is
/// not zero, both points of the key share one secret, and the proof is valid for the message that [`KeyStore::kind`]
/// states.
///
/// ```
/// use aztec_staking_registry::{KeyStore, KeyStoreError, NonZeroAddress};
/// use bn254_bls::{ProofKind, SecretKey};
///
/// let attester = NonZeroAddress::parse("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266")?;
/// let proven = SecretKey::from_be_bytes(&[7; 32])?.prove();
/// let key_store = KeyStore::from_proven(attester.get(), &proven, ProofKind::Registration)?;
///
/// // What is written down and read back is an `UnverifiedKeyStore` again.
/// let tuple = key_store.to_unverified();
/// assert_eq!(KeyStore::verify(&tuple, ProofKind::Registration)?, key_store);
/// let refused = KeyStore::verify(&tuple, ProofKind::Feedback);
/// assert!(matches!(refused, Err(KeyStoreError::Proof(_))));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyStore {
    attester: NonZeroAddress,
    public_key: PublicKey,
    proof: ProofOfPossession,
    kind: ProofKind,
}

impl KeyStore {
    /// Takes the parts and verifies them (PopVerify, two pairings).
    ///
    /// # Errors
    /// [`KeyStoreError::Attester`] or [`KeyStoreError::Proof`].
    pub fn new(
        attester: Address,
        public_key: impl AsRef<UnverifiedPublicKey>,
        proof: ProofOfPossession,
        kind: ProofKind,
    ) -> Result<Self, KeyStoreError> {
        let attester = NonZeroAddress::new(attester).map_err(KeyStoreError::Attester)?;
        let public_key = pop_verify(&public_key, &proof, kind).map_err(KeyStoreError::Proof)?;
        Ok(Self { attester, public_key, proof, kind })
    }

    /// Verifies what somebody handed over.
    ///
    /// # Errors
    /// [`KeyStoreError`] says what does not hold.
    pub fn verify(tuple: &UnverifiedKeyStore, kind: ProofKind) -> Result<Self, KeyStoreError> {
        let (public_key, proof) = tuple.points().map_err(KeyStoreError::Point)?;
        Self::new(tuple.attester, public_key, proof, kind)
    }

    /// Verifies many at once, about twice as fast as one by one, and keeps their order.
    ///
    /// # Errors
    /// [`KeyStoreBatchError::Entries`] names every entry that fails; [`KeyStoreBatchError::Rng`] when the generator
    /// failed.
    pub fn verify_batch<R: TryCryptoRng + ?Sized>(
        tuples: &[UnverifiedKeyStore],
        kind: ProofKind,
        rng: &mut R,
    ) -> Result<Vec<Self>, KeyStoreBatchError<R::Error>> {
        let (mut attesters, mut proofs) = (Vec::with_capacity(tuples.len()), Vec::with_capacity(tuples.len()));
        let (mut positions, mut failures) = (Vec::with_capacity(tuples.len()), Vec::new());
        for (position, tuple) in tuples.iter().enumerate() {
            match parts(tuple) {
                Ok((attester, entry)) => {
                    attesters.push(attester);
                    proofs.push(entry);
                    positions.push(position);
                }
                Err(error) => failures.push((position, error)),
            }
        }
        let wrong = match pop_verify_batch(&proofs, kind, rng) {
            Ok(keys) if failures.is_empty() => {
                let whole = |((attester, public_key), (_, proof))| Self { attester, public_key, proof, kind };
                return Ok(attesters.into_iter().zip(keys).zip(proofs).map(whole).collect());
            }
            Ok(_) => Vec::new(),
            Err(BatchVerifyError::Entries(wrong)) => wrong,
            Err(BatchVerifyError::Rng(error)) => return Err(KeyStoreBatchError::Rng(error)),
            // A refusal that this version does not know yet: ask for each entry.
            Err(_) => one_by_one(&proofs, kind),
        };
        failures.extend(wrong.into_iter().map(|(index, error)| (positions[index], KeyStoreError::Proof(error))));
        failures.sort_by_key(|(position, _)| *position);
        Err(KeyStoreBatchError::Entries(failures))
    }

    /// The KeyStore of a key that is proven already, without the pairings: a [`ProvenPublicKey`] has the proof of its own
    /// secret.
    ///
    /// Verify what is written by reading it back, with [`KeyStore::verify_batch`].
    ///
    /// # Errors
    /// [`KeyStoreError::Attester`].
    pub fn from_proven(attester: Address, proven: &ProvenPublicKey, kind: ProofKind) -> Result<Self, KeyStoreError> {
        let attester = NonZeroAddress::new(attester).map_err(KeyStoreError::Attester)?;
        Ok(Self { attester, public_key: *proven.public_key(), proof: *proven.proof(kind), kind })
    }

    /// The address of the attester.
    #[must_use]
    pub fn attester(&self) -> NonZeroAddress {
        self.attester
    }

    /// The public key in both groups.
    #[must_use]
    pub fn public_key(&self) -> &PublicKey {
        &self.public_key
    }

    /// The proof of possession.
    #[must_use]
    pub fn proof(&self) -> &ProofOfPossession {
        &self.proof
    }

    /// What the proof signs. The contract accepts [`ProofKind::Registration`] only.
    #[must_use]
    pub fn kind(&self) -> ProofKind {
        self.kind
    }

    /// The same contents word by word, as every format writes them.
    #[must_use]
    pub fn to_unverified(&self) -> UnverifiedKeyStore {
        UnverifiedKeyStore {
            attester: self.attester.get(),
            spelling: Spelling::Checksummed,
            public_key_g1: self.public_key.g1().to_words(),
            public_key_g2: self.public_key.g2().to_words(),
            proof_of_possession: self.proof.point().to_words(),
        }
    }
}

/// An entry with what the pairings are to verify.
type Parts = (NonZeroAddress, (UnverifiedPublicKey, ProofOfPossession));

/// All but the pairings.
fn parts(tuple: &UnverifiedKeyStore) -> Result<Parts, KeyStoreError> {
    let attester = NonZeroAddress::new(tuple.attester).map_err(KeyStoreError::Attester)?;
    Ok((attester, tuple.points().map_err(KeyStoreError::Point)?))
}

fn one_by_one(proofs: &[(UnverifiedPublicKey, ProofOfPossession)], kind: ProofKind) -> Vec<(usize, VerifyError)> {
    let verdicts = proofs.iter().map(|(public_key, proof)| pop_verify(public_key, proof, kind));
    verdicts.enumerate().filter_map(|(index, verdict)| verdict.err().map(|error| (index, error))).collect()
}

#[cfg(test)]
mod tests {
    use bn254_bls::{PointError, SecretKey};
    use rand::rngs::SysRng;

    use super::*;
    use crate::{AddressError, Field, PointFault};

    fn proven(secret: u8) -> ProvenPublicKey {
        let mut bytes = [0; 32];
        bytes[31] = secret;
        SecretKey::from_be_bytes(&bytes).unwrap().prove()
    }

    fn attester(number: u8) -> Address {
        Address::repeat_byte(number)
    }

    fn tuple(secret: u8, kind: ProofKind) -> UnverifiedKeyStore {
        KeyStore::from_proven(attester(secret), &proven(secret), kind).unwrap().to_unverified()
    }

    #[test]
    fn both_kinds_verify_as_what_they_are() {
        for kind in [ProofKind::Registration, ProofKind::Feedback] {
            let key_store = KeyStore::verify(&tuple(7, kind), kind).unwrap();
            assert_eq!(key_store.kind(), kind);
            assert_eq!(key_store, KeyStore::from_proven(attester(7), &proven(7), kind).unwrap());
        }
    }

    #[test]
    fn a_proof_of_the_other_kind_is_refused() {
        let refused = Err(KeyStoreError::Proof(VerifyError::WrongProof));
        assert_eq!(KeyStore::verify(&tuple(7, ProofKind::Feedback), ProofKind::Registration), refused);
        assert_eq!(KeyStore::verify(&tuple(7, ProofKind::Registration), ProofKind::Feedback), refused);
    }

    #[test]
    fn keys_of_two_secrets_are_refused() {
        let mut mixed = tuple(7, ProofKind::Registration);
        mixed.public_key_g2 = tuple(8, ProofKind::Registration).public_key_g2;
        let refused = KeyStore::verify(&mixed, ProofKind::Registration);
        assert_eq!(refused, Err(KeyStoreError::Proof(VerifyError::KeysDiffer)));
    }

    #[test]
    fn the_zero_attester_is_refused() {
        let refused = Err(KeyStoreError::Attester(AddressError::Zero));
        let mut nobody = tuple(7, ProofKind::Registration);
        nobody.attester = Address::ZERO;
        assert_eq!(KeyStore::verify(&nobody, ProofKind::Registration), refused);
        assert_eq!(KeyStore::from_proven(Address::ZERO, &proven(7), ProofKind::Registration), refused);
    }

    #[test]
    fn points_name_their_field() {
        let refused = |change: fn(&mut UnverifiedKeyStore)| {
            let mut tuple = self::tuple(7, ProofKind::Registration);
            change(&mut tuple);
            KeyStore::verify(&tuple, ProofKind::Registration).unwrap_err()
        };
        let fault = |field, reason| KeyStoreError::Point(PointFault { field, reason });
        assert_eq!(
            refused(|tuple| tuple.public_key_g1[1] = [0xff; 32]),
            fault(Field::PublicKeyG1Y, PointError::NotCanonical { coordinate: "y" })
        );
        assert_eq!(
            refused(|tuple| tuple.public_key_g2[1] = [0xff; 32]),
            fault(Field::PublicKeyG2X1, PointError::NotCanonical { coordinate: "x1" })
        );
        assert_eq!(
            refused(|tuple| tuple.proof_of_possession[0][31] ^= 1),
            fault(Field::ProofOfPossession, PointError::NotOnCurve)
        );
        assert_eq!(
            refused(|tuple| tuple.public_key_g2 = [[0; 32]; 4]),
            fault(Field::PublicKeyG2, PointError::Infinity)
        );
    }

    #[test]
    fn a_batch_names_every_bad_entry() {
        let kind = ProofKind::Registration;
        let mut tuples: Vec<_> = (1..=6).map(|secret| tuple(secret, kind)).collect();
        let good: Vec<_> = tuples.iter().map(|tuple| KeyStore::verify(tuple, kind).unwrap()).collect();
        assert_eq!(KeyStore::verify_batch(&tuples, kind, &mut SysRng).unwrap(), good);

        tuples[1].attester = Address::ZERO;
        tuples[3].proof_of_possession = tuples[4].proof_of_possession;
        tuples[5].public_key_g1 = [[0; 32]; 2];
        let KeyStoreBatchError::Entries(failures) = KeyStore::verify_batch(&tuples, kind, &mut SysRng).unwrap_err()
        else {
            panic!("the generator works");
        };
        let expected = [
            (1, KeyStoreError::Attester(AddressError::Zero)),
            (3, KeyStoreError::Proof(VerifyError::WrongProof)),
            (5, KeyStoreError::Point(PointFault { field: Field::PublicKeyG1, reason: PointError::Infinity })),
        ];
        assert_eq!(failures, expected);
    }

    /// Pairings say nothing of an entry of which nothing can be paired.
    #[test]
    fn a_batch_whose_proofs_are_all_right_is_refused_all_the_same() {
        let kind = ProofKind::Registration;
        let mut tuples = [1, 2].map(|secret| tuple(secret, kind));
        tuples[0].attester = Address::ZERO;
        let refused = KeyStore::verify_batch(&tuples, kind, &mut SysRng).unwrap_err();
        let expected = (0, KeyStoreError::Attester(AddressError::Zero));
        assert!(matches!(refused, KeyStoreBatchError::Entries(failures) if failures == [expected]));
    }

    /// As a refusal would be looked into that only a later version of the pairings has.
    #[test]
    fn one_by_one_the_verdicts_are_those_of_the_batch() {
        let kind = ProofKind::Registration;
        let mut tuples = [1, 2, 3].map(|secret| tuple(secret, kind));
        tuples[1].proof_of_possession = tuples[2].proof_of_possession;
        let proofs = tuples.map(|tuple| parts(&tuple).unwrap().1);
        assert_eq!(one_by_one(&proofs, kind), [(1, VerifyError::WrongProof)]);
    }

    #[test]
    fn an_empty_batch_verifies() {
        assert_eq!(KeyStore::verify_batch(&[], ProofKind::Registration, &mut SysRng).unwrap(), []);
    }
}

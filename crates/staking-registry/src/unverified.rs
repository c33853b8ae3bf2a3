//! A KeyStore that somebody handed over: well-formed, but nothing in it is verified yet.

use core::fmt;

use alloy_primitives::Address;
use bn254_bls::{G1Point, G2Point, PointError, ProofOfPossession, UnverifiedPublicKey};

/// The contents of a `KeyStore`, word by word, as read from a file or from calldata.
///
/// Any 32 bytes may stand in a word here. [`KeyStore::verify`](crate::KeyStore::verify) makes a
/// [`KeyStore`](crate::KeyStore) of it when all of it is right.
///
/// ```
/// use aztec_staking_registry::{Field, KeyStore, KeyStoreError, NonZeroAddress};
/// use bn254_bls::{ProofKind, SecretKey};
///
/// let attester = NonZeroAddress::parse("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266")?;
/// let proven = SecretKey::from_be_bytes(&[7; 32])?.prove();
/// let key_store = KeyStore::from_proven(attester.get(), &proven, ProofKind::Registration)?;
/// let mut tuple = key_store.to_unverified();
/// // One bit is not as it was.
/// tuple.public_key_g1[0][31] ^= 1;
/// let refused = KeyStore::verify(&tuple, ProofKind::Registration);
/// assert!(matches!(refused, Err(KeyStoreError::Point(fault)) if fault.field == Field::PublicKeyG1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnverifiedKeyStore {
    /// The address of the attester.
    pub attester: Address,
    /// How the address was spelled.
    pub spelling: Spelling,
    /// The public key in G1: x, y, big-endian.
    pub public_key_g1: [[u8; 32]; 2],
    /// The public key in G2: x0, x1, y0, y1, big-endian, real parts first.
    pub public_key_g2: [[u8; 32]; 4],
    /// The proof of possession, a point in G1: x, y, big-endian.
    pub proof_of_possession: [[u8; 32]; 2],
}

/// How the attester of an [`UnverifiedKeyStore`] was spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// As text with a valid checksum (EIP-55).
    Checksummed,
    /// As text with letters of one case, so a wrong character went unnoticed.
    Unchecked,
    /// As 20 bytes.
    Bytes,
}

impl UnverifiedKeyStore {
    /// The points that the words stand for, each valid in its group.
    ///
    /// # Errors
    /// [`PointFault`] names the first field that does not hold a usable point.
    pub fn points(&self) -> Result<(UnverifiedPublicKey, ProofOfPossession), PointFault> {
        let fault = |point: Field| move |reason| PointFault { field: point.coordinate(reason), reason };
        let g1 = G1Point::from_words(&self.public_key_g1).map_err(fault(Field::PublicKeyG1))?;
        let g2 = G2Point::from_words(&self.public_key_g2).map_err(fault(Field::PublicKeyG2))?;
        let proof = G1Point::from_words(&self.proof_of_possession).map_err(fault(Field::ProofOfPossession))?;
        Ok((UnverifiedPublicKey { g1, g2 }, ProofOfPossession::new(proof)))
    }
}

/// A field that does not hold a usable point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {reason}")]
pub struct PointFault {
    /// The point, or the coordinate where the fault is in one coordinate.
    pub field: Field,
    /// What is wrong with it.
    #[source]
    pub reason: PointError,
}

/// The fields of a `KeyStore`, by the names that the contract and the files give them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the variants are the names that Display writes")]
pub enum Field {
    Attester,
    PublicKeyG1,
    PublicKeyG1X,
    PublicKeyG1Y,
    PublicKeyG2,
    PublicKeyG2X0,
    PublicKeyG2X1,
    PublicKeyG2Y0,
    PublicKeyG2Y1,
    ProofOfPossession,
    ProofOfPossessionX,
    ProofOfPossessionY,
}

impl Field {
    /// The name, with the point before the coordinate: `publicKeyG1.x`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Attester => "attester",
            Self::PublicKeyG1 => "publicKeyG1",
            Self::PublicKeyG1X => "publicKeyG1.x",
            Self::PublicKeyG1Y => "publicKeyG1.y",
            Self::PublicKeyG2 => "publicKeyG2",
            Self::PublicKeyG2X0 => "publicKeyG2.x0",
            Self::PublicKeyG2X1 => "publicKeyG2.x1",
            Self::PublicKeyG2Y0 => "publicKeyG2.y0",
            Self::PublicKeyG2Y1 => "publicKeyG2.y1",
            Self::ProofOfPossession => "proofOfPossession",
            Self::ProofOfPossessionX => "proofOfPossession.x",
            Self::ProofOfPossessionY => "proofOfPossession.y",
        }
    }

    /// The coordinates of a point, in the order of their words; none for a field that is not a point.
    pub(crate) fn coordinates(self) -> &'static [Self] {
        match self {
            Self::PublicKeyG1 => &[Self::PublicKeyG1X, Self::PublicKeyG1Y],
            Self::PublicKeyG2 => &[Self::PublicKeyG2X0, Self::PublicKeyG2X1, Self::PublicKeyG2Y0, Self::PublicKeyG2Y1],
            Self::ProofOfPossession => &[Self::ProofOfPossessionX, Self::ProofOfPossessionY],
            _ => &[],
        }
    }

    /// The part of the name behind the dot, or the whole name.
    pub(crate) fn key(self) -> &'static str {
        self.name().rsplit('.').next().unwrap_or_default()
    }

    /// The coordinate of this point that an error speaks of, or the point itself.
    fn coordinate(self, error: PointError) -> Self {
        let PointError::NotCanonical { coordinate } = error else { return self };
        self.coordinates().iter().copied().find(|field| field.key() == coordinate).unwrap_or(self)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

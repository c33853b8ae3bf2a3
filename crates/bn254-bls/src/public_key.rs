//! The public key in both groups.

use core::fmt;

use ark_bn254::{G1Affine, G2Affine};
use ark_ec::AffineRepr;

use crate::{G1Point, G2Point, fast, pairing_product::PairingProduct};

/// A public key in both groups: `sk * G1` and `sk * G2` for one secret `sk`.
///
/// A value of this type has one secret behind both points. It comes from a secret key
/// ([`SecretKey::public_key`](crate::SecretKey::public_key)), from a check of the two points ([`PublicKey::new`]), or
/// from a proof that verifies ([`pop_verify`](crate::pop_verify)). Only the last shows that somebody knows the secret.
///
/// # Examples
/// ```
/// use bn254_bls::{KeysDiffer, PublicKey, SecretKey};
///
/// let ours = SecretKey::from_be_bytes(&[7; 32])?.public_key();
/// let other = SecretKey::from_be_bytes(&[8; 32])?.public_key();
/// assert_eq!(PublicKey::new(*ours.g1(), *ours.g2()), Ok(ours));
/// assert_eq!(PublicKey::new(*ours.g1(), *other.g2()), Err(KeysDiffer));
/// # Ok::<(), bn254_bls::SecretKeyError>(())
/// ```
// Invariant: one secret stands behind both points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicKey(UnverifiedPublicKey);

impl PublicKey {
    /// Takes two points and checks that one secret stands behind both: `e(pk1, G2) = e(G1, pk2)`, two pairings.
    ///
    /// Where there is a proof of possession, [`pop_verify`](crate::pop_verify) checks both at the price of this alone.
    ///
    /// # Errors
    /// [`KeysDiffer`].
    pub fn new(g1: G1Point, g2: G2Point) -> Result<Self, KeysDiffer> {
        UnverifiedPublicKey { g1, g2 }.verify()
    }

    /// The caller knows that one secret stands behind both points.
    pub(crate) fn of_one_secret(g1: G1Point, g2: G2Point) -> Self {
        Self(UnverifiedPublicKey { g1, g2 })
    }

    /// `sk * G1`.
    #[must_use]
    pub fn g1(&self) -> &G1Point {
        &self.0.g1
    }

    /// `sk * G2`.
    #[must_use]
    pub fn g2(&self) -> &G2Point {
        &self.0.g2
    }
}

/// Two points that somebody calls a public key, as they are read from a file or from calldata.
///
/// Each point is valid in its own group. Nothing says that they belong together: [`UnverifiedPublicKey::verify`] and
/// [`pop_verify`](crate::pop_verify) find out.
///
/// # Examples
/// ```
/// use bn254_bls::{G1Point, G2Point, SecretKey, UnverifiedPublicKey};
///
/// let ours = SecretKey::from_be_bytes(&[7; 32])?.public_key();
/// let (words1, words2) = (ours.g1().to_words(), ours.g2().to_words());
///
/// let read = UnverifiedPublicKey { g1: G1Point::from_words(&words1)?, g2: G2Point::from_words(&words2)? };
/// assert_eq!(read.verify()?, ours);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnverifiedPublicKey {
    /// The point in G1, pk1.
    pub g1: G1Point,
    /// The point in G2, pk2.
    pub g2: G2Point,
}

impl UnverifiedPublicKey {
    /// Checks that one secret stands behind both points, as [`PublicKey::new`] does.
    ///
    /// # Errors
    /// [`KeysDiffer`].
    pub fn verify(self) -> Result<PublicKey, KeysDiffer> {
        let pairs = [(*self.g1.affine(), -G2Affine::generator()), (G1Affine::generator(), *self.g2.affine())];
        if fast::Product::of(&pairs).is_one() { Ok(PublicKey(self)) } else { Err(KeysDiffer) }
    }

    /// The caller has verified the points, in whatever way.
    pub(crate) fn assume_verified(self) -> PublicKey {
        PublicKey(self)
    }
}

impl From<PublicKey> for UnverifiedPublicKey {
    fn from(public: PublicKey) -> Self {
        public.0
    }
}

/// So that verification takes a [`PublicKey`] as well.
impl AsRef<UnverifiedPublicKey> for PublicKey {
    fn as_ref(&self) -> &UnverifiedPublicKey {
        &self.0
    }
}

impl AsRef<UnverifiedPublicKey> for UnverifiedPublicKey {
    fn as_ref(&self) -> &Self {
        self
    }
}

/// The two points of a public key belong to different secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeysDiffer;

impl fmt::Display for KeysDiffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the G1 and G2 public keys belong to different secrets; make the key anew")
    }
}

impl core::error::Error for KeysDiffer {}

//! The secret scalar.

use alloc::boxed::Box;
use core::fmt;

use ark_bn254::Fr;
use rand_core::TryCryptoRng;
use subtle::{Choice, ConstantTimeEq};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::fast;

/// A BLS secret key: a scalar in `[1, r - 1]`, where `r` is the order of the BN254 groups.
///
/// The scalar has one place on the heap, which is wiped when the key is dropped: moving a key, or a vector of keys that
/// grows, leaves no copy behind. `Debug` shows nothing of it, it can be neither copied nor cloned, and two keys are
/// compared by [`ConstantTimeEq`]. Reading a key from bytes, making its public key and its proofs, and writing it take the
/// same time for every secret. See [the crate's documentation](crate#secrets).
///
/// # Examples
/// ```
/// use bn254_bls::{PublicKey, SecretKey};
///
/// let secret = SecretKey::try_from(&[7; 32])?; // the same as SecretKey::from_be_bytes
/// assert_eq!(*secret.to_be_bytes(), [7; 32]);
/// assert_eq!(PublicKey::from(&secret), secret.public_key());
/// # Ok::<(), bn254_bls::SecretKeyError>(())
/// ```
// Invariant: the scalar is neither zero nor, in its Montgomery form, r or above.
pub struct SecretKey(Box<Zeroizing<Fr>>);

impl SecretKey {
    /// Reads a scalar of 32 bytes, big-endian.
    ///
    /// # Errors
    /// [`SecretKeyError::Zero`] for zero, [`SecretKeyError::NotBelowOrder`] for `r` and above.
    pub fn from_be_bytes(bytes: &[u8; 32]) -> Result<Self, SecretKeyError> {
        let (mut scalar, below_order) = fast::from_word(bytes);
        let key = Self::if_valid(&scalar, below_order);
        scalar.zeroize();
        key
    }

    /// Reads bytes of any length as one big-endian integer and reduces it modulo `r`: OS2IP(bytes) mod r.
    ///
    /// With at least 48 uniform bytes the result is uniform, too, up to a bias below 2^-128.
    ///
    /// # Errors
    /// [`SecretKeyError::Zero`] when the integer is a multiple of `r`.
    pub fn from_be_bytes_mod_order(bytes: &[u8]) -> Result<Self, SecretKeyError> {
        let mut scalar = fast::reduced(bytes);
        let key = Self::if_valid(&scalar, Choice::from(1));
        scalar.zeroize();
        key
    }

    /// Draws a uniform key. Pass the operating system's generator, such as `rand::rngs::SysRng`.
    ///
    /// Any generator with the traits of rand_core 0.10 will do; those of other versions are other traits.
    ///
    /// # Errors
    /// The generator's own error. Nothing is made up in its place.
    pub fn generate<R: TryCryptoRng + ?Sized>(rng: &mut R) -> Result<Self, R::Error> {
        let mut bytes = Zeroizing::new([0u8; 64]);
        loop {
            rng.try_fill_bytes(&mut bytes[..])?;
            if let Ok(key) = Self::from_be_bytes_mod_order(&bytes[..]) {
                return Ok(key);
            }
        }
    }

    /// Copies the scalar to its place. The original stays the caller's to wipe.
    ///
    /// Here alone something of a secret becomes a branch: whether it is a key, which everybody sees anyway. The check of
    /// `tests/constant_time` lets this function pass, by its name.
    #[inline(never)]
    fn if_valid(scalar: &Fr, below_order: Choice) -> Result<Self, SecretKeyError> {
        if !bool::from(below_order) {
            Err(SecretKeyError::NotBelowOrder)
        } else if bool::from(fast::is_zero(scalar)) {
            Err(SecretKeyError::Zero)
        } else {
            Ok(Self(Box::new(Zeroizing::new(*scalar))))
        }
    }

    /// The scalar as 32 bytes, big-endian.
    #[must_use]
    pub fn to_be_bytes(&self) -> Zeroizing<[u8; 32]> {
        fast::to_word(&self.0)
    }

    pub(crate) fn scalar(&self) -> &Fr {
        &self.0
    }
}

/// [`SecretKey::from_be_bytes`]. The bytes are borrowed, so that they stay the caller's to wipe: taken by value, a copy
/// would remain where they were moved from.
impl TryFrom<&[u8; 32]> for SecretKey {
    type Error = SecretKeyError;

    fn try_from(bytes: &[u8; 32]) -> Result<Self, SecretKeyError> {
        Self::from_be_bytes(bytes)
    }
}

// By what it holds.
impl ZeroizeOnDrop for SecretKey {}

/// Whether two keys are the same, without a branch on either.
impl ConstantTimeEq for SecretKey {
    fn ct_eq(&self, other: &Self) -> Choice {
        // Scalars are below r, so equal ones have equal limbs.
        let [left, right] = [self, other].map(|key| &key.scalar().0.0);
        left.ct_eq(right)
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SecretKey").finish_non_exhaustive()
    }
}

/// Why bytes are not a secret key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecretKeyError {
    /// The scalar is zero, whose public key is the point at infinity.
    Zero,
    /// The scalar is not below the group order `r`.
    NotBelowOrder,
}

impl fmt::Display for SecretKeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Zero => "the secret key is zero; use a number from 1 to r - 1",
            Self::NotBelowOrder => "the secret key is not below the group order r; use a number from 1 to r - 1",
        })
    }
}

impl core::error::Error for SecretKeyError {}

//! The BIP-39 seed.

use std::fmt;

use subtle::{Choice, ConstantTimeEq};
use zeroize::{ZeroizeOnDrop, Zeroizing};

/// A BIP-39 seed of 64 bytes, the root of the BLS keys and the ETH keys of one mnemonic and passphrase.
///
/// It is wiped when dropped, its `Debug` shows nothing of it, and it can neither be copied nor cloned.
///
/// ```
/// use aztec_key_derivation::{Mnemonic, Passphrase};
///
/// let mnemonic = Mnemonic::parse("test test test test test test test test test test test junk")?;
/// let seed = mnemonic.to_seed(&Passphrase::none());
/// assert_eq!(format!("{seed:?}"), "Seed { .. }");
/// # Ok::<(), aztec_key_derivation::MnemonicError>(())
/// ```
// On the heap, so that moving it leaves no copies behind.
pub struct Seed(Box<Zeroizing<[u8; 64]>>);

impl Seed {
    /// Takes a seed that was made elsewhere.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 64]) -> Self {
        let mut seed = Self(Box::new(Zeroizing::new([0; 64])));
        seed.0.copy_from_slice(bytes);
        seed
    }

    pub(crate) fn as_bytes(&self) -> &[u8; 64] {
        &self.0
    }
}

impl ConstantTimeEq for Seed {
    fn ct_eq(&self, other: &Self) -> Choice {
        self.as_bytes().ct_eq(other.as_bytes())
    }
}

// What it holds wipes itself.
impl ZeroizeOnDrop for Seed {}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seed").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_bytes_are_equal_seeds() {
        let seed = Seed::from_bytes(&[7; 64]);
        assert!(bool::from(seed.ct_eq(&Seed::from_bytes(&[7; 64]))));
        let mut other = [7; 64];
        other[63] = 8;
        assert!(!bool::from(seed.ct_eq(&Seed::from_bytes(&other))));
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", Seed::from_bytes(&[7; 64])), "Seed { .. }");
    }
}

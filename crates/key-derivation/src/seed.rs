//! The BIP-39 seed.

use std::fmt;

use zeroize::Zeroizing;

/// A BIP-39 seed of 64 bytes, the root of the BLS keys and the ETH keys of one mnemonic and passphrase.
///
/// It is wiped when dropped, its `Debug` shows nothing of it, and it can neither be copied nor cloned.
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

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seed").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", Seed::from_bytes(&[7; 64])), "Seed { .. }");
    }
}

//! What a key derivation function gives.

use zeroize::{ZeroizeOnDrop, Zeroizing};

/// `dklen` of every file that any of the known programs write.
pub(crate) const DERIVED_KEY_BYTES: usize = 32;

/// 16 bytes of AES key, then 16 bytes of checksum key.
///
/// They are written where they stay, so that moving the value leaves no copy behind.
pub(crate) struct DerivedKey(Box<Zeroizing<[u8; DERIVED_KEY_BYTES]>>);

impl DerivedKey {
    /// All zero, to be filled.
    pub(crate) fn zeroed() -> Self {
        Self(Box::new(Zeroizing::new([0; DERIVED_KEY_BYTES])))
    }

    pub(crate) fn as_mut_bytes(&mut self) -> &mut [u8] {
        &mut self.0[..]
    }

    pub(crate) fn aes_key(&self) -> &[u8] {
        &self.0[..16]
    }

    pub(crate) fn checksum_key(&self) -> &[u8] {
        &self.0[16..]
    }
}

// What it holds wipes itself.
impl ZeroizeOnDrop for DerivedKey {}

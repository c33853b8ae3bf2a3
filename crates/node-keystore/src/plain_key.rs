//! A secret key in plain text.

use core::fmt;

use subtle::{Choice, ConstantTimeEq};
use zeroize::{ZeroizeOnDrop, Zeroizing};

/// A secret key in plain text: 32 bytes, big-endian. Its `Debug` shows nothing of it.
///
/// Whether the bytes are a key of their curve is not known here; whoever uses them finds out.
///
/// ```
/// use aztec_node_keystore::{EthKeySource, PlainKey};
///
/// let key = PlainKey::from_be_bytes(&[7; 32]);
/// assert_eq!(format!("{key:?}"), "PlainKey { .. }");
/// let text = format!(r#""0x{}""#, "07".repeat(32));
/// let read = EthKeySource::read(&text)?;
/// assert!(matches!(read, EthKeySource::Plain(read) if read.as_be_bytes() == key.as_be_bytes()));
/// # Ok::<(), aztec_node_keystore::NodeKeystoreError>(())
/// ```
#[derive(Clone, ZeroizeOnDrop)]
pub struct PlainKey(Box<[u8; 32]>);

impl PlainKey {
    /// Copies 32 bytes, big-endian, to a place on the heap, where they stay until they are wiped.
    #[must_use]
    pub fn from_be_bytes(bytes: &[u8; 32]) -> Self {
        let mut key = Self(Box::new([0; 32]));
        key.0.copy_from_slice(bytes);
        key
    }

    /// The 32 bytes, big-endian.
    #[must_use]
    pub fn as_be_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads `0x` and 64 hexadecimal digits.
    pub(crate) fn from_hex(text: &str) -> Option<Self> {
        let digits = text.strip_prefix("0x").filter(|digits| digits.len() == 64)?;
        let mut key = Self(Box::new([0; 32]));
        base16ct::mixed::decode(digits, &mut *key.0).ok()?;
        Some(key)
    }

    /// `0x` and 64 lower-case digits.
    pub(crate) fn to_hex(&self) -> Zeroizing<[u8; 66]> {
        let mut text = Zeroizing::new([0; 66]);
        text[..2].copy_from_slice(b"0x");
        base16ct::lower::encode(&*self.0, &mut text[2..]).expect("64 digits for 32 bytes");
        text
    }
}

impl ConstantTimeEq for PlainKey {
    fn ct_eq(&self, other: &Self) -> Choice {
        self.0.ct_eq(&*other.0)
    }
}

impl fmt::Debug for PlainKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlainKey").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes_and_nothing_else() {
        let key = PlainKey::from_be_bytes(&[0xab; 32]);
        let text = key.to_hex();
        let text = core::str::from_utf8(&*text).unwrap();
        assert_eq!(text, format!("0x{}", "ab".repeat(32)));
        assert!(bool::from(PlainKey::from_hex(text).unwrap().ct_eq(&key)));
        assert!(!bool::from(PlainKey::from_be_bytes(&[0xac; 32]).ct_eq(&key)));
        for wrong in ["", &text[2..], &text[..65], &format!("{text}0"), &text.replace('a', "g")] {
            assert!(PlainKey::from_hex(wrong).is_none(), "{wrong}");
        }
    }

    /// A key is a pointer to its one place, so whatever moves it leaves none behind; and the place is wiped.
    #[test]
    fn a_key_is_a_pointer_to_a_place_that_is_wiped() {
        fn wipes_itself<T: ZeroizeOnDrop>() {}
        wipes_itself::<PlainKey>();
        assert_eq!(size_of::<PlainKey>(), size_of::<usize>());
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", PlainKey::from_be_bytes(&[0xab; 32])), "PlainKey { .. }");
    }
}

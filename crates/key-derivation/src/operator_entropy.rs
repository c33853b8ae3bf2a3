//! Entropy that the operator brings along, and how it is mixed with the system's.

use std::fmt;

use hkdf::HkdfExtract;
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::wiped_stack::on_wiped_stack;

/// How many bytes the system gives, whatever the length of the mnemonic: 256 bits.
pub(crate) const SYSTEM_BYTES: usize = 32;
/// No other use of HKDF has this salt.
const SALT: &[u8] = b"aztec-keygen operator entropy v1";
const INFO: &[u8] = b"BIP-39 entropy";

/// Entropy of the operator's own: rolls of dice, or a file from another machine's generator.
///
/// It is mixed with the system's, never taken in its place, so that a mnemonic is as hard to guess as the better of the two.
/// Of `S`, 32 fresh bytes of the system, and `O`, these bytes, the entropy of a mnemonic of `L` bytes (16, 20, 24, 28 or 32)
/// is, by RFC 5869 with SHA-256,
///
/// ```text
/// PRK  = HKDF-Extract(salt = "aztec-keygen operator entropy v1", IKM = S || O)
/// ENT  = HKDF-Expand(PRK, info = "BIP-39 entropy" || I2OSP(L, 1), L)
/// ```
///
/// It is wiped when dropped, its `Debug` shows nothing of it, and it can neither be copied nor cloned.
///
/// ```
/// use aztec_key_derivation::{Mnemonic, OperatorEntropy, OperatorEntropyError, WordCount};
/// use rand::rngs::SysRng; // the operating system's generator
///
/// let operator = OperatorEntropy::from_bytes(b"what somebody else's generator gave")?;
/// let mnemonic = Mnemonic::generate_with(WordCount::Words24, Some(&operator), &mut SysRng)?;
/// // The same file gives another mnemonic each time.
/// assert_ne!(Mnemonic::generate_with(WordCount::Words24, Some(&operator), &mut SysRng)?, mnemonic);
/// assert_eq!(OperatorEntropy::from_bytes(b"").unwrap_err(), OperatorEntropyError::Empty);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct OperatorEntropy(Zeroizing<Vec<u8>>);

impl OperatorEntropy {
    /// More than any source needs: 1 MiB.
    pub const MAX_BYTES: usize = 1 << 20;

    /// Takes bytes as they are: text is not decoded, and a line end is part of them.
    ///
    /// # Errors
    /// [`OperatorEntropyError`]. How much entropy the bytes hold, nobody can see; what plainly holds none is refused.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, OperatorEntropyError> {
        let first = bytes.first().ok_or(OperatorEntropyError::Empty)?;
        if bytes.len() > Self::MAX_BYTES {
            return Err(OperatorEntropyError::TooLong);
        }
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Err(OperatorEntropyError::Blank);
        }
        if bytes.iter().all(|byte| byte == first) {
            return Err(OperatorEntropyError::AllEqual);
        }
        Ok(Self(Zeroizing::new(bytes.to_vec())))
    }

    /// Fills the output, which is at most 32 bytes long, from the system's entropy and this.
    pub(crate) fn mix(&self, system: &[u8; SYSTEM_BYTES], output: &mut [u8]) {
        let length = u8::try_from(output.len()).expect("the entropy of a mnemonic has at most 32 bytes");
        on_wiped_stack(|| {
            let mut extract = HkdfExtract::<Sha256>::new(Some(SALT));
            extract.input_ikm(system);
            extract.input_ikm(&self.0);
            let (mut key, expand) = extract.finalize();
            expand.expand_multi_info(&[INFO, &[length]], output).expect("at most 32 bytes are one block of SHA-256");
            key.zeroize();
        });
    }
}

// What it holds wipes itself.
impl ZeroizeOnDrop for OperatorEntropy {}

impl fmt::Debug for OperatorEntropy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OperatorEntropy").finish_non_exhaustive()
    }
}

/// Why bytes are not [`OperatorEntropy`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OperatorEntropyError {
    /// There is nothing.
    #[error("there is no entropy in it, it is empty; write random bytes into it")]
    Empty,
    /// Nothing but blanks and line ends.
    #[error("there is no entropy in it, it has nothing but blanks; write random bytes into it")]
    Blank,
    /// One byte over and over, or once.
    #[error("there is no entropy in it, all of its bytes are equal; write random bytes into it")]
    AllEqual,
    /// Above [`OperatorEntropy::MAX_BYTES`].
    #[error("it has more than 1 MiB, which is more than entropy needs; check that it is the right file")]
    TooLong,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(bytes: &[u8]) -> OperatorEntropyError {
        OperatorEntropy::from_bytes(bytes).unwrap_err()
    }

    #[test]
    fn what_plainly_holds_nothing_is_refused() {
        assert_eq!(error(b""), OperatorEntropyError::Empty);
        for blank in [&b" "[..], b"\n\n\n", b" \t\r\n"] {
            assert_eq!(error(blank), OperatorEntropyError::Blank);
        }
        for equal in [&b"a"[..], &[0; 32], &[0xff; OperatorEntropy::MAX_BYTES]] {
            assert_eq!(error(equal), OperatorEntropyError::AllEqual);
        }
        let mut long = vec![0; OperatorEntropy::MAX_BYTES];
        long[0] = 1;
        assert!(OperatorEntropy::from_bytes(&long).is_ok());
        long.push(0);
        assert_eq!(error(&long), OperatorEntropyError::TooLong);
        assert!(OperatorEntropy::from_bytes(b"a\n").is_ok());
    }

    #[test]
    fn each_length_has_an_output_of_its_own() {
        let operator = OperatorEntropy::from_bytes(b"dice").unwrap();
        let mixed = |length: usize| {
            let mut output = [0; 32];
            operator.mix(&[7; SYSTEM_BYTES], &mut output[..length]);
            output
        };
        assert_ne!(mixed(16)[..16], mixed(32)[..16]);
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", OperatorEntropy::from_bytes(b"dice").unwrap()), "OperatorEntropy { .. }");
    }
}

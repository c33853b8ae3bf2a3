//! A short public name for a secret.

use std::fmt;
use std::str::FromStr;

use bip32::{PublicKey, XPrv};
use sha2::{Digest, Sha256};

use crate::eth_account::no_such_key;
use crate::{EthKeyError, Ikm, Seed, derive_bls_custom};

/// What stands in place of the path for the key that the fingerprint of [`Ikm`] is taken of. It is no [`BlsPath`]
/// (those have five components or six), so the key is never handed out.
///
/// [`BlsPath`]: crate::BlsPath
const FINGERPRINT_PATH: &str = "m";

/// Four bytes that show whether two batches come from one secret. Public: it goes into manifests.
///
/// Different fingerprints mean different secrets. Equal ones are no proof: two secrets share one by chance once in 2^32.
///
/// Both kinds are digests of a **public key**, so whoever tests guesses of the secret against it has the work of deriving
/// that key for each, as against any published key of the batch. A digest of the secret itself would make guessing
/// cheaper than the published keys do.
///
/// ```
/// use aztec_key_derivation::{MasterFingerprint, Mnemonic, Passphrase};
///
/// let mnemonic = Mnemonic::parse("test test test test test test test test test test test junk")?;
/// let fingerprint = MasterFingerprint::of_seed(&mnemonic.to_seed(&Passphrase::none()))?;
/// assert_eq!(fingerprint.to_string(), "16a93ed0");
///
/// // Another passphrase is another secret.
/// let other = mnemonic.to_seed(&Passphrase::new("a second factor")?);
/// assert_ne!(MasterFingerprint::of_seed(&other)?, fingerprint);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MasterFingerprint([u8; 4]);

impl MasterFingerprint {
    /// The BIP-32 fingerprint of the master key: the first 4 bytes of RIPEMD160(SHA256(compressed public key)). Wallets
    /// and hardware signers show the same for this mnemonic and passphrase.
    ///
    /// # Errors
    /// [`EthKeyError`] if the seed has no master key, which no known seed causes.
    pub fn of_seed(seed: &Seed) -> Result<Self, EthKeyError> {
        let master = XPrv::new(seed.as_bytes()).map_err(no_such_key)?;
        Ok(Self(master.private_key().verifying_key().fingerprint()))
    }

    /// For raw key material, to which no standard gives a fingerprint: the first 4 bytes of SHA256(compressed G1 public
    /// key), for the key that the BLS derivation gives with the text `m` in place of the path.
    #[must_use]
    pub fn of_ikm(ikm: &Ikm) -> Self {
        let key = *derive_bls_custom(ikm, FINGERPRINT_PATH).public_key().g1();
        let digest: [u8; 32] = Sha256::digest(key.to_compressed()).into();
        let [a, b, c, d, ..] = digest;
        Self([a, b, c, d])
    }
}

/// Eight hexadecimal digits in lower case.
impl fmt::Display for MasterFingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", u32::from_be_bytes(self.0))
    }
}

/// Reads exactly what `Display` writes.
impl FromStr for MasterFingerprint {
    type Err = MasterFingerprintError;

    fn from_str(text: &str) -> Result<Self, MasterFingerprintError> {
        let mut bytes = [0; 4];
        match base16ct::lower::decode(text, &mut bytes) {
            Ok(decoded) if decoded.len() == 4 => Ok(Self(bytes)),
            _ => Err(MasterFingerprintError),
        }
    }
}

/// The text is not a [`MasterFingerprint`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a master fingerprint has 8 hexadecimal digits in lower case; copy it from the manifest")]
pub struct MasterFingerprintError;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text() {
        assert_eq!("00ab12ff".parse::<MasterFingerprint>().unwrap().to_string(), "00ab12ff");
        for text in ["", "00ab12", "00ab12ff00", "00AB12FF", "0x00ab12ff", "00ab12fg", " 00ab12ff"] {
            assert_eq!(text.parse::<MasterFingerprint>(), Err(MasterFingerprintError), "{text:?}");
        }
    }
}

//! secp256k1 secret keys.

use std::fmt;

use alloy_primitives::{Address, B256, Signature, U256};
use k256::ecdsa::SigningKey;
use subtle::{Choice, ConstantTimeEq};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// A secp256k1 secret key, as Ethereum uses it: a scalar in `[1, n - 1]`.
///
/// It is wiped when dropped, its `Debug` shows the address alone, and it can neither be copied nor cloned.
///
/// ```
/// use aztec_key_derivation::EthSecretKey;
///
/// let secret = EthSecretKey::from_be_bytes(&[0x11; 32])?;
/// assert_eq!(secret.address().to_string(), "0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A");
/// # Ok::<(), aztec_key_derivation::EthSecretKeyError>(())
/// ```
// On the heap, so that moving it leaves no copies behind.
pub struct EthSecretKey(Box<SigningKey>);

impl EthSecretKey {
    /// Reads a scalar of 32 bytes, big-endian.
    ///
    /// # Errors
    /// [`EthSecretKeyError`] for zero, and for the group order `n` and above.
    pub fn from_be_bytes(bytes: &[u8; 32]) -> Result<Self, EthSecretKeyError> {
        SigningKey::from_slice(bytes).map(Self::from_signing_key).map_err(|_| EthSecretKeyError)
    }

    pub(crate) fn from_signing_key(key: SigningKey) -> Self {
        Self(Box::new(key))
    }

    /// The scalar as 32 bytes, big-endian.
    #[must_use]
    pub fn to_be_bytes(&self) -> Zeroizing<[u8; 32]> {
        let mut field_bytes = self.0.to_bytes();
        let mut bytes = Zeroizing::new([0u8; 32]);
        bytes.copy_from_slice(&field_bytes);
        field_bytes.zeroize();
        bytes
    }

    /// The address: the last 20 bytes of Keccak-256 of the public key, that is of x and y, 32 bytes each, big-endian.
    /// Its `Display` has the checksum of EIP-55.
    #[must_use]
    pub fn address(&self) -> Address {
        let point = self.0.verifying_key().to_sec1_point(false);
        // Behind the tag 0x04 of SEC 1: x and y, 32 bytes each, big-endian.
        Address::from_raw_public_key(&point.as_bytes()[1..])
    }

    /// Signs a digest of 32 bytes, such as the one of EIP-712 typed data, from which the contract then recovers the
    /// [address](Self::address).
    ///
    /// The nonce comes from key and digest alone (RFC 6979 with SHA-256), so that no randomness is needed and the same
    /// input has the same signature. `s` is in the lower half, as OpenZeppelin's `ECDSA` and EIP-2 want it.
    ///
    /// # Errors
    /// [`EthSignError`], which no known digest causes.
    pub fn sign_digest(&self, digest: &B256) -> Result<Signature, EthSignError> {
        let (signature, recovery) = self.0.sign_prehash_recoverable(&digest[..]);
        if recovery.is_x_reduced() {
            return Err(EthSignError);
        }
        let (r, s) = signature.split_bytes();
        let word = |bytes: &[u8]| U256::from_be_slice(bytes);
        Ok(Signature::new(word(&r), word(&s), recovery.is_y_odd()))
    }
}

impl ConstantTimeEq for EthSecretKey {
    fn ct_eq(&self, other: &Self) -> Choice {
        self.0.ct_eq(&other.0)
    }
}

/// In constant time.
impl PartialEq for EthSecretKey {
    fn eq(&self, other: &Self) -> bool {
        self.ct_eq(other).into()
    }
}

impl Eq for EthSecretKey {}

// What it holds wipes itself.
impl ZeroizeOnDrop for EthSecretKey {}

impl fmt::Debug for EthSecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EthSecretKey").field("address", &self.address()).finish_non_exhaustive()
    }
}

/// The bytes are not a secret key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the ETH key is zero or not below the order of secp256k1; check that it is the right file")]
pub struct EthSecretKeyError;

/// The digest has no signature with a `v` of 27 or 28. It happens once in 2^127 digests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this digest has no signature that a contract of Ethereum takes; sign another one")]
pub struct EthSignError;

#[cfg(test)]
mod tests {
    use super::*;

    /// The order of secp256k1 (SEC 2, 2.4.1).
    const ORDER: &str = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";

    fn key(hex: &str) -> Result<EthSecretKey, EthSecretKeyError> {
        let mut bytes = [0; 32];
        base16ct::lower::decode(hex, &mut bytes).unwrap();
        EthSecretKey::from_be_bytes(&bytes)
    }

    #[test]
    fn scalars_from_1_to_n_minus_1() {
        assert_eq!(key(&"00".repeat(32)).unwrap_err(), EthSecretKeyError);
        assert_eq!(key(ORDER).unwrap_err(), EthSecretKeyError);
        assert_eq!(key(&"ff".repeat(32)).unwrap_err(), EthSecretKeyError);
        assert!(key(&ORDER.replace("4141", "4140")).is_ok());
    }

    /// The address of the secret key 1, as every wallet shows it.
    #[test]
    fn address_of_one() {
        let mut bytes = [0; 32];
        bytes[31] = 1;
        let key = EthSecretKey::from_be_bytes(&bytes).unwrap();
        assert_eq!(key.address().to_string(), "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf");
        assert_eq!(*key.to_be_bytes(), bytes);
    }

    /// Falls when the library's feature that does the wiping is switched off.
    #[test]
    fn the_inner_type_wipes_itself() {
        fn wipes_itself<T: zeroize::ZeroizeOnDrop>() {}
        wipes_itself::<SigningKey>();
    }

    #[test]
    fn comparison() {
        let key = |byte| EthSecretKey::from_be_bytes(&[byte; 32]).unwrap();
        assert_eq!(key(7), key(7));
        assert_ne!(key(7), key(8));
    }

    #[test]
    fn debug_shows_the_address_alone() {
        let key = EthSecretKey::from_be_bytes(&[7; 32]).unwrap();
        assert_eq!(format!("{key:?}"), format!("EthSecretKey {{ address: {:?}, .. }}", key.address()));
    }
}

//! ETH keys of one account.

use std::fmt;

use bip32::{ChildNumber, XPrv};
use subtle::{Choice, ConstantTimeEq};
use zeroize::ZeroizeOnDrop;

use crate::{EthPath, EthSecretKey, Index, Seed};

/// The BIP-32 node `m/44'/60'/<account>'/0`, below which the ETH keys of an account are.
///
/// The four steps down to it are done once; a key below costs one more. Secret scalar and chain code are wiped when
/// dropped, and `Debug` shows nothing of them.
///
/// ```
/// use aztec_key_derivation::{EthAccount, Index, Mnemonic, Passphrase};
///
/// let mnemonic = Mnemonic::parse("test test test test test test test test test test test junk")?;
/// let account = EthAccount::new(&mnemonic.to_seed(&Passphrase::none()), Index::ZERO)?;
/// let attester = account.key(Index::ZERO)?;
/// assert_eq!(attester.path.to_string(), "m/44'/60'/0'/0/0");
/// assert_eq!(attester.secret.address().to_string(), "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
// On the heap, so that moving it leaves no copies behind.
pub struct EthAccount {
    account: Index,
    node: Box<XPrv>,
}

impl EthAccount {
    /// Derives the node of this account.
    ///
    /// # Errors
    /// [`EthKeyError`], which no known seed causes.
    pub fn new(seed: &Seed, account: Index) -> Result<Self, EthKeyError> {
        let path = [hardened(44), hardened(60), hardened(account.get()), ChildNumber(0)];
        let node = path
            .into_iter()
            .try_fold(XPrv::new(seed.as_bytes()).map_err(no_such_key)?, |parent, child| parent.derive_child(child));
        Ok(Self { account, node: Box::new(node.map_err(no_such_key)?) })
    }

    /// The account's index.
    #[must_use]
    pub fn index(&self) -> Index {
        self.account
    }

    /// Derives the key `m/44'/60'/<account>'/0/<address>`.
    ///
    /// # Errors
    /// [`EthKeyError`], which no known seed causes.
    pub fn key(&self, address: Index) -> Result<EthKey, EthKeyError> {
        let child = self.node.derive_child(ChildNumber(address.get())).map_err(no_such_key)?;
        let secret = EthSecretKey::from_signing_key(child.private_key().clone());
        Ok(EthKey { path: EthPath { account: self.account, address }, secret })
    }
}

fn hardened(index: u32) -> ChildNumber {
    ChildNumber::new(index, true).expect("an index is below 2^31")
}

/// The secret scalar wipes itself; the chain code beside it does not. Together with the secret of any key below, it would
/// give every other key of the account.
impl Drop for EthAccount {
    fn drop(&mut self) {
        if let Ok(public) = XPrv::new(&[0; 64]) {
            *self.node = public;
            // So that the compiler does not take the write for a useless one.
            std::hint::black_box(&*self.node);
        }
    }
}

impl ZeroizeOnDrop for EthAccount {}

/// Scalar and chain code are compared; the account's index is not secret.
impl ConstantTimeEq for EthAccount {
    fn ct_eq(&self, other: &Self) -> Choice {
        let same_account = Choice::from(u8::from(self.account == other.account));
        let same_scalar = self.node.private_key().ct_eq(other.node.private_key());
        same_account & same_scalar & self.node.attrs().chain_code.ct_eq(&other.node.attrs().chain_code)
    }
}

impl fmt::Debug for EthAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EthAccount").field("account", &self.account).finish_non_exhaustive()
    }
}

/// One ETH key, of an attester or a publisher, and where it comes from.
#[derive(Debug)]
pub struct EthKey {
    /// The path that gave the key.
    pub path: EthPath,
    /// The secret key, which knows its [address](EthSecretKey::address).
    pub secret: EthSecretKey,
}

/// BIP-32 has no key at this index: a digest was not a scalar. It happens once in 2^127 keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("BIP-32 has no key at this path; use another address or account index")]
pub struct EthKeyError;

/// What a failure of the library means here: lengths and depths are right, so a digest was not a scalar.
pub(crate) fn no_such_key(_: bip32::Error) -> EthKeyError {
    EthKeyError
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparison() {
        let account = |byte, index| EthAccount::new(&Seed::from_bytes(&[byte; 64]), index).unwrap();
        assert!(bool::from(account(7, Index::ZERO).ct_eq(&account(7, Index::ZERO))));
        assert!(!bool::from(account(7, Index::ZERO).ct_eq(&account(7, Index::MAX))));
        assert!(!bool::from(account(7, Index::ZERO).ct_eq(&account(8, Index::ZERO))));
    }

    #[test]
    fn account_scalar_and_chain_code_are_each_compared() {
        let account = EthAccount::new(&Seed::from_bytes(&[7; 64]), Index::ZERO).unwrap();
        let with = |index, change: &dyn Fn(&mut bip32::ExtendedKey)| {
            let mut key = account.node.to_extended_key(bip32::Prefix::XPRV);
            change(&mut key);
            EthAccount { account: index, node: Box::new(XPrv::try_from(key).unwrap()) }
        };
        let is_same = |other: EthAccount| bool::from(account.ct_eq(&other));
        assert!(is_same(with(Index::ZERO, &|_| ())));
        assert!(!is_same(with(Index::MAX, &|_| ())));
        assert!(!is_same(with(Index::ZERO, &|key| key.key_bytes[32] ^= 1)));
        assert!(!is_same(with(Index::ZERO, &|key| key.attrs.chain_code[31] ^= 1)));
    }

    #[test]
    fn it_knows_its_index() {
        let account = EthAccount::new(&Seed::from_bytes(&[7; 64]), Index::MAX).unwrap();
        assert_eq!(account.index(), Index::MAX);
    }

    /// Whoever reads the memory of the process finds no chain code where the account was.
    #[cfg(target_os = "linux")]
    #[test]
    fn the_chain_code_is_gone_with_the_account() {
        use crate::own_memory::bytes_at;

        let account = EthAccount::new(&Seed::from_bytes(&[7; 64]), Index::ZERO).unwrap();
        let chain_code = account.node.attrs().chain_code;
        let place = std::ptr::from_ref(&account.node.attrs().chain_code).addr();
        assert_eq!(bytes_at(place, 32).unwrap(), chain_code);
        drop(account);
        // The allocator writes into the beginning of what it got back.
        assert!(bytes_at(place, 32).is_none_or(|left| left[16..] != chain_code[16..]));
    }

    #[test]
    fn debug_shows_no_secret() {
        let account = EthAccount::new(&Seed::from_bytes(&[7; 64]), Index::ZERO).unwrap();
        assert_eq!(format!("{account:?}"), "EthAccount { account: Index(0), .. }");
    }
}

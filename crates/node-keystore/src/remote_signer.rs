//! Signers that hold keys elsewhere.

use core::fmt;

use aztec_staking_registry::NonZeroAddress;
use zeroize::Zeroizing;

use crate::SignerUrl;

/// A remote signer (Web3Signer) of secp256k1 keys. [`SignerPlace`](crate::SignerPlace) has an example.
#[derive(Clone)]
pub struct RemoteSigner {
    /// Its address, such as `https://signer.example:9000`.
    pub url: SignerUrl,
    /// The path of a client certificate.
    pub cert_path: Option<String>,
    /// The password of that certificate.
    pub cert_pass: Option<Zeroizing<String>>,
}

impl fmt::Debug for RemoteSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("RemoteSigner");
        shown.field("url", &self.url).field("cert_path", &self.cert_path).finish_non_exhaustive()
    }
}

/// An account at a remote signer of its own.
#[derive(Clone, Debug)]
pub struct RemoteAccount {
    /// The address of the account.
    pub address: NonZeroAddress,
    /// The signer that has its key.
    pub signer: RemoteSigner,
}

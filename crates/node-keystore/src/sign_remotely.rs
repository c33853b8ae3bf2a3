//! A node keystore whose ETH keys are with a remote signer.

use aztec_staking_registry::NonZeroAddress;

use crate::{EthKeySource, FieldPath, NodeKeystore, RemoteAccount, RemoteSigner};

/// Where a node keystore names the remote signer.
///
/// ```
/// use aztec_node_keystore::{
///     EthKeySource, NodeKeystore, RemoteSigner, SignerPlace, SignerUrl, address_in_file_name,
/// };
///
/// let keystore = NodeKeystore::read(r#"{"schemaVersion": 1, "validators": [{
///     "attester": {"eth": {"path": "eth/00000_0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266.json"}},
///     "feeRecipient": "0x0000000000000000000000000000000000000000000000000000000000000000"
/// }]}"#)?;
/// let url = SignerUrl::parse("https://signer.example")?;
/// let signer = RemoteSigner { url, cert_path: None, cert_pass: None };
/// let remote = keystore.sign_remotely(signer, SignerPlace::Top, |key| match key {
///     EthKeySource::File(file) => address_in_file_name(&file.path),
///     _ => None,
/// })?;
/// assert!(remote.to_json().contains(r#""remoteSigner": "https://signer.example""#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignerPlace {
    /// Once, at the top; each account is an address.
    Top,
    /// With each account, as `{address, remoteSignerUrl}`: so the official tool writes it.
    EachAccount,
}

impl NodeKeystore {
    /// The same node keystore with every ETH key at a remote signer: its entries keep the addresses only, each with the
    /// signer where the place is [`SignerPlace::EachAccount`].
    ///
    /// `address_of` says which address a key has; [`address_in_file_name`](crate::address_in_file_name) knows those
    /// of files that are named after their address.
    ///
    /// # Errors
    /// [`RemoteSignerError`] names the first key whose address is not known.
    pub fn sign_remotely(
        mut self,
        signer: RemoteSigner,
        place: SignerPlace,
        address_of: impl Fn(&EthKeySource) -> Option<NonZeroAddress>,
    ) -> Result<Self, RemoteSignerError> {
        let remote = |source: &mut EthKeySource, path| {
            let address = match &*source {
                EthKeySource::Address(address) => Some(*address),
                EthKeySource::Remote(account) => Some(account.address),
                local => address_of(local),
            };
            let address = address.ok_or(RemoteSignerError { path })?;
            *source = match place {
                SignerPlace::Top => EthKeySource::Address(address),
                SignerPlace::EachAccount => EthKeySource::Remote(RemoteAccount { address, signer: signer.clone() }),
            };
            Ok(())
        };
        for (entry, validator) in self.validators.iter_mut().enumerate() {
            remote(&mut validator.attester, FieldPath::entry(entry, "attester.eth"))?;
            for publisher in &mut validator.publishers {
                remote(publisher, FieldPath::entry(entry, "publisher"))?;
            }
        }
        if let Some(account) = &mut self.funding_account {
            remote(account, FieldPath::top("fundingAccount"))?;
        }
        // Where every account names its own, one at the top would have nobody.
        self.remote_signer = match place {
            SignerPlace::Top => Some(signer),
            SignerPlace::EachAccount => None,
        };
        Ok(self)
    }
}

/// Why ETH keys cannot be signed for remotely: the address of one of them is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path} names a key whose address is not known; put the address there")]
pub struct RemoteSignerError {
    /// Which key.
    pub path: FieldPath,
}

//! Making a node keystore fit the host on which the node runs.

use zeroize::Zeroizing;

use super::{BlsKeySource, EthKeySource, KeyFile, NodeKeystore, OpenKeyFile, Place, RemoteSigner};
use crate::NonZeroAddress;

/// Where the key files are on a host, and what opens them.
pub struct Host {
    prefix: String,
    eth_password: Option<Zeroizing<String>>,
    bls_password: Option<Zeroizing<String>>,
}

impl core::fmt::Debug for Host {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Host").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

impl Host {
    /// The directory on the host from which the relative paths lead to the key files.
    ///
    /// # Errors
    /// [`HostError`] when it is not absolute: the node takes a relative path from the directory in which it is started.
    pub fn new(prefix: &str) -> Result<Self, HostError> {
        if !prefix.starts_with('/') || prefix.chars().any(char::is_control) {
            return Err(HostError);
        }
        Ok(Self { prefix: prefix.trim_end_matches('/').to_owned(), eth_password: None, bls_password: None })
    }

    /// Writes the passwords of the key files into the node keystore, without which the node does not start.
    #[must_use]
    pub fn with_passwords(mut self, eth: Zeroizing<String>, bls: Zeroizing<String>) -> Self {
        self.eth_password = Some(eth);
        self.bls_password = Some(bls);
        self
    }

    /// The path on the host. An absolute one stays as it is.
    fn place(&self, path: &str) -> String {
        if path.starts_with('/') { path.to_owned() } else { format!("{}/{path}", self.prefix) }
    }

    fn place_eth(&self, source: &mut EthKeySource) {
        match source {
            EthKeySource::File(KeyFile { path }) => {
                *source = match &self.eth_password {
                    Some(password) => EthKeySource::OpenFile(self.open(path, password)),
                    None => EthKeySource::File(KeyFile { path: self.place(path) }),
                }
            }
            EthKeySource::OpenFile(file) => file.path = self.place(&file.path),
            EthKeySource::Plain(_) | EthKeySource::Address(_) | EthKeySource::Remote(_) => {}
        }
    }

    fn place_bls(&self, source: &mut BlsKeySource) {
        match source {
            BlsKeySource::File(KeyFile { path }) => {
                *source = match &self.bls_password {
                    Some(password) => BlsKeySource::OpenFile(self.open(path, password)),
                    None => BlsKeySource::File(KeyFile { path: self.place(path) }),
                }
            }
            BlsKeySource::OpenFile(file) => file.path = self.place(&file.path),
            BlsKeySource::Plain(_) => {}
        }
    }

    fn open(&self, path: &str, password: &Zeroizing<String>) -> OpenKeyFile {
        OpenKeyFile { path: self.place(path), password: password.clone() }
    }
}

/// A directory that is not absolute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the directory on the host is not an absolute path; begin it with /")]
pub struct HostError;

impl NodeKeystore {
    /// The same node keystore with the paths as they are on a host, and the passwords where the host has them.
    #[must_use]
    pub fn place_on(mut self, host: &Host) -> Self {
        for validator in &mut self.validators {
            host.place_eth(&mut validator.attester);
            host.place_bls(&mut validator.bls);
            validator.publishers.iter_mut().for_each(|publisher| host.place_eth(publisher));
        }
        self.funding_account.iter_mut().for_each(|account| host.place_eth(account));
        self
    }

    /// The same node keystore with every ETH key at a remote signer: its entries keep the addresses only.
    ///
    /// `address_of` says which address a key has; [`address_in_file_name`](super::address_in_file_name) knows those
    /// of the files that this program writes.
    ///
    /// # Errors
    /// [`RemoteSignerError`] names the first key whose address is not known.
    pub fn sign_remotely(
        mut self,
        signer: RemoteSigner,
        address_of: impl Fn(&EthKeySource) -> Option<NonZeroAddress>,
    ) -> Result<Self, RemoteSignerError> {
        let remote = |source: &mut EthKeySource, place| {
            let address = match &*source {
                EthKeySource::Address(address) => Some(*address),
                EthKeySource::Remote(account) => Some(account.address),
                local => address_of(local),
            };
            *source = EthKeySource::Address(address.ok_or(RemoteSignerError { place })?);
            Ok(())
        };
        for (entry, validator) in self.validators.iter_mut().enumerate() {
            remote(&mut validator.attester, Place::entry(entry, "attester.eth"))?;
            for publisher in &mut validator.publishers {
                remote(publisher, Place::entry(entry, "publisher"))?;
            }
        }
        if let Some(account) = &mut self.funding_account {
            remote(account, Place::top("fundingAccount"))?;
        }
        self.remote_signer = Some(signer);
        Ok(self)
    }
}

/// A key whose address is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place} names a key whose address is not known; put the address there")]
pub struct RemoteSignerError {
    /// Which key.
    pub place: Place,
}

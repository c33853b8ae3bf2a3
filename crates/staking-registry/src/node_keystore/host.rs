//! Making a node keystore fit the host on which the node runs.

use zeroize::Zeroizing;

use super::{BlsKeySource, EthKeySource, KeyFile, KeyFileWithPassword, NodeKeystore, Place, RemoteSigner};
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
        if !prefix.starts_with('/') {
            return Err(HostError::NotAbsolute);
        }
        if prefix.chars().any(char::is_control) {
            return Err(HostError::ControlCharacter);
        }
        Ok(Self { prefix: prefix.trim_end_matches('/').to_owned(), eth_password: None, bls_password: None })
    }

    /// Writes the passwords of the key files into the node keystore, without which the node does not start. A password
    /// that stands there already is kept.
    #[must_use]
    pub fn with_passwords(mut self, eth: Zeroizing<String>, bls: Zeroizing<String>) -> Self {
        self.eth_password = Some(eth);
        self.bls_password = Some(bls);
        self
    }

    /// The path of a key file on the host.
    ///
    /// An absolute path was made for a host before. What is moved to this one is the part that a batch has, the
    /// directory of its kind and the name; a path without it stays where it is below the prefix already.
    ///
    /// # Errors
    /// [`KeyPathError`] when an absolute path leads elsewhere: nobody knows which part of it to move.
    pub fn place(&self, path: &str) -> Result<String, KeyPathError> {
        if !path.starts_with('/') {
            return Ok(format!("{}/{path}", self.prefix));
        }
        let is_below = || path.strip_prefix(&self.prefix).is_some_and(|rest| rest.starts_with('/'));
        match part_of_batch(path) {
            Some(part) => Ok(format!("{}/{part}", self.prefix)),
            None if is_below() => Ok(path.to_owned()),
            None => Err(KeyPathError),
        }
    }

    fn place_eth(&self, source: &mut EthKeySource) -> Result<(), KeyPathError> {
        match source {
            EthKeySource::File(KeyFile { path }) => {
                *source = match &self.eth_password {
                    Some(password) => EthKeySource::FileWithPassword(self.open(path, password)?),
                    None => EthKeySource::File(KeyFile { path: self.place(path)? }),
                }
            }
            EthKeySource::FileWithPassword(file) => file.path = self.place(&file.path)?,
            EthKeySource::Plain(_) | EthKeySource::Address(_) | EthKeySource::Remote(_) => {}
        }
        Ok(())
    }

    fn place_bls(&self, source: &mut BlsKeySource) -> Result<(), KeyPathError> {
        match source {
            BlsKeySource::File(KeyFile { path }) => {
                *source = match &self.bls_password {
                    Some(password) => BlsKeySource::FileWithPassword(self.open(path, password)?),
                    None => BlsKeySource::File(KeyFile { path: self.place(path)? }),
                }
            }
            BlsKeySource::FileWithPassword(file) => file.path = self.place(&file.path)?,
            BlsKeySource::Plain(_) => {}
        }
        Ok(())
    }

    fn open(&self, path: &str, password: &Zeroizing<String>) -> Result<KeyFileWithPassword, KeyPathError> {
        Ok(KeyFileWithPassword { path: self.place(path)?, password: password.clone() })
    }
}

/// `eth/00000_0x….json`: the end of a path that names a file of a batch.
fn part_of_batch(path: &str) -> Option<&str> {
    let (directory, _) = path.rsplit_once('/')?;
    let (above, kind) = directory.rsplit_once('/')?;
    ["eth", "bls", "publisher"].contains(&kind).then(|| &path[above.len() + 1..])
}

/// A directory that key files cannot be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HostError {
    /// It depends on where the node is started.
    #[error("the directory on the host is not an absolute path; begin it with /")]
    NotAbsolute,
    /// A line feed, a tab or the like.
    #[error("the directory on the host has a control character in its name; check what was typed or pasted")]
    ControlCharacter,
}

/// An absolute path that cannot be moved to another host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "is the absolute path of a file that is not in a directory eth, bls or publisher, so it cannot be moved below the \
     directory on the host; make it relative"
)]
pub struct KeyPathError;

/// Which path cannot be moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place} {source}")]
pub struct PlaceError {
    /// Which key.
    pub place: Place,
    /// What is wrong with its path.
    pub source: KeyPathError,
}

impl NodeKeystore {
    /// The same node keystore with the paths as they are on a host, and the passwords where the host has them.
    ///
    /// # Errors
    /// [`PlaceError`] names the first path that cannot be moved.
    pub fn place_on(mut self, host: &Host) -> Result<Self, PlaceError> {
        let at = |place| move |source| PlaceError { place, source };
        for (entry, validator) in self.validators.iter_mut().enumerate() {
            host.place_eth(&mut validator.attester).map_err(at(Place::entry(entry, "attester.eth")))?;
            host.place_bls(&mut validator.bls).map_err(at(Place::entry(entry, "attester.bls")))?;
            for publisher in &mut validator.publishers {
                host.place_eth(publisher).map_err(at(Place::entry(entry, "publisher")))?;
            }
        }
        if let Some(account) = &mut self.funding_account {
            host.place_eth(account).map_err(at(Place::top("fundingAccount")))?;
        }
        Ok(self)
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

//! The host on which the node runs.

use zeroize::Zeroizing;

use crate::{BlsKeySource, EthKeySource, KeyFile, KeyFileWithPassword};

/// Where the key files are on a host, and what opens them.
///
/// ```
/// use aztec_node_keystore::{Host, NodeKeystore};
/// use zeroize::Zeroizing;
///
/// let text = r#"{"schemaVersion": 1, "validators": [{
///     "attester": {"eth": {"path": "eth/0.json"}, "bls": {"path": "bls/0.json"}},
///     "feeRecipient": "0x0000000000000000000000000000000000000000000000000000000000000000"
/// }]}"#;
/// let (eth, bls) = (Zeroizing::new("one phrase".to_owned()), Zeroizing::new("another".to_owned()));
/// let host = Host::new("/var/lib/keys")?.with_passwords(eth, bls);
/// let json = NodeKeystore::read(text)?.for_host(&host)?.to_json();
/// assert!(json.contains(r#""path": "/var/lib/keys/bls/0.json""#));
/// assert!(json.contains(r#""password": "another""#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
    pub fn path_of(&self, path: &str) -> Result<String, KeyPathError> {
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

    pub(crate) fn move_eth(&self, source: &mut EthKeySource) -> Result<(), KeyPathError> {
        match source {
            EthKeySource::File(KeyFile { path }) => {
                *source = match &self.eth_password {
                    Some(password) => EthKeySource::FileWithPassword(self.open(path, password)?),
                    None => EthKeySource::File(KeyFile { path: self.path_of(path)? }),
                }
            }
            EthKeySource::FileWithPassword(file) => file.path = self.path_of(&file.path)?,
            EthKeySource::Plain(_) | EthKeySource::Address(_) | EthKeySource::Remote(_) => {}
        }
        Ok(())
    }

    pub(crate) fn move_bls(&self, source: &mut BlsKeySource) -> Result<(), KeyPathError> {
        match source {
            BlsKeySource::File(KeyFile { path }) => {
                *source = match &self.bls_password {
                    Some(password) => BlsKeySource::FileWithPassword(self.open(path, password)?),
                    None => BlsKeySource::File(KeyFile { path: self.path_of(path)? }),
                }
            }
            BlsKeySource::FileWithPassword(file) => file.path = self.path_of(&file.path)?,
            BlsKeySource::Plain(_) => {}
        }
        Ok(())
    }

    fn open(&self, path: &str, password: &Zeroizing<String>) -> Result<KeyFileWithPassword, KeyPathError> {
        Ok(KeyFileWithPassword { path: self.path_of(path)?, password: password.clone() })
    }
}

/// `eth/00000_0x….json`: the end of a path that names a file of a batch.
fn part_of_batch(path: &str) -> Option<&str> {
    let (directory, _) = path.rsplit_once('/')?;
    let (above, kind) = directory.rsplit_once('/')?;
    ["eth", "bls", "publisher", "funding"].contains(&kind).then(|| &path[above.len() + 1..])
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
    "is the absolute path of a file that is not in a directory eth, bls, publisher or funding, so it cannot be moved below the \
     directory on the host; make it relative"
)]
pub struct KeyPathError;

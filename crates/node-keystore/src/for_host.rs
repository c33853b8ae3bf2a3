//! A node keystore for one host.

use crate::{FieldPath, Host, KeyPathError, NodeKeystore};

/// Why a node keystore cannot be moved to a host: the path of one of its keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path} {source}")]
pub struct ForHostError {
    /// Which key.
    pub path: FieldPath,
    /// What is wrong with its path.
    pub source: KeyPathError,
}

impl NodeKeystore {
    /// The same node keystore with the paths as they are on a host, and the passwords where the host has them.
    ///
    /// # Errors
    /// [`ForHostError`] names the first path that cannot be moved.
    pub fn for_host(mut self, host: &Host) -> Result<Self, ForHostError> {
        let at = |path| move |source| ForHostError { path, source };
        for (entry, validator) in self.validators.iter_mut().enumerate() {
            host.move_eth(&mut validator.attester).map_err(at(FieldPath::entry(entry, "attester.eth")))?;
            if let Some(bls) = &mut validator.bls {
                host.move_bls(bls).map_err(at(FieldPath::entry(entry, "attester.bls")))?;
            }
            for publisher in &mut validator.publishers {
                host.move_eth(publisher).map_err(at(FieldPath::entry(entry, "publisher")))?;
            }
        }
        if let Some(account) = &mut self.funding_account {
            host.move_eth(account).map_err(at(FieldPath::top("fundingAccount")))?;
        }
        Ok(self)
    }
}

//! Publishers and a funding account that take the place of those in a node keystore.

use std::collections::HashMap;

use aztec_staking_registry::NonZeroAddress;

use crate::{EthKeySource, HostPublishers, NodeKeystore, RemoteAccount, RemoteSigner};

/// Accounts that take the place of those in a node keystore.
///
/// ```
/// use aztec_node_keystore::{
///     EthKeySource, NewAccounts, NewPublishers, NodeKeystore, RemoteSigner, SignerUrl,
/// };
///
/// let text = r#"{"schemaVersion": 1, "validators": [{
///     "attester": {"eth": {"path": "eth/0.json"}, "bls": {"path": "bls/0.json"}},
///     "feeRecipient": "0x0000000000000000000000000000000000000000000000000000000000000000"
/// }]}"#;
/// // An account of which only the address is known: somebody else has to sign for it.
/// let publisher = EthKeySource::read(r#""0x70997970C51812dc3A010C7d01b50e0d17dc79C8""#)?;
/// let url = SignerUrl::parse("https://signer.example")?;
/// let signer = RemoteSigner { url, cert_path: None, cert_pass: None };
/// let publishers = NewPublishers::Given(vec![publisher]);
/// let mut accounts = NewAccounts { publishers, funding: None };
/// let unsigned = |address| format!("nobody signs for {address}");
/// accounts.sign_remotely(Some(&signer), false).map_err(unsigned)?;
/// let files = accounts.with_each(NodeKeystore::read(text)?, |_| None)?;
/// assert!(files[0].1.to_json().contains(r#""remoteSignerUrl": "https://signer.example""#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct NewAccounts {
    /// Who publishes.
    pub publishers: NewPublishers,
    /// Who pays for the publishers; none keeps the account that there is.
    pub funding: Option<EthKeySource>,
}

/// Who publishes for the validators of a node keystore from now on.
#[derive(Debug)]
pub enum NewPublishers {
    /// The publishers that the file has.
    Kept,
    /// These, for all validators.
    Given(Vec<EthKeySource>),
    /// Those of each host: one file a host.
    Hosts(Vec<HostPublishers>),
}

/// A node keystore, and the host that it is for where there are several.
pub type OfHost = (Option<String>, NodeKeystore);

impl NewAccounts {
    /// Accounts of which only the address is known are signed for by a remote signer: by `each`, which is then named in
    /// every account, or by that at the top of the file, where it has one.
    ///
    /// # Errors
    ///
    /// The address of an account that nobody would sign for.
    pub fn sign_remotely(&mut self, each: Option<&RemoteSigner>, at_top: bool) -> Result<(), NonZeroAddress> {
        for account in self.publishers.all_mut().chain(&mut self.funding) {
            let EthKeySource::Address(address) = *account else { continue };
            match each {
                Some(signer) => *account = EthKeySource::Remote(RemoteAccount { address, signer: signer.clone() }),
                None if at_top => {}
                None => return Err(address),
            }
        }
        Ok(())
    }

    /// The node keystore without the accounts that are replaced, so that nothing asks where their keys are.
    #[must_use]
    pub fn without_replaced(&self, mut keystore: NodeKeystore) -> NodeKeystore {
        if !matches!(self.publishers, NewPublishers::Kept) {
            keystore.validators.iter_mut().for_each(|validator| validator.publishers.clear());
        }
        if self.funding.is_some() {
            keystore.funding_account = None;
        }
        keystore
    }

    /// The node keystore with these accounts: one, or one for each host. `address_of` tells publishers apart.
    ///
    /// # Errors
    ///
    /// [`SharedPublisher`].
    pub fn with_each(
        self,
        mut keystore: NodeKeystore,
        address_of: impl Fn(&EthKeySource) -> Option<NonZeroAddress>,
    ) -> Result<Vec<OfHost>, SharedPublisher> {
        if self.funding.is_some() {
            keystore.funding_account = self.funding;
        }
        let with = |mut keystore: NodeKeystore, publishers: &[EthKeySource]| {
            for validator in &mut keystore.validators {
                validator.publishers = publishers.to_vec();
            }
            keystore
        };
        match self.publishers {
            NewPublishers::Kept => Ok(vec![(None, keystore)]),
            NewPublishers::Given(publishers) => {
                refuse_shared(publishers.iter().map(|publisher| (None, publisher)), address_of)?;
                Ok(vec![(None, with(keystore, &publishers))])
            }
            NewPublishers::Hosts(hosts) => {
                let named = |host: &'_ HostPublishers| Some(host.host.clone());
                let all = hosts.iter().flat_map(|host| host.publishers.iter().map(move |one| (named(host), one)));
                refuse_shared(all, address_of)?;
                let each = hosts.into_iter();
                Ok(each.map(|host| (Some(host.host), with(keystore.clone(), &host.publishers))).collect())
            }
        }
    }
}

impl NewPublishers {
    fn all_mut(&mut self) -> Box<dyn Iterator<Item = &mut EthKeySource> + '_> {
        match self {
            Self::Kept => Box::new(std::iter::empty()),
            Self::Given(given) => Box::new(given.iter_mut()),
            Self::Hosts(hosts) => Box::new(hosts.iter_mut().flat_map(|host| &mut host.publishers)),
        }
    }
}

/// No account publishes twice.
fn refuse_shared<'a>(
    all: impl Iterator<Item = (Option<String>, &'a EthKeySource)>,
    address_of: impl Fn(&EthKeySource) -> Option<NonZeroAddress>,
) -> Result<(), SharedPublisher> {
    let mut seen = HashMap::new();
    for (host, publisher) in all {
        let Some(address) = address_of(publisher) else { continue };
        if let Some(first) = seen.insert(address, host.clone()) {
            return Err(SharedPublisher { address, first, second: host });
        }
    }
    Ok(())
}

/// An account that would publish twice: two nodes that count the transactions of one account get in each other's way.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the publisher {address} is there more than once; give each its own, remove one")]
pub struct SharedPublisher {
    /// The account.
    pub address: NonZeroAddress,
    /// The host that it is of; none where there is one list.
    pub first: Option<String>,
    /// The host that it is of as well.
    pub second: Option<String>,
}

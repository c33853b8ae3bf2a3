//! Publishers and a funding account that take the place of those in the source.

use std::path::Path;

use aztec_node_keystore::{EthKeySource, HostPublishers, NodeKeystore, RemoteAccount, RemoteSigner};

use super::{NodeKeystoreCommandError, address_of};
use crate::cli::RenderArgs;
use aztec_operator::input::{StdinOnce, read_accounts, read_secret_list, read_single_account};

/// The accounts that options name.
pub(super) struct Accounts {
    publishers: Publishers,
    funding: Option<EthKeySource>,
}

enum Publishers {
    /// Those of the source.
    Kept,
    /// These, for all validators.
    Given(Vec<EthKeySource>),
    /// One file a host, each with its own.
    Hosts(Vec<HostPublishers>),
}

impl Accounts {
    /// Reads them. `signer` is the remote signer that an option names.
    pub(super) fn read(
        args: &RenderArgs,
        keystore: &NodeKeystore,
        signer: Option<&RemoteSigner>,
        stdin: &mut StdinOnce,
    ) -> Result<Self, NodeKeystoreCommandError> {
        let mut publishers = if let Some(path) = &args.hosts {
            let text = read_secret_list("--hosts", path, stdin)?;
            let hosts = HostPublishers::read_all(&text)
                .map_err(|source| NodeKeystoreCommandError::Hosts { path: path.clone(), source })?;
            Publishers::Hosts(hosts)
        } else if let Some(path) = &args.publisher_file {
            Publishers::Given(read_accounts("--publisher-file", path, stdin)?)
        } else if !args.publisher.is_empty() {
            Publishers::Given(args.publisher.iter().copied().map(EthKeySource::Address).collect())
        } else {
            Publishers::Kept
        };
        let mut funding = match (&args.funding_account_file, args.funding_account) {
            (Some(path), _) => Some(read_single_account("--funding-account-file", path, stdin)?),
            (None, address) => address.map(EthKeySource::Address),
        };
        let each = signer.filter(|_| args.signer_in_each_account);
        let at_top = signer.is_some() || keystore.remote_signer.is_some();
        for account in publishers.all_mut().chain(&mut funding) {
            let EthKeySource::Address(address) = *account else { continue };
            match each {
                Some(signer) => *account = EthKeySource::Remote(RemoteAccount { address, signer: signer.clone() }),
                None if at_top => {}
                None => return Err(NodeKeystoreCommandError::NoSigner { address }),
            }
        }
        Ok(Self { publishers, funding })
    }

    /// The source without the accounts that are replaced, so that nothing asks where their keys are.
    pub(super) fn without_replaced(&self, mut keystore: NodeKeystore) -> NodeKeystore {
        if !matches!(self.publishers, Publishers::Kept) {
            keystore.validators.iter_mut().for_each(|validator| validator.publishers.clear());
        }
        if self.funding.is_some() {
            keystore.funding_account = None;
        }
        keystore
    }

    /// The node keystore with the accounts: one, or one for each host with the name of the host.
    pub(super) fn with_each(
        self,
        mut keystore: NodeKeystore,
        source: &Path,
    ) -> Result<Vec<(Option<String>, NodeKeystore)>, NodeKeystoreCommandError> {
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
            Publishers::Kept => Ok(vec![(None, keystore)]),
            Publishers::Given(publishers) => {
                refuse_shared(&[("--publisher-file", &publishers)], source)?;
                Ok(vec![(None, with(keystore, &publishers))])
            }
            Publishers::Hosts(hosts) => {
                let named: Vec<_> = hosts.iter().map(|host| (host.host.as_str(), &host.publishers)).collect();
                refuse_shared(&named, source)?;
                let each = hosts.into_iter();
                Ok(each.map(|host| (Some(host.host), with(keystore.clone(), &host.publishers))).collect())
            }
        }
    }
}

impl Publishers {
    fn all_mut(&mut self) -> Box<dyn Iterator<Item = &mut EthKeySource> + '_> {
        match self {
            Self::Kept => Box::new(std::iter::empty()),
            Self::Given(given) => Box::new(given.iter_mut()),
            Self::Hosts(hosts) => Box::new(hosts.iter_mut().flat_map(|host| &mut host.publishers)),
        }
    }
}

/// No account publishes twice: two nodes that count the transactions of one account get in each other's way.
fn refuse_shared(all: &[(&str, &Vec<EthKeySource>)], source: &Path) -> Result<(), NodeKeystoreCommandError> {
    let mut seen = std::collections::HashMap::new();
    for (place, publishers) in all {
        for publisher in *publishers {
            let Some(address) = address_of(publisher, source) else { continue };
            if let Some(first) = seen.insert(address, *place) {
                let (first, second) = (first.to_owned(), (*place).to_owned());
                return Err(NodeKeystoreCommandError::SharedPublisher { address, first, second });
            }
        }
    }
    Ok(())
}

//! Publishers and a funding account that options name.

use aztec_node_keystore::{
    EthKeySource, HostPublishers, NewAccounts, NewPublishers, NodeKeystore, RemoteSigner, SharedPublisher,
};

use super::NodeKeystoreCommandError;
use crate::cli::RenderArgs;
use aztec_operator::input::{StdinOnce, read_accounts, read_secret_list, read_single_account};

/// Reads the accounts that options name. `signer` is the remote signer that an option names.
pub(super) fn read(
    args: &RenderArgs,
    keystore: &NodeKeystore,
    signer: Option<&RemoteSigner>,
    stdin: &mut StdinOnce,
) -> Result<NewAccounts, NodeKeystoreCommandError> {
    let publishers = if let Some(path) = &args.hosts {
        let text = read_secret_list("--hosts", path, stdin)?;
        let hosts = HostPublishers::read_all(&text)
            .map_err(|source| NodeKeystoreCommandError::Hosts { path: path.clone(), source })?;
        NewPublishers::Hosts(hosts)
    } else if let Some(path) = &args.publisher_file {
        NewPublishers::Given(read_accounts("--publisher-file", path, stdin)?)
    } else if !args.publisher.is_empty() {
        NewPublishers::Given(args.publisher.iter().copied().map(EthKeySource::Address).collect())
    } else {
        NewPublishers::Kept
    };
    let funding = match (&args.funding_account_file, args.funding_account) {
        (Some(path), _) => Some(read_single_account("--funding-account-file", path, stdin)?),
        (None, address) => address.map(EthKeySource::Address),
    };
    let mut accounts = NewAccounts { publishers, funding };
    let each = signer.filter(|_| args.signer_in_each_account);
    let at_top = signer.is_some() || keystore.remote_signer.is_some();
    accounts.sign_remotely(each, at_top).map_err(|address| NodeKeystoreCommandError::NoSigner { address })?;
    Ok(accounts)
}

/// An account that publishes twice, by the options or the hosts that name it.
pub(super) fn shared(SharedPublisher { address, first, second }: SharedPublisher) -> NodeKeystoreCommandError {
    let named = |host: Option<String>| host.unwrap_or_else(|| "--publisher-file".to_owned());
    NodeKeystoreCommandError::SharedPublisher { address, first: named(first), second: named(second) }
}

//! What a command works with: the command line, then the file of `--config`, then the environment.

mod file;
mod watch;

use std::{env, time::Duration};

use alloy_primitives::Address;
use aztec_provider::{
    BlockTag,
    rpc::{Endpoint, Settings},
};
use aztec_staking_registry::{Network, ProviderId};

use crate::{
    cli::{ConnectionArgs, NetworkName, Tag, UrlText},
    failure::Failure,
};
use file::{File, OneOrMore};

pub(crate) use watch::{Service, Watch};

/// Where to read, and about whom.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) endpoints: Vec<Endpoint>,
    pub(crate) rpc: Settings,
    pub(crate) tag: BlockTag,
    pub(crate) registry: Address,
    pub(crate) provider: ProviderId,
}

impl Target {
    /// Puts together what the command line leaves open.
    fn new(args: &ConnectionArgs, file: &File, provider: ProviderId) -> Result<Self, Failure> {
        let (chain_id, registry) = match (args.network, args.registry.zip(args.chain_id)) {
            (Some(network), _) => known(network),
            (None, Some((registry, chain_id))) => (chain_id, registry),
            (None, None) => {
                let registry = file.registry().map_err(|reason| config(args, reason))?;
                registry.ok_or(Failure::NoRegistry)?
            }
        };
        let mut rpc = Settings::new(chain_id);
        rpc.max_age = args.max_age.or(file.max_age).map_or(rpc.max_age, Duration::from_secs);
        rpc.timeout = args.timeout.or(file.timeout).map_or(rpc.timeout, Duration::from_secs);
        rpc.retries = args.retries.or(file.retries).unwrap_or(rpc.retries);
        let tag = match args.block.or(file.block).unwrap_or(Tag::Finalized) {
            Tag::Finalized => BlockTag::Finalized,
            Tag::Safe => BlockTag::Safe,
            Tag::Latest => BlockTag::Latest,
        };
        Ok(Self { endpoints: endpoints(args, file.rpc_url.as_ref())?, rpc, tag, registry, provider })
    }
}

fn config(args: &ConnectionArgs, reason: String) -> Failure {
    Failure::Config { path: args.config.clone().unwrap_or_default(), reason }
}

fn known(network: NetworkName) -> (u64, Address) {
    let network = match network {
        NetworkName::Mainnet => Network::Mainnet,
        NetworkName::Testnet => Network::Testnet,
    };
    (network.chain_id().get(), network.registry().get())
}

fn endpoints(args: &ConnectionArgs, file: Option<&OneOrMore<UrlText>>) -> Result<Vec<Endpoint>, Failure> {
    let urls = match file {
        _ if !args.rpc_url.is_empty() => args.rpc_url.clone(),
        Some(urls) => urls.to_vec(),
        None => {
            let variable = env::var("ETH_RPC_URL").unwrap_or_default();
            variable.split_whitespace().map(|url| UrlText(url.to_owned())).collect()
        }
    };
    if urls.is_empty() {
        return Err(Failure::NoUrl);
    }
    let parse = |(number, url): (usize, &UrlText)| {
        Endpoint::parse(&url.0).map_err(|source| Failure::Url { number: number + 1, source })
    };
    urls.iter().enumerate().map(parse).collect()
}

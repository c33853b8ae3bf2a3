//! What a command works with: the command line, then the file of `--config`, then the environment.

use std::{env, fs, path::Path, time::Duration};

use alloy_primitives::Address;
use aztec_provider::{
    BlockTag, Network,
    rpc::{Endpoint, Settings},
};
use aztec_staking_registry::{ProviderId, parse_address};
use serde::Deserialize;

use crate::{
    cli::{ConnectionArgs, NetworkName, Tag, UrlText},
    failure::Failure,
};

/// Where to read, and about whom.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) endpoints: Vec<Endpoint>,
    pub(crate) rpc: Settings,
    pub(crate) tag: BlockTag,
    pub(crate) registry: Address,
    pub(crate) provider: ProviderId,
}

/// The file. Its members have the names of the options.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct File {
    rpc_url: Option<OneOrMore>,
    network: Option<NetworkName>,
    registry: Option<String>,
    chain_id: Option<u64>,
    provider_id: Option<u64>,
    block: Option<Tag>,
    max_age: Option<u64>,
    timeout: Option<u64>,
    retries: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(UrlText),
    More(Vec<UrlText>),
}

impl Target {
    /// Puts together what the command line leaves open.
    pub(crate) fn new(args: &ConnectionArgs) -> Result<Self, Failure> {
        let file = args.config.as_deref().map(File::read).transpose()?.unwrap_or_default();
        let config = |reason: String| Failure::Config { path: args.config.clone().unwrap_or_default(), reason };
        let (chain_id, registry) = match (args.network, args.registry.zip(args.chain_id)) {
            (Some(network), _) => known(network),
            (None, Some((registry, chain_id))) => (chain_id, registry),
            (None, None) => file.registry().map_err(config)?.ok_or(Failure::NoRegistry)?,
        };
        let provider = match (args.provider_id, file.provider_id) {
            (Some(id), _) => id,
            (None, Some(id)) => ProviderId::new(id).map_err(|error| config(format!("provider-id: {error}")))?,
            (None, None) => return Err(Failure::NoProvider),
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
        Ok(Self { endpoints: endpoints(args, file.rpc_url)?, rpc, tag, registry, provider })
    }
}

fn known(network: NetworkName) -> (u64, Address) {
    let network = match network {
        NetworkName::Mainnet => Network::Mainnet,
        NetworkName::Testnet => Network::Testnet,
    };
    (network.chain_id(), network.staking_registry())
}

fn endpoints(args: &ConnectionArgs, file: Option<OneOrMore>) -> Result<Vec<Endpoint>, Failure> {
    let urls = match file {
        _ if !args.rpc_url.is_empty() => args.rpc_url.clone(),
        Some(OneOrMore::One(url)) => vec![url],
        Some(OneOrMore::More(urls)) => urls,
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

impl File {
    fn read(path: &Path) -> Result<Self, Failure> {
        let failed = |reason| Failure::Config { path: path.to_owned(), reason };
        let text = fs::read_to_string(path)
            .map_err(|error| failed(format!("cannot be read ({error}); check the path and its permissions")))?;
        // The parser's message shows the line, which may hold a URL with a key; its position is enough.
        toml::from_str(&text).map_err(|error: toml::de::Error| {
            let line = error.span().map(|span| text[..span.start].matches('\n').count() + 1);
            let place = line.map_or_else(String::new, |line| format!("line {line}: "));
            failed(format!("{place}not a setting of this program, or not in its form; see docs/keywatch/README.md"))
        })
    }

    fn registry(&self) -> Result<Option<(u64, Address)>, String> {
        match (self.network, &self.registry, self.chain_id) {
            (Some(network), None, None) => Ok(Some(known(network))),
            (None, Some(registry), Some(chain_id)) => {
                let (registry, _) = parse_address(registry).map_err(|error| format!("registry: {error}"))?;
                Ok(Some((chain_id, registry)))
            }
            (None, None, None) => Ok(None),
            _ => Err("give network, or registry with chain-id".to_owned()),
        }
    }
}

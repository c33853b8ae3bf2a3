//! From settings to a provider on chain.

use aztec_provider::{Chain, Deployment, Provider, rpc::Rpc};

use crate::{cli::ConnectionArgs, failure::Failure, output, settings::Target};

/// The chain at one block, the contracts, and the provider.
pub(crate) struct Connection {
    pub(crate) chain: Chain,
    pub(crate) deployment: Deployment,
    pub(crate) provider: Provider,
    verbose: bool,
}

impl Connection {
    pub(crate) fn open(target: &Target, args: &ConnectionArgs) -> Result<Self, Failure> {
        let target = target.clone();
        let nodes: Vec<_> = target.endpoints.iter().map(ToString::to_string).collect();
        let mut chain = Chain::open(Rpc::new(target.endpoints, target.rpc), target.tag)?;
        let deployment = Deployment::read(&mut chain, target.registry)?;
        let provider = Provider::read(&mut chain, &deployment, target.provider)?;
        if args.verbose {
            let block = chain.block();
            output::note(&format!("nodes {}, chain {}", nodes.join(", "), chain.chain_id()));
            output::note(&format!("block {} ({}), {} s old", block.number, block.hash, age(block.timestamp)));
            let rollup = deployment.canonical();
            output::note(&format!("registry {}, GSE {}", deployment.registry, deployment.gse));
            output::note(&format!("rollup {} (version {})", rollup.address, rollup.version));
        }
        Ok(Self { chain, deployment, provider, verbose: args.verbose })
    }

    /// Says how many requests it took.
    pub(crate) fn close(&self) {
        if self.verbose {
            output::note(&format!("{} requests", self.chain.round_trips()));
        }
    }
}

/// How many seconds ago something was.
pub(crate) fn age(timestamp: u64) -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_secs();
    now.saturating_sub(timestamp)
}

/// A time in seconds since 1970, as people write it: `2026-11-26 01:00`, in UTC.
pub(crate) fn date(timestamp: u64) -> String {
    let time = i64::try_from(timestamp).ok().and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    time.map_or_else(|| timestamp.to_string(), |time| time.strftime("%Y-%m-%d %H:%M").to_string())
}

//! Why a command stops before it has a verdict. Always status 3.

use std::{io, path::PathBuf};

use aztec_provider::{
    ChainError, DeploymentError, ProviderStateError,
    audit::KnownError,
    delegations::HistoryError,
    rpc::{AdminError, EndpointError, WebhookError},
};
use durable_files::StagingError;

/// Why a command stops.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// No node.
    #[error("no node to ask: give --rpc-url, or set ETH_RPC_URL, or put rpc-url into the file of --config")]
    NoUrl,
    /// A URL that is none. It is not repeated: it may hold a key.
    #[error("URL {number} of the nodes is {source}")]
    Url { number: usize, source: EndpointError },
    /// Neither a network nor a registry.
    #[error("which registry? give --network mainnet or testnet, or --registry with --chain-id")]
    NoRegistry,
    /// No provider.
    #[error("which provider? give --provider-id; it is in the ProviderRegistered event of the registration")]
    NoProvider,
    /// Several providers, where one is meant.
    #[error("the file of --config has several providers: give --provider-id")]
    WhichProvider,
    /// Something is to be done with files, and there is none.
    #[error("{option} has no file to work on: give --node-keystore")]
    NoNodeKeystore { option: &'static str },
    /// The configuration file.
    #[error("--config {}: {reason}", path.display())]
    Config { path: PathBuf, reason: String },
    /// The chain.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// The contracts.
    #[error(transparent)]
    Deployment(#[from] DeploymentError),
    /// The provider.
    #[error(transparent)]
    Provider(#[from] ProviderStateError),
    /// Manifests.
    #[error("--known {0}")]
    Known(KnownError),
    /// Tuples about to be added.
    #[error("--before {}: {reason}", path.display())]
    Before { path: PathBuf, reason: String },
    /// The past.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// The file of --cursor.
    #[error("--cursor {}: {reason}", path.display())]
    Cursor { path: PathBuf, reason: String },
    /// Where the past begins.
    #[error(
        "when the registry was deployed is not known: {source}; or give --from-block with a block before the registration"
    )]
    Start { source: ChainError },
    /// A node keystore.
    #[error("--node-keystore {}: {reason}", path.display())]
    NodeKeystore { path: PathBuf, reason: String },
    /// Active validators that no file has.
    #[error(
        "no file has {attesters}, active validators of this provider, so nothing was written: name the other files of \
         --node-keystore as well, or give --partial when other hosts have them"
    )]
    NotInFiles { attesters: String },
    /// Manifests that list no key of the queue.
    #[error(
        "--known {}: no manifest in it lists any key of this provider's queue, so they are of another mnemonic or provider; \
         name the directory with this provider's batches", path.display()
    )]
    OtherManifests { path: PathBuf },
    /// The key of the node's admin interface.
    #[error("--api-key-file {}: {reason}", path.display())]
    ApiKey { path: PathBuf, reason: String },
    /// The URL of the node's admin interface.
    #[error("--reload: {source}")]
    ReloadUrl { source: EndpointError },
    /// The node was not told. What was to be written is in place.
    #[error("the files are in place, but {source}")]
    Reload { source: AdminError },
    /// The address of the page.
    #[error("--listen {address}: {reason}; choose another address")]
    Listen { address: String, reason: String },
    /// The file with webhooks.
    #[error("--webhook-file {}: {reason}", path.display())]
    Webhooks { path: PathBuf, reason: String },
    /// A webhook that refuses the first message.
    #[error("{source}; correct its line in --webhook-file, or take it out")]
    Webhook { source: WebhookError },
    /// Signals.
    #[error("signals cannot be handled ({source}); start the program in another way")]
    Signals { source: ctrlc::Error },
    /// The directory for calls.
    #[error("--out {source}; name a directory that does not exist yet, where you may write")]
    Calls { source: StagingError },
    /// More batches than standard output takes.
    #[error("the calls need {batches} transactions of a Safe: give --out with a directory for as many files")]
    ManyBatches { batches: usize },
    /// Man pages.
    #[error("the man pages are not written: {source}; name a directory that does not exist yet, where you may write")]
    Pages { source: StagingError },
    /// Standard output.
    #[error("the result could not be printed ({source}); {remedy}")]
    Lost { remedy: &'static str, source: io::Error },
}

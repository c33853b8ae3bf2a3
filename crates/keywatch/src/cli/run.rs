//! The command line of `keywatch run`.

use std::path::PathBuf;

use clap::Args;

use super::{ConnectionArgs, ExpectedArgs, NodeArgs, PastArgs};

/// Watch all the time: check and audit on an interval, with metrics, a health check, a status page, and messages when something
/// changes.
///
/// Runs until it is stopped. A chain that cannot be read for a while ends nothing: it shows in the metrics, and is
/// told. With --json every message is printed as an object on a line of its own.
#[derive(Debug, Args)]
pub(crate) struct RunArgs {
    /// Seconds from one round to the next [default: 300]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub(crate) interval: Option<u64>,

    /// Hours after which people are reminded of what is still wrong [default: 24]
    #[arg(long, value_name = "HOURS", value_parser = clap::value_parser!(u64).range(1..=8_760))]
    pub(crate) remind: Option<u64>,

    /// Where the page (/), the metrics (/metrics) and the health check (/healthz) are served [default: 127.0.0.1:9464]
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) listen: Option<String>,

    /// File with the URLs of webhooks, one a line, that get a message when something changes
    #[arg(long, value_name = "FILE")]
    pub(crate) webhook_file: Option<PathBuf>,

    /// Node keystore to look into, or a directory with one file a host: a validator that is active with another coinbase than
    /// its Split is told
    #[arg(long, visible_alias = "keystore", value_name = "FILE", num_args = 1..)]
    pub(crate) node_keystore: Vec<PathBuf>,

    /// Write coinbases into the node's files, as keywatch coinbase does
    #[arg(long)]
    pub(crate) set_coinbase: bool,

    #[command(flatten)]
    pub(crate) node: NodeArgs,

    #[command(flatten)]
    pub(crate) expected: ExpectedArgs,

    #[command(flatten)]
    pub(crate) past: PastArgs,

    #[command(flatten)]
    pub(crate) connection: ConnectionArgs,
}

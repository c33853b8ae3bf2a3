//! The command line of `keywatch run`.

use std::path::PathBuf;

use clap::Args;

use super::{ConnectionArgs, ExpectedArgs, PastArgs};

/// Watch all the time: check and audit on an interval, with metrics, a health check, a status page, and messages when something
/// changes.
///
/// Runs until it is stopped. A chain that cannot be read for a while ends nothing: it shows in the metrics, and is told.
#[derive(Debug, Args)]
pub(crate) struct RunArgs {
    /// Seconds from one round to the next
    #[arg(long, value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub(crate) interval: u64,

    /// Where the page (/), the metrics (/metrics) and the health check (/healthz) are served
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:9464")]
    pub(crate) listen: String,

    /// File with the URLs of webhooks, one a line, that get a message when something changes
    #[arg(long, value_name = "FILE")]
    pub(crate) webhook_file: Option<PathBuf>,

    /// Node keystore to look into: a validator that is active with another coinbase than its Split is told. Nothing is written
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(crate) node_keystore: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) expected: ExpectedArgs,

    #[command(flatten)]
    pub(crate) past: PastArgs,

    #[command(flatten)]
    pub(crate) connection: ConnectionArgs,
}

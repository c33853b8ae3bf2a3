//! The command line of `keywatch audit`.

use std::path::PathBuf;

use clap::Args;

use super::ConnectionArgs;

/// Foretell what becomes of every key in the queue, and say how to reach the bad ones.
///
/// Status 2 when a delegation would fail, or be refunded; 1 when a key may meet a rival in another provider's queue, or is in
/// none of your manifests.
#[derive(Debug, Args)]
pub(crate) struct AuditArgs {
    /// Foretell for these tuples as well, as if they were added to the queue now: staker output, calldata, or a Safe batch
    #[arg(long, value_name = "FILE")]
    pub(crate) before: Option<PathBuf>,

    /// Name every entry that no manifest in or below this directory lists
    #[arg(long, value_name = "DIR")]
    pub(crate) known: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) connection: ConnectionArgs,
}

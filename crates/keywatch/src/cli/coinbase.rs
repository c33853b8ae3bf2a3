//! The command line of `keywatch coinbase`.

use std::path::PathBuf;

use clap::Args;

use super::{ConnectionArgs, UrlText};

/// Find out which Split each validator's rewards belong to, and write it into the node's files.
///
/// Only the delegation whose own deposit succeeded sets a coinbase: a refunded deposit or a twin never does. Status 2
/// when a Split is not as it was agreed; its validator is left as it is. Status 1 when --dry-run would have changed a
/// file. An active validator that is in none of the files stops the run before anything is written, unless --partial is
/// given.
#[derive(Debug, Args)]
pub(crate) struct CoinbaseArgs {
    /// Node keystore to write into, or a directory with one file a host; several may be given. Without one, the list is printed
    /// and nothing is written
    #[arg(long, visible_alias = "keystore", value_name = "FILE", num_args = 1..)]
    pub(crate) node_keystore: Vec<PathBuf>,

    /// Say what would be written, and write nothing
    #[arg(long, conflicts_with = "reload")]
    pub(crate) dry_run: bool,

    /// The files are those of some hosts: an active validator that is in none of them is left to another run, in place of
    /// stopping this one
    #[arg(long)]
    pub(crate) partial: bool,

    #[command(flatten)]
    pub(crate) node: NodeArgs,

    #[command(flatten)]
    pub(crate) past: PastArgs,

    #[command(flatten)]
    pub(crate) connection: ConnectionArgs,
}

/// Which node is told of new coinbases.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct NodeArgs {
    /// Then tell the node to read its key directory again: the URL of its admin interface
    #[arg(long, value_name = "URL")]
    pub(crate) reload: Option<UrlText>,

    /// File with the key of the admin interface
    #[arg(long, value_name = "FILE", requires = "reload")]
    pub(crate) api_key_file: Option<PathBuf>,
}

/// How the past is read.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "The past")]
pub(crate) struct PastArgs {
    /// Keep what was read in this file, so that the next run goes on there
    #[arg(long, value_name = "FILE")]
    pub(crate) cursor: Option<PathBuf>,

    /// Read from this block on: one before the provider's registration [default: the registry's deployment, which only a
    /// node with old states can tell]
    #[arg(long, value_name = "N")]
    pub(crate) from_block: Option<u64>,
}

//! The command lines of `keywatch completions` and `keywatch man`.

use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;

/// Print the completions for a shell.
#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub(crate) shell: Shell,
}

/// Print the man page, or write one for each verb.
#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// Directory to create, with a page for each verb; must not exist [default: one page on standard output]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

//! The command line of `keygen doctor`.

use std::path::PathBuf;

use clap::Args;

/// Say whether this machine is fit for a ceremony, and what to do where it is not.
///
/// Network, swap, what others see of the program's memory, randomness, clock, the place for the output, the terminal, and what
/// keygen has denied itself. Nothing is changed and nothing is written. Run it where the ceremony will be, by the same user.
#[derive(Debug, Args)]
pub(crate) struct DoctorArgs {
    /// Directory in which the output will be
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) dir: PathBuf,

    /// Print the checks as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

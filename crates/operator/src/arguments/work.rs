//! How a long run works.

use clap::Args;

/// How a long run works.
#[derive(Clone, Copy, Debug, Args)]
pub struct WorkArgs {
    /// Threads, 1 to 256 [default: the number of cores, or fewer where memory is short]
    #[arg(long, value_name = "J", allow_negative_numbers = true, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,

    /// Show no progress
    #[arg(long, short)]
    pub quiet: bool,
}

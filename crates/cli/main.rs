//! `keygen`: BLS keys, proofs of possession and encrypted files for staking providers, made offline.
//!
//! `main` maps results to exit statuses and does nothing else.

mod cli;
mod commands;
mod earlier;
mod new_batch;

use std::process::ExitCode;

use aztec_operator::{hardening, interrupt, output};
use clap::Parser;

use cli::Cli;

/// scrypt takes a new buffer of 128 MiB for each key. The system's allocator gives it back to the system each time, and
/// the page faults of the next one cost a sixth more time, or a third, as systems differ; this one keeps it.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(answer) => return ExitCode::from(output::answer(&answer)),
    };
    hardening::harden();
    interrupt::install();
    match commands::run(cli.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output::error(&error.to_string());
            ExitCode::from(error.status())
        }
    }
}

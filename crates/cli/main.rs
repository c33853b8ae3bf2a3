//! `keygen`: BLS keys, proofs of possession and encrypted files for staking providers, made offline.
//!
//! `main` maps results to exit statuses and does nothing else.

mod batch_dir;
mod check;
mod cli;
mod commands;
mod exit_status;
mod failure;
mod hardening;
mod input;
mod interrupt;
mod jobs;
mod new_batch;
mod output;
mod output_dir;
mod output_file;
mod progress;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

/// scrypt takes a new buffer of 128 MiB for each key. The system's allocator gives it back to the system each time, and
/// the page faults of the next one cost a sixth more time, or a third, as systems differ; this one keeps it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    hardening::harden();
    interrupt::install();
    match commands::run(cli.command) {
        Ok(()) if output::arrived() => ExitCode::SUCCESS,
        Ok(()) => ExitCode::from(exit_status::SYSTEM_FAILED),
        Err(failure) => {
            output::error(&failure.to_string());
            ExitCode::from(failure.status())
        }
    }
}

//! `keygen`: BLS keys, proofs of possession and encrypted files for staking providers, made offline.
//!
//! `main` maps results to exit statuses and does nothing else.

mod cli;
mod commands;
mod earlier;
mod new_batch;

use std::{io::ErrorKind, process::ExitCode};

use aztec_operator::{
    exit_status::{BAD_INPUT, SYSTEM_FAILED},
    hardening, interrupt, output,
};
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
        Err(error) => return print(&error),
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

/// Prints the help that was asked for, or why the command line is refused.
fn print(answer: &clap::Error) -> ExitCode {
    match answer.print() {
        Err(error) if !answer.use_stderr() && error.kind() != ErrorKind::BrokenPipe => {
            output::error(&format!("the help could not be printed ({error}); {}", output::RUN_AGAIN));
            ExitCode::from(SYSTEM_FAILED)
        }
        _ => ExitCode::from(u8::try_from(answer.exit_code()).unwrap_or(BAD_INPUT)),
    }
}

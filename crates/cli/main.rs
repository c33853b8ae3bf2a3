//! `keygen`: BLS keys, proofs of possession and encrypted files for staking providers, made offline.
//!
//! `main` maps results to exit statuses and does nothing else.

mod cli;
mod commands;
mod earlier;
mod new_batch;

use std::process::ExitCode;

use aztec_ceremony_machine::{
    memory,
    sandbox::{self, Sandbox},
};
use aztec_operator::{exit_status::SYSTEM_FAILED, interrupt, output};
use clap::Parser;
use locked_heap::SplitAllocator;

use cli::Cli;

/// scrypt takes a new buffer of 128 MiB for each key. The system's allocator gives it back to the system each time, and
/// the page faults of the next one cost a sixth more time, or a third, as systems differ; this one keeps it.
#[cfg(feature = "mimalloc")]
use mimalloc::MiMalloc as Large;
#[cfg(not(feature = "mimalloc"))]
use std::alloc::System as Large;

/// Keys, passwords and texts are small: their memory is wiped when it is freed, and locked as far as the limit goes.
#[global_allocator]
static ALLOCATOR: SplitAllocator<Large> = SplitAllocator::new(Large);

fn main() -> ExitCode {
    if let Err(error) = memory::check_limit() {
        output::error(&error.to_string());
        return ExitCode::from(SYSTEM_FAILED);
    }
    // Before there is a thread, and before anything is read that somebody else wrote.
    let calls = sandbox::deny_calls();
    let cli = Cli::try_parse();
    let writing = sandbox::deny_writing(cli.as_ref().map(|cli| cli.command.written()).unwrap_or_default());
    let sandbox = Sandbox { calls, writing };
    let cli = match cli {
        Ok(cli) => cli,
        Err(answer) => return ExitCode::from(output::answer(&answer, &sandbox.to_string())),
    };
    let memory = memory::protect();
    interrupt::install();
    let done = commands::run(cli.command, &sandbox, &memory);
    interrupt::end();
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output::error(&error.to_string());
            ExitCode::from(error.status())
        }
    }
}

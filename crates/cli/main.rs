//! `keygen`: BLS keys, proofs of possession and encrypted files for staking providers, made offline. `main`
//! maps results to exit statuses and does nothing else.

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
use locked_heap::{KeptBlocks, SplitAllocator};

use cli::Cli;

/// Small blocks, in which keys and passwords are, are wiped when they are freed, and locked as far as the limit goes. scrypt's buffer of
/// 128 MiB is wiped as well, and kept: the page faults of a new one for each key cost up to a third more time.
#[global_allocator]
static ALLOCATOR: SplitAllocator<KeptBlocks> = SplitAllocator::new(KeptBlocks::new());

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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use std::{fs::File, hint::black_box, os::unix::fs::FileExt};

    /// Whatever freed it: this program's allocator has to be the one that wipes.
    #[test]
    fn what_is_freed_is_wiped() {
        const SIZE: usize = 512;
        let memory = File::open("/proc/self/mem").unwrap();
        let mut after = vec![0; SIZE];
        let secret = black_box(vec![0xa7_u8; SIZE]);
        let address = u64::try_from(secret.as_ptr().addr()).unwrap();
        drop(secret);
        memory.read_exact_at(&mut after, address).unwrap();
        // The allocator keeps its list of free blocks in them.
        assert!(after.iter().all(|byte| *byte != 0xa7), "{after:?}");
    }
}

//! `keygen doctor`: is this machine fit for a ceremony?

use std::thread::available_parallelism;

use aztec_ceremony_machine::{Examination, KdfMemory, Subject, Tree, Verdict, memory::SecretMemory, sandbox::Sandbox};
use aztec_encrypted_keystore::{ScryptCost, spare_memory};

use crate::cli::DoctorArgs;
use aztec_operator::{
    command_error::CommandError,
    exit_status::{CHECK_FAILED, ExitStatus},
    output::{self, RUN_AGAIN},
    screen_width::fitted,
};

pub(crate) fn run(args: &DoctorArgs, sandbox: &Sandbox, memory: &SecretMemory) -> Result<(), CommandError> {
    let per_thread = ScryptCost::DEFAULT.memory_bytes();
    let kdf = KdfMemory { per_thread, spare: spare_memory(), cores: available_parallelism().map_or(1, usize::from) };
    let examination = Examination::of(&Tree::of_machine(), Subject { directory: &args.dir, sandbox, memory, kdf });
    let report = if args.json { output::json(&examination) } else { fitted(&examination.table()) };
    if examination.fit {
        return Ok(output::result(&report, RUN_AGAIN)?);
    }
    output::findings(&report);
    Err(NotFit { bad: examination.count(Verdict::Bad) }.into())
}

/// Something is bad; it was printed.
#[derive(Debug, thiserror::Error)]
#[error("make no keys on this machine before {} mended", if *bad == 1 { "what is bad is".to_owned() } else { format!("the {bad} things that are bad are") })]
struct NotFit {
    bad: usize,
}

impl ExitStatus for NotFit {
    fn status(&self) -> u8 {
        CHECK_FAILED
    }
}

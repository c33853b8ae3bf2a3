//! Runs everything that handles secrets with secrets that valgrind takes for undefined memory (after ctgrind: Langley
//! 2010). Memcheck follows them through each instruction and reports a branch or an address that depends on one. A secret
//! that is added, multiplied or moved is not reported; nor is an instruction that takes its time, as division does.
//!
//! `ci.sh` beside this builds the program and runs it under valgrind. Each row says how many reports there were: none for
//! what is checked, at least one for the controls, which show that the check can fail. Besides, what comes out of each check
//! has to be secret itself, so that nothing is checked without one.

mod checks;
mod secrets;
mod valgrind;

use std::process::ExitCode;

use checks::{Expected, checks};

fn main() -> ExitCode {
    if !valgrind::is_running() {
        eprintln!("not under valgrind: run tests/constant_time/ci.sh");
        return ExitCode::from(2);
    }
    let mut failed = 0;
    for check in checks() {
        let before = valgrind::errors();
        let secret_came_through = (check.run)();
        let reports = valgrind::errors() - before;
        let (as_expected, secret) = match check.expected {
            Expected::None => (reports == 0, secret_came_through),
            Expected::AtMost(few) => (reports <= few, secret_came_through),
            // A branch carries a secret away, and what comes after it does not show it.
            Expected::Some => (reports > 0, true),
        };
        failed += usize::from(!(as_expected && secret));
        let verdict = if as_expected && secret { "ok" } else { "FAILED" };
        let nothing = if secret { "" } else { "  (and nothing secret came out of it)" };
        println!("{verdict:6} {reports:>7}  {}{nothing}", check.name);
    }
    ExitCode::from(u8::from(failed > 0))
}

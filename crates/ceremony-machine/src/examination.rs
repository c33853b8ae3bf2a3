//! Is this machine fit for a ceremony?

use std::{fmt::Write as _, path::Path};

use jiff::Timestamp;
use serde::Serialize;

use crate::{
    check::{Check, Verdict},
    checks::{self, KdfMemory, Terminal},
    memory::{Locked, SecretMemory},
    sandbox::Sandbox,
    tree::Tree,
};

/// What is known already when the machine is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// Where the output is to go.
    pub directory: &'a Path,
    /// What the program has denied itself.
    pub sandbox: &'a Sandbox,
    /// How its memory is kept to itself.
    pub memory: &'a SecretMemory,
    /// What the key derivation takes.
    pub kdf: KdfMemory,
}

/// All checks, in the order of the table.
///
/// ```
/// use std::path::Path;
///
/// use aztec_ceremony_machine::{
///     Examination, KdfMemory, Subject, Tree, Verdict,
///     memory::{Dumps, Locked, SecretMemory},
///     sandbox::{Layer, Sandbox},
/// };
///
/// // A program takes these from `sandbox::deny_calls`, `sandbox::deny_writing` and `memory::protect`.
/// let in_force = Layer::InForce { version: None };
/// let sandbox = Sandbox { calls: in_force.clone(), writing: in_force };
/// let dumps = Dumps { limit_is_zero: true, undumpable: true };
/// let memory = SecretMemory { dumps, locked: Locked::All };
/// // 100 MiB are left, and one derivation takes 128.
/// let kdf = KdfMemory { per_thread: 128 << 20, spare: Some(100 << 20), cores: 2 };
///
/// let directory = Path::new("keystores");
/// let subject = Subject { directory, sandbox: &sandbox, memory: &memory, kdf };
/// let examination = Examination::of(&Tree::of_machine(), subject);
/// assert!(!examination.fit);
/// let bad = examination.checks.iter().filter(|check| check.verdict == Verdict::Bad);
/// assert!(bad.into_iter().any(|check| check.name == "memory"));
/// println!("{}", examination.table());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Examination {
    /// Whether nothing is bad.
    pub fit: bool,
    /// One for each line.
    pub checks: Vec<Check>,
}

impl Examination {
    /// Looks at the machine. Nothing is changed, and nothing is sent.
    #[must_use]
    pub fn of(tree: &Tree, subject: Subject<'_>) -> Self {
        let Subject { directory, sandbox, memory, kdf } = subject;
        Self::new(vec![
            checks::network(tree),
            checks::swap(tree, matches!(memory.locked, Locked::All)),
            checks::locked(&memory.locked),
            checks::core_dumps(tree, memory.dumps),
            checks::debuggers(tree, memory.dumps),
            checks::layer("seccomp", "network, programs and other processes", &sandbox.calls),
            checks::layer("Landlock", "writing elsewhere", &sandbox.writing),
            checks::generator(tree),
            checks::clock(Timestamp::now()),
            checks::kdf_memory(kdf),
            checks::file_system(tree, directory),
            checks::permissions(directory),
            checks::terminal(&Terminal::of_process()),
            checks::user(),
            checks::machine(tree),
        ])
    }

    fn new(checks: Vec<Check>) -> Self {
        Self { fit: checks.iter().all(|check| check.verdict != Verdict::Bad), checks }
    }

    /// How many checks have this verdict.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        self.checks.iter().filter(|check| check.verdict == verdict).count()
    }

    /// The table, and a last line that sums it up.
    #[must_use]
    pub fn table(&self) -> String {
        let width = self.checks.iter().map(|check| check.name.len()).max().unwrap_or(0);
        let mut text = String::new();
        for Check { name, verdict, text: said } in &self.checks {
            let _ = writeln!(text, "{name:<width$}  {:<4}  {said}", verdict.word());
        }
        let (total, warnings) = (self.checks.len(), self.count(Verdict::Warn));
        let verdict = if self.fit { "fit for a ceremony" } else { "NOT FIT for a ceremony" };
        let _ =
            write!(text, "{verdict}: {} of {total} checks bad, {warnings} with a warning", self.count(Verdict::Bad));
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_bad_check_is_enough() {
        let warned = Examination::new(vec![Check::ok("network", "none is up"), Check::warn("swap", "careful")]);
        assert!(warned.fit);
        assert_eq!(
            warned.table(),
            "network  ok    none is up\nswap     warn  careful\nfit for a ceremony: 0 of 2 checks bad, 1 with a warning"
        );
        let bad = Examination::new(vec![Check::bad("network", "eth0: up"), Check::warn("swap", "careful")]);
        assert!(!bad.fit);
        assert!(
            bad.table().ends_with("\nNOT FIT for a ceremony: 1 of 2 checks bad, 1 with a warning"),
            "{}",
            bad.table()
        );
        let json = serde_json::to_value(&bad).unwrap();
        let expected = serde_json::json!({ "fit": false, "checks": [
            { "check": "network", "verdict": "bad", "text": "eth0: up" },
            { "check": "swap", "verdict": "warn", "text": "careful" },
        ] });
        assert_eq!(json, expected);
    }
}

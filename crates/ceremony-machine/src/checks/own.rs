//! What the program has achieved for itself: its sandbox, and its locked memory.

use crate::{check::Check, memory::Locked, sandbox::Layer};

pub(crate) fn layer(name: &'static str, denied: &str, layer: &Layer) -> Check {
    match layer {
        Layer::InForce { .. } => Check::ok(name, format!("{layer}; keygen has denied itself {denied}")),
        Layer::NotInForce { .. } => {
            Check::warn(name, format!("{layer}: only care keeps keygen from {denied}; use a newer kernel"))
        }
    }
}

const LOCKED: &str = "locked memory";

pub(crate) fn locked(locked: &Locked) -> Check {
    let remedy = "switch swap off, or start keygen after: ulimit -l unlimited";
    match locked {
        Locked::All => Check::ok(LOCKED, "none of keygen's memory goes to a disk"),
        Locked::Part { bytes, limit } => Check::warn(
            LOCKED,
            format!(
                "{} KiB for keys and passwords are, and stacks in what is left of the limit of {} KiB; the buffers of a key \
                 derivation are not; {remedy}",
                bytes / 1024,
                limit / 1024
            ),
        ),
        Locked::Nothing { reason } => Check::warn(LOCKED, format!("none ({reason}); {remedy}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Verdict;

    #[test]
    fn what_is_not_in_force_is_said() {
        let of = |state: &Layer| layer("seccomp", "the network", state);
        assert_eq!(
            of(&Layer::InForce { version: None }),
            Check::ok("seccomp", "in force; keygen has denied itself the network")
        );
        let not = of(&Layer::NotInForce { reason: "too old".to_owned() });
        assert!(not.verdict == Verdict::Warn && not.text.starts_with("not in force (too old): "), "{}", not.text);
    }

    #[test]
    fn what_is_not_locked_is_said() {
        assert_eq!(locked(&Locked::All).verdict, Verdict::Ok);
        let part = locked(&Locked::Part { bytes: 1 << 20, limit: 8 << 20 });
        assert!(
            part.verdict == Verdict::Warn && part.text.contains("1024 KiB") && part.text.contains("8192 KiB"),
            "{}",
            part.text
        );
        assert_eq!(locked(&Locked::Nothing { reason: "refused".to_owned() }).verdict, Verdict::Warn);
    }
}

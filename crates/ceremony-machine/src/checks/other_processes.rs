//! What others can see of a process: images of a crash, and debuggers.

use crate::{check::Check, memory::Dumps, tree::Tree};

const DUMPS: &str = "core dumps";
const DEBUGGERS: &str = "debuggers";

/// `dumps` is what keygen has achieved for itself. The shell and the terminal that passwords are typed in are other programs.
pub(crate) fn core_dumps(tree: &Tree, dumps: Dumps) -> Check {
    if !dumps.are_off() {
        return Check::bad(DUMPS, "they cannot be switched off; start keygen after: ulimit -c 0");
    }
    match tree.text("proc/sys/kernel/core_pattern") {
        None => Check::warn(
            DUMPS,
            "off for keygen; /proc/sys/kernel/core_pattern, which says where those of other programs go, cannot be read",
        ),
        Some(pattern) => match pattern.strip_prefix('|') {
            Some(program) => {
                let program = program.split_whitespace().next().unwrap_or_default();
                Check::warn(
                    DUMPS,
                    format!(
                        "off for keygen; those of other programs go to {program} (sysctl kernel.core_pattern=core)"
                    ),
                )
            }
            None => Check::ok(DUMPS, "off for keygen; those of other programs are files, within their limit"),
        },
    }
}

pub(crate) fn debuggers(tree: &Tree, dumps: Dumps) -> Check {
    if !dumps.undumpable {
        return Check::bad(DEBUGGERS, "the system does not shut them out of keygen; let nobody else use this machine");
    }
    match tree.text("proc/sys/kernel/yama/ptrace_scope").as_deref() {
        Some("0") => Check::warn(
            DEBUGGERS,
            "only root reaches keygen, but every program of yours the others (sysctl kernel.yama.ptrace_scope=1)",
        ),
        Some(_) => Check::ok(DEBUGGERS, "only root reaches keygen; Yama limits what reaches other programs"),
        None => Check::warn(
            DEBUGGERS,
            "only root reaches keygen; this kernel has no Yama, so that every program of yours reaches the others; run nothing else",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{check::Verdict, tree::testing::machine};

    const OFF: Dumps = Dumps { limit_is_zero: true, undumpable: true };

    #[test]
    fn a_pattern_that_hands_them_to_a_program_is_named() {
        let of = |pattern: &str, dumps| {
            let (_place, tree) = machine(&[("proc/sys/kernel/core_pattern", pattern)]);
            core_dumps(&tree, dumps)
        };
        assert_eq!(of("core\n", OFF).verdict, Verdict::Ok);
        let piped = of("|/usr/share/apport/apport -p%p\n", OFF);
        assert_eq!(piped.verdict, Verdict::Warn);
        assert!(piped.text.contains("/usr/share/apport/apport ("), "{}", piped.text);
        assert_eq!(of("core\n", Dumps { limit_is_zero: false, ..OFF }).verdict, Verdict::Bad);
        assert_eq!(of("core\n", Dumps { undumpable: false, ..OFF }).verdict, Verdict::Bad);
        assert_eq!(core_dumps(&Tree::below("/nowhere"), OFF).verdict, Verdict::Warn);
    }

    #[test]
    fn the_scope_of_yama() {
        let of = |scope: &str| {
            let (_place, tree) = machine(&[("proc/sys/kernel/yama/ptrace_scope", scope)]);
            debuggers(&tree, OFF)
        };
        assert_eq!(of("0\n").verdict, Verdict::Warn);
        assert_eq!(of("1\n").verdict, Verdict::Ok);
        assert_eq!(of("3\n").verdict, Verdict::Ok);
        let absent = debuggers(&Tree::below("/nowhere"), OFF);
        assert!(absent.verdict == Verdict::Warn && absent.text.contains("no Yama"), "{}", absent.text);
        assert_eq!(debuggers(&Tree::below("/nowhere"), Dumps { undumpable: false, ..OFF }).verdict, Verdict::Bad);
    }
}

//! Whose machine is it, and as whom does the program run?

use rustix::process::geteuid;

use crate::{check::Check, tree::Tree};

const USER: &str = "user";
const MACHINE: &str = "machine";

pub(crate) fn user() -> Check {
    judge_user(geteuid().as_raw())
}

fn judge_user(user: u32) -> Check {
    match user {
        0 => Check::warn(USER, "root, whose other programs can do everything; run keygen as a user of its own"),
        user => Check::ok(USER, format!("number {user}, not root")),
    }
}

/// What can be told from inside: a host that hides is not found.
pub(crate) fn machine(tree: &Tree) -> Check {
    if let Some(container) = container(tree) {
        return Check::warn(
            MACHINE,
            format!(
                "a container ({container}): whoever runs the host reads its memory and its files; use a machine of its own"
            ),
        );
    }
    let processors = tree.text("proc/cpuinfo").unwrap_or_default();
    let flags = processors.lines().find(|line| line.starts_with("flags")).unwrap_or_default();
    let board =
        ["sys_vendor", "product_name"].map(|file| tree.text(&format!("sys/class/dmi/id/{file}")).unwrap_or_default());
    let board = board.join(" ").trim().to_owned();
    let named = [
        "QEMU",
        "KVM",
        "VMware",
        "VirtualBox",
        "Virtual Machine",
        "Xen",
        "Amazon EC2",
        "Google Compute",
        "Bochs",
        "Parallels",
    ];
    let is_named = named.iter().any(|name| board.contains(name));
    if is_named || flags.split_whitespace().any(|flag| flag == "hypervisor") {
        let board = if board.is_empty() { String::new() } else { format!(" ({board})") };
        return Check::warn(
            MACHINE,
            format!("a virtual machine{board}: whoever runs the host reads its memory; use a machine of its own"),
        );
    }
    if processors.is_empty() && board.is_empty() {
        return Check::warn(MACHINE, "nothing says whether it is a real one; look at it");
    }
    Check::ok(
        MACHINE,
        if board.is_empty() { "nothing speaks of a virtual machine or a container".to_owned() } else { board },
    )
}

fn container(tree: &Tree) -> Option<String> {
    // Of systemd (Container Interface), Podman, Docker.
    let manager = tree.text("run/systemd/container").filter(|name| !name.is_empty());
    let variable = || {
        let variables = tree.text("proc/1/environ")?;
        variables.split('\0').find_map(|variable| variable.strip_prefix("container=")).map(str::to_owned)
    };
    let podman = || tree.exists("run/.containerenv").then(|| "podman".to_owned());
    let docker = || tree.exists(".dockerenv").then(|| "docker".to_owned());
    manager.or_else(variable).or_else(podman).or_else(docker)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{check::Verdict, tree::testing};

    #[test]
    fn root_is_said() {
        assert_eq!(judge_user(0).verdict, Verdict::Warn);
        assert_eq!(judge_user(1000).verdict, Verdict::Ok);
    }

    #[test]
    fn hosts_are_told() {
        let of = |files: &[(&str, &str)]| {
            let (_place, tree) = testing::machine(files);
            machine(&tree)
        };
        let real = ("proc/cpuinfo", "processor : 0\nflags\t\t: fpu vme\n");
        let vendor = ("sys/class/dmi/id/sys_vendor", "LENOVO\n");
        assert_eq!(of(&[real, vendor]), Check::ok(MACHINE, "LENOVO"));
        assert_eq!(of(&[real]).verdict, Verdict::Ok);
        assert_eq!(of(&[]).verdict, Verdict::Warn);
        for (virtual_one, word) in [
            (("proc/cpuinfo", "flags\t\t: fpu hypervisor vme\n"), "virtual machine"),
            (("sys/class/dmi/id/sys_vendor", "QEMU\n"), "(QEMU)"),
            ((".dockerenv", ""), "(docker)"),
            (("run/.containerenv", ""), "(podman)"),
            (("run/systemd/container", "lxc\n"), "(lxc)"),
            (("proc/1/environ", "PATH=/bin\0container=oci\0"), "(oci)"),
        ] {
            let check = of(&[virtual_one]);
            assert_eq!(check.verdict, Verdict::Warn, "{}", check.text);
            assert!(check.text.contains(word), "{}", check.text);
        }
    }
}

//! How much memory there is to be had.

use std::fs;
use std::path::{Path, PathBuf};

/// The bytes that can be had without swapping and within the limits of our control groups, where the system says so (Linux).
pub(crate) fn available_memory() -> Option<u64> {
    available_below(Path::new("/"))
}

/// `root` is where `proc` and `sys` are.
fn available_below(root: &Path) -> Option<u64> {
    let machine = read(&root.join("proc/meminfo")).as_deref().and_then(available_in);
    [machine, room_in_groups(root)].into_iter().flatten().min()
}

fn available_in(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

/// The files of a version of control groups (Linux, Documentation/admin-guide: cgroup-v2 and cgroup-v1/memory).
struct Version {
    /// What stands before the path of our group in `/proc/self/cgroup`, after the number.
    controllers: &'static str,
    mounted: &'static str,
    limit: &'static str,
    usage: &'static str,
    /// The line of `memory.stat` with what is only cached and given up when it is needed.
    cached: &'static str,
}

const VERSIONS: [Version; 2] = [
    Version {
        controllers: "",
        mounted: "sys/fs/cgroup",
        limit: "memory.max",
        usage: "memory.current",
        cached: "inactive_file",
    },
    Version {
        controllers: "memory",
        mounted: "sys/fs/cgroup/memory",
        limit: "memory.limit_in_bytes",
        usage: "memory.usage_in_bytes",
        cached: "total_inactive_file",
    },
];

/// The least room in our groups and those above them.
fn room_in_groups(root: &Path) -> Option<u64> {
    let groups = read(&root.join("proc/self/cgroup"))?;
    let rooms = VERSIONS.iter().flat_map(|version| {
        let ours = groups.lines().filter_map(|line| {
            let (controllers, path) = line.split_once(':')?.1.split_once(':')?;
            (controllers.split(',').any(|name| name == version.controllers)).then(|| PathBuf::from(path))
        });
        // In a container the path may be that of the host, which is not mounted: then those above it are found.
        ours.flat_map(|path| path.ancestors().map(Path::to_owned).collect::<Vec<_>>())
            .filter_map(|path| room(&root.join(version.mounted).join(path.strip_prefix("/").ok()?), version))
    });
    rooms.min()
}

/// None where the group has no limit.
fn room(group: &Path, version: &Version) -> Option<u64> {
    let number = |name| read(&group.join(name))?.trim().parse::<u64>().ok();
    let limit = number(version.limit)?;
    let stat = read(&group.join("memory.stat")).unwrap_or_default();
    let cached = stat.lines().find_map(|line| line.strip_prefix(version.cached)?.trim().parse().ok()).unwrap_or(0);
    let used = number(version.usage).unwrap_or(0).saturating_sub(cached);
    Some(limit.saturating_sub(used))
}

fn read(path: &Path) -> Option<String> {
    fs::read_to_string(path).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEMINFO: &str =
        "MemTotal:       24616812 kB\nMemFree:          604172 kB\nMemAvailable:   23221204 kB\nBuffers: 1 kB\n";

    /// What is available on a system with these files.
    fn with(files: &[(&str, &str)]) -> Option<u64> {
        let root = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        available_below(root.path())
    }

    #[test]
    fn what_linux_says_of_its_memory() {
        assert_eq!(available_in(MEMINFO), Some(23_221_204 * 1024));
        for other in ["", "MemAvailable:\n", "MemAvailable: many kB\n", "MemAvailable: 7\n", "MemFree: 7 kB\n"] {
            assert_eq!(available_in(other), None, "{other:?}");
        }
        assert!(!cfg!(target_os = "linux") || available_memory().is_some_and(|bytes| bytes > 1024 * 1024));
    }

    #[test]
    fn a_limit_of_a_group_counts_and_its_cache_does_not() {
        let room = with(&[
            ("proc/meminfo", MEMINFO),
            ("proc/self/cgroup", "0::/a/b\n"),
            ("sys/fs/cgroup/a/b/memory.max", "1000000\n"),
            ("sys/fs/cgroup/a/b/memory.current", "700000\n"),
            ("sys/fs/cgroup/a/b/memory.stat", "anon 1\nfile 9\ninactive_file 200000\nactive_file 4\n"),
        ]);
        assert_eq!(room, Some(500_000));
    }

    #[test]
    fn a_limit_above_ours_counts() {
        let room = with(&[
            ("proc/meminfo", MEMINFO),
            ("proc/self/cgroup", "0::/a/b\n"),
            ("sys/fs/cgroup/a/b/memory.max", "max\n"),
            ("sys/fs/cgroup/a/memory.max", "1000000\n"),
            ("sys/fs/cgroup/a/memory.current", "900000\n"),
        ]);
        assert_eq!(room, Some(100_000));
    }

    #[test]
    fn a_container_whose_path_is_that_of_the_host() {
        let room = with(&[
            ("proc/meminfo", MEMINFO),
            ("proc/self/cgroup", "12:cpu,cpuacct:/docker/7\n5:memory:/docker/7\n1:name=systemd:/docker/7\n"),
            ("sys/fs/cgroup/memory/memory.limit_in_bytes", "1000000\n"),
            ("sys/fs/cgroup/memory/memory.usage_in_bytes", "300000\n"),
            ("sys/fs/cgroup/memory/memory.stat", "inactive_file 1\ntotal_inactive_file 100000\n"),
        ]);
        assert_eq!(room, Some(800_000));
    }

    /// The first version writes a very large number where there is no limit.
    #[test]
    fn without_a_limit_the_machine_counts() {
        let limit = ("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        let room = with(&[("proc/meminfo", MEMINFO), ("proc/self/cgroup", "5:memory:/\n0::/\n"), limit]);
        assert_eq!(room, Some(23_221_204 * 1024));
        assert_eq!(with(&[("proc/meminfo", MEMINFO)]), Some(23_221_204 * 1024));
        assert_eq!(with(&[]), None);
    }

    #[test]
    fn a_group_that_is_over_its_limit_has_no_room() {
        let room = with(&[
            ("proc/self/cgroup", "0::/\n"),
            ("sys/fs/cgroup/memory.max", "1000\n"),
            ("sys/fs/cgroup/memory.current", "1001\n"),
        ]);
        assert_eq!(room, Some(0));
    }
}

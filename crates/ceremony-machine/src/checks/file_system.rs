//! Is the place for the output one that keeps files to their owner, and keeps them?

use std::{
    fs,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

use rustix::{
    fs::{StatVfsMountFlags, statvfs},
    process::geteuid,
};

use crate::{check::Check, tree::Tree};

const PLACE: &str = "file system";
const PERMISSIONS: &str = "permissions";

/// A batch of 10,000 keys is smaller, with its temporary place.
const ENOUGH: u64 = 64 * 1024 * 1024;

/// What is known of a directory.
struct Facts {
    /// As the kernel names it: `ext4`, `fuse.sshfs`.
    kind: Option<String>,
    free: u64,
    read_only: bool,
}

pub(crate) fn file_system(tree: &Tree, directory: &Path) -> Check {
    let shown = directory.display();
    let looked = fs::canonicalize(directory).and_then(|path| Ok((statvfs(&path)?, path)));
    let (of_system, path) = match looked {
        Ok(looked) => looked,
        Err(error) => return Check::bad(PLACE, format!("{shown} cannot be looked at ({error}); choose another place")),
    };
    let mounts = tree.text("proc/self/mountinfo").unwrap_or_default();
    let facts = Facts {
        kind: kind_of(&mounts, &path),
        free: of_system.f_bavail.saturating_mul(of_system.f_frsize),
        read_only: of_system.f_flag.contains(StatVfsMountFlags::RDONLY),
    };
    judge(&facts, &shown.to_string())
}

fn judge(facts: &Facts, shown: &str) -> Check {
    let kind = facts.kind.as_deref().unwrap_or("unknown");
    let free = facts.free / (1024 * 1024);
    if facts.read_only {
        return Check::bad(PLACE, format!("{shown} is on a {kind} that cannot be written to; choose another place"));
    }
    match kind {
        "vfat" | "msdos" | "exfat" => Check::bad(
            PLACE,
            format!(
                "{shown} is on {kind}, which knows no owners: whoever uses the machine reads the files; choose another place"
            ),
        ),
        "nfs" | "nfs4" | "cifs" | "smb3" | "smbfs" | "9p" | "afs" | "ceph" | "glusterfs" | "lustre" | "virtiofs"
        | "fuse.sshfs" => {
            Check::bad(PLACE, format!("{shown} is on {kind}, which is another machine's; choose a place on this one"))
        }
        _ if facts.free < ENOUGH => Check::warn(PLACE, format!("{shown} is on {kind} with {free} MiB free; make room")),
        "tmpfs" | "ramfs" => Check::warn(
            PLACE,
            format!(
                "{shown} is on {kind}, in memory: gone when the machine is switched off; carry the files away before"
            ),
        ),
        "ext2" | "ext3" | "ext4" | "xfs" | "btrfs" | "zfs" | "f2fs" | "overlay" | "bcachefs" | "jfs" => {
            Check::ok(PLACE, format!("{shown} is on {kind}, with {free} MiB free"))
        }
        kind => Check::warn(
            PLACE,
            format!("{shown} is on {kind}, with which keygen was not tried; prefer ext4, xfs or btrfs"),
        ),
    }
}

/// The kind of file system of the mount that a path without links is in: the longest that fits, and of those in one place the last.
fn kind_of(mounts: &str, path: &Path) -> Option<String> {
    let mounts = mounts.lines().filter_map(mount).filter(|(place, _)| path.starts_with(place));
    mounts.max_by_key(|(place, _)| place.components().count()).map(|(_, kind)| kind.to_owned())
}

/// Where it is, and its kind: `36 35 98:0 /root /place options … - kind source options`.
fn mount(line: &str) -> Option<(PathBuf, &str)> {
    let (before, after) = line.split_once(" - ")?;
    Some((PathBuf::from(unescaped(before.split(' ').nth(4)?)), after.split(' ').next()?))
}

/// Blanks stand as three octal digits.
fn unescaped(place: &str) -> String {
    [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")]
        .iter()
        .fold(place.to_owned(), |place, (escape, character)| place.replace(escape, character))
}

/// Who besides us can exchange what is in the directory.
pub(crate) fn permissions(directory: &Path) -> Check {
    let shown = directory.display();
    match fs::metadata(directory) {
        Ok(actual) if !actual.is_dir() => Check::bad(PERMISSIONS, format!("{shown} is no directory; give one")),
        Ok(actual) => judge_mode(actual.mode(), actual.uid(), geteuid().as_raw(), &shown.to_string()),
        Err(error) => Check::bad(PERMISSIONS, format!("{shown} cannot be looked at ({error}); choose another place")),
    }
}

fn judge_mode(mode: u32, owner: u32, ours: u32, shown: &str) -> Check {
    let bits = mode & 0o7777;
    let sticky = mode & 0o1000 != 0;
    if mode & 0o002 != 0 && !sticky {
        let text = format!(
            "everybody may exchange what is in {shown} (mode {bits:04o}); chmod go-w it, or choose another place"
        );
        Check::bad(PERMISSIONS, text)
    } else if owner != ours && owner != 0 {
        let text =
            format!("{shown} belongs to user {owner}, who may exchange what is in it; choose a place of your own");
        Check::warn(PERMISSIONS, text)
    } else if mode & 0o022 != 0 {
        let text = format!(
            "others may put files into {shown} (mode {bits:04o}); chmod go-w it, or choose a place of your own"
        );
        Check::warn(PERMISSIONS, text)
    } else {
        Check::ok(PERMISSIONS, format!("nobody else may write to {shown} (mode {bits:04o})"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Verdict;

    #[test]
    fn what_is_said_of_each_kind() {
        let of = |kind: &str, mebibytes: u64, read_only| {
            judge(&Facts { kind: Some(kind.to_owned()), free: mebibytes << 20, read_only }, "here")
        };
        for (kind, expected) in [
            ("ext4", Verdict::Ok),
            ("overlay", Verdict::Ok),
            ("tmpfs", Verdict::Warn),
            ("vfat", Verdict::Bad),
            ("nfs4", Verdict::Bad),
            ("fuse.sshfs", Verdict::Bad),
            ("ntfs3", Verdict::Warn),
        ] {
            let check = of(kind, 1000, false);
            assert_eq!(check.verdict, expected, "{}", check.text);
            assert!(check.text.contains(kind), "{}", check.text);
        }
        assert_eq!(of("ext4", 63, false).verdict, Verdict::Warn);
        assert_eq!(of("ext4", 1000, true).verdict, Verdict::Bad);
        assert_eq!(judge(&Facts { kind: None, free: u64::MAX, read_only: false }, "here").verdict, Verdict::Warn);
    }

    #[test]
    fn the_innermost_mount_counts_and_of_two_the_later() {
        let mounts = "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n\
                      40 22 0:30 / /media/a\\040stick rw,nosuid shared:9 - vfat /dev/sdb1 rw\n\
                      41 22 0:31 / /run rw - tmpfs tmpfs rw\n\
                      42 41 0:32 / /run rw master:1 - xfs /dev/sdc rw\n";
        let of = |path: &str| kind_of(mounts, Path::new(path)).unwrap();
        assert_eq!(of("/home/me"), "ext4");
        assert_eq!(of("/media/a stick/out"), "vfat");
        assert_eq!(of("/media/a stick2"), "ext4");
        assert_eq!(of("/run/x"), "xfs");
        assert_eq!(kind_of("", Path::new("/")), None);
    }

    #[test]
    fn who_may_exchange_files() {
        let of = |mode, owner| judge_mode(mode, owner, 1000, "here").verdict;
        assert_eq!(of(0o40700, 1000), Verdict::Ok);
        assert_eq!(of(0o40755, 0), Verdict::Ok);
        assert_eq!(of(0o41777, 0), Verdict::Warn);
        assert_eq!(of(0o40777, 1000), Verdict::Bad);
        assert_eq!(of(0o40775, 1000), Verdict::Warn);
        assert_eq!(of(0o40700, 1001), Verdict::Warn);
    }

    #[test]
    fn a_place_that_is_not_there_is_bad() {
        let nowhere = Path::new("/nowhere/at/all");
        assert_eq!(file_system(&Tree::of_machine(), nowhere).verdict, Verdict::Bad);
        assert_eq!(permissions(nowhere).verdict, Verdict::Bad);
        assert_eq!(permissions(Path::new("/proc/self/status")).verdict, Verdict::Bad);
        let place = tempfile::tempdir().unwrap();
        assert_eq!(permissions(place.path()).verdict, Verdict::Ok);
        let name = place.path().display().to_string();
        assert!(file_system(&Tree::of_machine(), place.path()).text.starts_with(&name));
    }
}

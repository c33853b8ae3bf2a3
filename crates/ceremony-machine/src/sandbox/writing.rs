//! Landlock: where the program may write.

use std::{
    fs,
    path::{Path, PathBuf},
};

use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, LandlockStatus, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetError,
    RulesetStatus, Scope, path_beneath_rules,
};

use super::Layer;

/// The newest version that this was tried with. What a kernel lacks of it is left out.
const TESTED: ABI = ABI::V7;

/// Where prompts are shown and answered, and where output goes that nobody wants.
const DEVICES: [&str; 2] = ["/dev/tty", "/dev/null"];

/// Denies this thread, and those that it starts, all writing but in the directories where these are or will be; further TCP,
/// new programs, and signals to other processes. Reading stays free.
///
/// Files that are open already stay writable: standard output goes where the caller of the program wants it. A mode or an owner
/// can still be changed elsewhere: Landlock does not know these.
#[must_use]
pub fn deny_writing<'a>(written: impl IntoIterator<Item = &'a Path>) -> Layer {
    let directories: Vec<_> = written.into_iter().map(directory_of).collect();
    match restrict(&directories) {
        Ok((RulesetStatus::NotEnforced, LandlockStatus::NotImplemented)) => Layer::not("this kernel does not have it"),
        Ok((RulesetStatus::NotEnforced, LandlockStatus::NotEnabled)) => {
            Layer::not("it is switched off; boot with lsm=landlock,…")
        }
        // Without the right to rename from one directory into another, nothing could be put in place.
        Ok((RulesetStatus::NotEnforced, _)) => {
            Layer::not("this kernel has its first version; the second came in Linux 5.19")
        }
        Ok((_, LandlockStatus::Available { effective_abi, .. })) => {
            Layer::InForce { version: Some(format!("ABI {effective_abi}")) }
        }
        Ok(_) => Layer::InForce { version: None },
        Err(error) => Layer::not(error),
    }
}

fn restrict(directories: &[PathBuf]) -> Result<(RulesetStatus, LandlockStatus), RulesetError> {
    let write = AccessFs::from_write(TESTED);
    // Devices are no part of any output.
    let kept = write & !(AccessFs::MakeChar | AccessFs::MakeBlock | AccessFs::MakeSock | AccessFs::IoctlDev);
    let device: BitFlags<AccessFs> = AccessFs::WriteFile | AccessFs::Truncate | AccessFs::IoctlDev;
    let status = Ruleset::default()
        .handle_access(write | AccessFs::Execute)?
        .handle_access(AccessNet::from_all(TESTED))?
        .scope(Scope::from_all(TESTED))?
        .create()?
        .add_rules(path_beneath_rules(directories, kept))?
        .add_rules(path_beneath_rules(DEVICES, device))?
        .restrict_self()?;
    Ok((status.ruleset, status.landlock))
}

/// The directory in which something is written: itself, if it is one, or the one in which it stands. A link is
/// followed, as it is by who changes the file. One that does not exist gets no rule, and whoever writes there learns it
/// from the system.
fn directory_of(written: &Path) -> PathBuf {
    let actual = fs::canonicalize(written);
    match actual {
        Ok(actual) if actual.is_dir() => actual,
        Ok(actual) => parent(&actual),
        Err(_) => parent(written),
    }
}

fn parent(path: &Path) -> PathBuf {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    parent.unwrap_or(Path::new(".")).to_owned()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn the_directory_is_the_one_that_changes() {
        let place = tempfile::tempdir().unwrap();
        let root = place.path().canonicalize().unwrap();
        fs::create_dir(root.join("real")).unwrap();
        fs::write(root.join("real/file"), "").unwrap();
        symlink("real/file", root.join("link")).unwrap();
        for (written, expected) in
            [("new", ""), ("real", "real"), ("real/file", "real"), ("link", "real"), ("real/new", "real")]
        {
            assert_eq!(directory_of(&root.join(written)), root.join(expected).components().collect::<PathBuf>());
        }
        assert_eq!(directory_of(Path::new("new")), Path::new("."));
        assert_eq!(directory_of(Path::new("gone/new/")), Path::new("gone"));
    }
}

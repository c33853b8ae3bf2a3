//! Who may read, or change, what lies in a batch directory.

use std::{
    fs,
    os::unix::fs::{PermissionsExt, chown, symlink},
};

use crate::copied::{Copied, NODE, PAGE, TUPLES};

fn chmod(copied: &Copied, name: &str, mode: u32) {
    fs::set_permissions(copied.path(name), fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn nobody_else_may_read_what_is_secret() {
    let copied = Copied::encrypted();
    let (eth, directory) = (copied.key_file("eth", 3), 0o700);
    for (name, mode, wanted) in [
        ("secret", 0o711, directory),
        ("secret/eth", 0o704, directory),
        (NODE, 0o640, 0o600),
        (NODE, 0o700, 0o600),
        (&eth, 0o604, 0o600),
        (&eth, 0o4600, 0o600),
        ("secret", 0o1700, directory),
        // Public, but nothing that others take the owner's rights by.
        (TUPLES, 0o2644, 0o777),
        ("public", 0o1755, 0o777),
    ] {
        let before = fs::metadata(copied.path(name)).unwrap().permissions();
        chmod(&copied, name, mode);
        let expected = format!("{name}: has mode {mode:03o}, must have {wanted:03o}; run chmod {wanted:03o} on it");
        assert_eq!(copied.faults(), [expected]);
        fs::set_permissions(copied.path(name), before).unwrap();
    }
    let root = copied.root();
    chmod(&copied, "", 0o750);
    let expected = format!("{}: has mode 750, must have 700; run chmod 700 on it", root.display());
    assert_eq!(copied.faults(), [expected]);
    // Stricter is fine, and so is the bit by which directories hand on their group.
    chmod(&copied, "", 0o2700);
    chmod(&copied, "secret", 0o2500);
    chmod(&copied, "public", 0o777);
    chmod(&copied, PAGE, 0o666);
    chmod(&copied, NODE, 0o400);
    assert_eq!(copied.faults(), [""; 0]);
    chmod(&copied, "secret", 0o700);
}

#[test]
fn files_of_somebody_else() {
    let copied = Copied::encrypted();
    let owner = std::os::unix::fs::MetadataExt::uid(&fs::metadata(copied.root()).unwrap());
    for name in [NODE, TUPLES, "secret/bls", &copied.key_file("bls", 4)] {
        // Only root may give files away.
        if chown(copied.path(name), Some(4321), None).is_err() {
            return;
        }
        let expected = format!(
            "{name}: belongs to user 4321, the directory to user {owner}; see who put it there, and run chown {owner} on it"
        );
        assert_eq!(copied.faults(), [expected]);
        chown(copied.path(name), Some(owner), None).unwrap();
    }
}

/// The root may be a link to the batch of the day; below it nothing leads elsewhere.
#[test]
fn links() {
    let copied = Copied::plain();
    symlink("out", copied.path("../current")).unwrap();
    let batch = aztec_keystore_batch::Batch::open(&copied.path("../current")).unwrap();
    assert!(batch.verify(&crate::made::secrets(), &()).unwrap().is_sound());
    // A link has no mode of its own.
    for part in ["secret", "public"] {
        fs::rename(copied.path(part), copied.path("../elsewhere")).unwrap();
        symlink("../elsewhere", copied.path(part)).unwrap();
        let faults = copied.faults();
        let expected = format!(
            "{part}: is a symbolic link, and the directory itself must be there; put it in the place of the link"
        );
        assert_eq!(faults[0], expected);
        assert!(faults.iter().all(|fault| !fault.contains("has mode")), "{faults:?}");
        fs::remove_file(copied.path(part)).unwrap();
        fs::rename(copied.path("../elsewhere"), copied.path(part)).unwrap();
    }
}

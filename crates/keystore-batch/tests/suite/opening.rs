//! What is opened under a name: a batch, its public part, a manifest, or none of them.

use std::{env, fs, os::unix::fs::symlink, path::Path, process::Command};

use aztec_keystore_batch::{Batch, Layout, OpenBatchError};
use serde_json::json;

use crate::copied::{Copied, MANIFEST};

#[test]
fn a_whole_batch() {
    let copied = Copied::plain();
    let batch = copied.batch();
    assert_eq!(batch.root(), copied.root());
    assert!(batch.is_whole() && !batch.is_manifest_alone() && batch.has_secret_part().unwrap());
    assert!(!batch.layout().is_public_part());
    assert_eq!(batch.layout().manifest(), copied.path(MANIFEST));
    assert_eq!(batch.read_tuples().unwrap().len(), 2);
    fs::remove_dir_all(copied.path("secret")).unwrap();
    assert!(!copied.batch().has_secret_part().unwrap());
    assert!(copied.batch().is_whole(), "what is missing is for verification to say");
}

#[test]
fn a_public_part() {
    let copied = Copied::plain();
    let public = copied.path("../part");
    fs::rename(copied.path("public"), &public).unwrap();
    symlink(public.join("manifest.json"), copied.path("../link")).unwrap();
    fs::create_dir(public.join("secret")).unwrap();
    // By its directory, by the manifest in it, and by a link to that.
    for name in [public.clone(), public.join("manifest.json"), copied.path("../link")] {
        let batch = Batch::open(&name).unwrap();
        assert_eq!(batch.root(), name);
        assert!(!batch.is_whole() && !batch.is_manifest_alone() && !batch.has_secret_part().unwrap(), "{name:?}");
        assert!(batch.layout().is_public_part());
        assert_eq!(fs::canonicalize(batch.layout().public()).unwrap(), fs::canonicalize(&public).unwrap());
        assert_eq!(batch.read_tuples().unwrap().len(), 2);
    }
    // Without the tuples, and under another name, it is a manifest.
    fs::rename(public.join("manifest.json"), public.join("other.json")).unwrap();
    assert!(Batch::open(&public.join("other.json")).unwrap().is_manifest_alone());
    fs::rename(public.join("other.json"), public.join("manifest.json")).unwrap();
    fs::remove_file(public.join("staker_output.json")).unwrap();
    let alone = Batch::open(&public.join("manifest.json")).unwrap();
    assert!(alone.is_manifest_alone() && !alone.is_whole() && !alone.has_secret_part().unwrap());
}

/// A batch in a directory that has a manifest of its own is the batch.
#[test]
fn a_batch_beside_a_manifest() {
    let copied = Copied::plain();
    fs::copy(copied.path(MANIFEST), copied.path("manifest.json")).unwrap();
    assert!(copied.batch().is_whole());
    fs::remove_file(copied.path(MANIFEST)).unwrap();
    let missing = Batch::open(&copied.root()).unwrap_err();
    assert!(
        matches!(&missing, OpenBatchError::ManifestMissing { file } if *file == copied.path(MANIFEST)),
        "{missing}"
    );
    fs::remove_file(copied.path("manifest.json")).unwrap();
    for part in ["public", "secret"] {
        fs::rename(copied.path(part), copied.path("../elsewhere")).unwrap();
        assert!(matches!(Batch::open(&copied.root()), Err(OpenBatchError::ManifestMissing { .. })), "{part}");
        fs::rename(copied.path("../elsewhere"), copied.path(part)).unwrap();
    }
}

/// Runs itself once more, in the directory of the manifest: a test cannot change its own.
#[test]
fn a_manifest_in_the_current_directory() {
    const INSIDE: &str = "KEYSTORE_BATCH_TEST_IN_ITS_DIRECTORY";
    if env::var_os(INSIDE).is_some() {
        let batch = Batch::open(Path::new("manifest.json")).unwrap();
        assert!(!batch.is_whole() && !batch.is_manifest_alone());
        assert_eq!(batch.layout().public(), Path::new("."));
        let (faults, _) = batch.check_public_files();
        assert!(matches!(&faults[..], [fault] if fault.to_string().starts_with("./more: ")), "{faults:?}");
        return;
    }
    let copied = Copied::plain();
    fs::write(copied.path("public/more"), "").unwrap();
    let mut again = Command::new(env::current_exe().unwrap());
    let name = "opening::a_manifest_in_the_current_directory";
    again.args(["--exact", name]).env(INSIDE, "").current_dir(copied.path("public"));
    let output = again.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

#[test]
fn names_of_nothing_and_of_something_else() {
    let dir = tempfile::tempdir().unwrap();
    let open = |name: &str| Batch::open(&dir.path().join(name)).unwrap_err();
    assert!(matches!(open("missing"), OpenBatchError::Nothing { .. }));
    assert!(matches!(open(""), OpenBatchError::NotABatch { .. }));
    fs::write(dir.path().join("file"), "{}").unwrap();
    assert!(matches!(open("file"), OpenBatchError::Manifest { .. }));
    fs::write(dir.path().join("file"), [0xff]).unwrap();
    assert!(open("file").to_string().contains("no text (UTF-8)"));
    // No name that there could be.
    assert!(matches!(open(&"long".repeat(100)), OpenBatchError::Nothing { .. }));
}

#[test]
fn the_names_in_a_batch() {
    let (root, address) = (Path::new("/batch"), crate::made::stranger().get());
    let (whole, part) = (Layout::new(root), Layout::of_public_part(root));
    let public = |layout: Layout<'_>| {
        [layout.public(), layout.manifest(), layout.staker_output(), layout.ceremony_record(), layout.public_file("a")]
    };
    let names = ["", "manifest.json", "staker_output.json", "ceremony.html", "a"];
    assert_eq!(public(whole), names.map(|name| Path::new("/batch/public").join(name)));
    assert_eq!(public(part), names.map(|name| root.join(name)));
    assert!(part.is_public_part() && !whole.is_public_part());
    let secret = [
        whole.secret(),
        whole.node_keystore(),
        whole.mnemonic(true),
        whole.mnemonic(false),
        whole.secret_file(&Layout::eth_key(7, address)),
        whole.secret_file(&Layout::bls_key(123_456, address)),
        whole.secret_file(&Layout::publisher_key(0, address)),
        whole.secret_file(&Layout::funding_key(address)),
    ];
    let names = [
        String::new(),
        "node_keystore.json".to_owned(),
        "mnemonic.json".to_owned(),
        "mnemonic.txt".to_owned(),
        format!("eth/00007_{address}.json"),
        format!("bls/123456_{address}.json"),
        format!("publisher/00000_{address}.json"),
        format!("funding/{address}.json"),
    ];
    assert_eq!(secret, names.map(|name| Path::new("/batch/secret").join(name)));
}

#[test]
fn facts_for_machines() {
    let copied = Copied::encrypted();
    let batch = copied.batch();
    let facts = serde_json::to_value(aztec_keystore_batch::BatchFacts::of(&batch)).unwrap();
    let attesters: Vec<_> = batch.manifest().keys().iter().map(|key| key.attester.to_string()).collect();
    assert_eq!(facts["attesters"], json!(attesters));
    assert_eq!(facts["directory"], json!(copied.root()));
    assert_eq!((&facts["count"], &facts["encrypted"]), (&json!(2), &json!(true)));
    assert_eq!(facts["manifestSha256"], json!(batch.manifest_digest().to_string()));
    assert_eq!(facts["gasLimit"], json!(300_000));
    assert_eq!(facts["highestGasEstimate"], json!(batch.manifest().highest_gas_estimate()));
    assert_eq!(facts["destination"]["providerId"], json!(7));
}

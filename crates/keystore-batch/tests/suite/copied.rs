//! Small batches, each made once, and copies of them to tamper with.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use aztec_keystore_batch::{Batch, Manifest, Protection, Salts, Secrets, Sha256Digest, Verification};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::made::{
    create, encryption, for_given_attesters, generated, imported, junk, secrets, with_all, with_shared_publishers,
};

pub const MANIFEST: &str = "public/manifest.json";
pub const TUPLES: &str = "public/staker_output.json";
pub const PAGE: &str = "public/ceremony.html";
pub const NODE: &str = "secret/node_keystore.json";

/// A copy of a batch in a directory of its own, which goes with it.
pub struct Copied {
    dir: TempDir,
}

macro_rules! made_once {
    ($($(#[$doc:meta])* $name:ident: $plan:expr;)*) => {$(
        $(#[$doc])*
        pub fn $name() -> Self {
            static MADE: OnceLock<TempDir> = OnceLock::new();
            Self::of(MADE.get_or_init(|| {
                let dir = tempfile::tempdir().unwrap();
                create(&dir.path().join("out"), &$plan);
                dir
            }))
        }
    )*};
}

impl Copied {
    made_once! {
        /// In plain text; the mnemonic is elsewhere.
        plain: with_all(junk(), Protection::None);
        /// In plain text, with its own mnemonic.
        plain_with_mnemonic: with_all(generated(), Protection::None);
        /// Encrypted, with its own mnemonic.
        encrypted: with_all(generated(), encryption(Salts::PerBatch));
        plain_with_shared_publishers: with_shared_publishers(Protection::None);
        encrypted_with_shared_publishers: with_shared_publishers(encryption(Salts::PerBatch));
        plain_for_given_attesters: for_given_attesters(Protection::None);
        imported: imported();
        encrypted_for_given_attesters: for_given_attesters(encryption(Salts::PerBatch));
    }

    fn of(made: &TempDir) -> Self {
        let dir = tempfile::tempdir().unwrap();
        copy(&made.path().join("out"), &dir.path().join("out"));
        Self { dir }
    }

    pub fn root(&self) -> PathBuf {
        self.dir.path().join("out")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.root().join(name)
    }

    pub fn batch(&self) -> Batch {
        Batch::open(&self.root()).unwrap()
    }

    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub fn write(&self, name: &str, content: &str) {
        fs::write(self.path(name), content).unwrap();
    }

    pub fn json(&self, name: &str) -> Value {
        serde_json::from_str(&self.text(name)).unwrap()
    }

    /// Puts a value into a JSON file of the batch, where there may be none yet.
    pub fn put(&self, name: &str, pointer: &str, value: impl Into<Value>) {
        let mut json = self.json(name);
        crate::common::put(&mut json, pointer, value.into());
        self.write(name, &(serde_json::to_string_pretty(&json).unwrap() + "\n"));
    }

    /// The only file in a directory of secrets with this number in its name, from the root on.
    pub fn key_file(&self, directory: &str, number: u32) -> String {
        let names = self.names(&format!("secret/{directory}"));
        let name = names.into_iter().find(|name| name.starts_with(&format!("{number:05}_"))).unwrap();
        format!("secret/{directory}/{name}")
    }

    /// The names in a directory, in their order.
    pub fn names(&self, directory: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(directory)).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// The digests in the manifest are those of the files as they are now, and so is the page: nothing but the content tells.
    pub fn seal(&self) {
        let mut manifest = self.json(MANIFEST);
        for (name, digest) in manifest["files"].as_object_mut().unwrap() {
            let content = fs::read(self.path("public").join(name)).unwrap();
            *digest = json!(Sha256Digest::of(&content).to_string());
        }
        self.write(MANIFEST, &(serde_json::to_string_pretty(&manifest).unwrap() + "\n"));
        #[cfg(feature = "ceremony-record")]
        {
            let text = self.text(MANIFEST);
            let digest = Sha256Digest::of(text.as_bytes());
            let page = aztec_keystore_batch::ceremony_record::to_html(&Manifest::read(&text).unwrap(), &digest);
            self.write(PAGE, &page);
        }
    }

    /// With both passwords, and without the mnemonic.
    pub fn verify(&self) -> Verification {
        self.verify_with(&secrets())
    }

    pub fn verify_with(&self, secrets: &Secrets<'_>) -> Verification {
        self.batch().verify(secrets, &()).unwrap()
    }

    /// Every fault, with paths from the root on.
    pub fn faults(&self) -> Vec<String> {
        self.faults_with(&secrets())
    }

    pub fn faults_with(&self, secrets: &Secrets<'_>) -> Vec<String> {
        let verification = self.verify_with(secrets);
        assert!(verification.report.is_sound(), "{:?}", verification.report);
        self.told(&verification)
    }

    /// The public faults, then the secret ones, with paths from the root on.
    pub fn told(&self, verification: &Verification) -> Vec<String> {
        let secret = verification.secret.iter().flat_map(|secret| &secret.faults);
        let faults = verification.public_faults.iter().chain(secret);
        let root = format!("{}/", self.root().display());
        faults.map(|fault| fault.to_string().replace(&root, "")).collect()
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    fs::set_permissions(to, fs::metadata(from).unwrap().permissions()).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).unwrap();
        }
    }
}

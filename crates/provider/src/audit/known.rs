//! The keys that our own manifests list.

use std::{
    collections::HashSet,
    io,
    path::{Path, PathBuf},
};

use alloy_primitives::Address;
use aztec_staking_registry::{UnverifiedKeyStore, parse_address};
use bn254_bls::G1Point;
use durable_files::{is_directory, open_regular_following_links, paths_in, read_text};
use serde::Deserialize;
use strict_json::Object;

/// Longer than any manifest: 100,000 keys take 90 MB.
const MAX_BYTES: u64 = 200_000_000;
/// Deep enough for batches by year and month; a loop of links ends here.
const MAX_DEPTH: u32 = 8;

/// Which keys were made here, by what the manifests of batches say.
///
/// ```
/// use std::fs;
///
/// use aztec_provider::audit::{Known, KnownError};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let place = tempfile::tempdir()?;
/// // A directory with batches below it; one without any is a mistake.
/// let batches = place.path();
/// assert!(matches!(Known::read(batches), Err(KnownError::None { .. })));
/// fs::create_dir_all(batches.join("2026/public"))?;
/// fs::write(batches.join("2026/public/manifest.json"), r#"{"keys": []}"#)?;
/// assert!(Known::read(batches).is_ok());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Known {
    keys: HashSet<(Address, [[u8; 32]; 2])>,
    manifests: usize,
}

/// The two members of a manifest that matter here; the others may change.
#[derive(Deserialize)]
struct Manifest {
    keys: Vec<Object<Key>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Key {
    attester: String,
    public_key: String,
}

impl Known {
    /// Reads every `manifest.json` in a directory and those below it. Directories called `secret` are not looked into.
    ///
    /// # Errors
    /// [`KnownError`].
    pub fn read(directory: &Path) -> Result<Self, KnownError> {
        let mut known = Self::default();
        known.collect(directory, 0)?;
        if known.manifests == 0 { Err(KnownError::None { path: directory.to_owned() }) } else { Ok(known) }
    }

    /// Whether a manifest lists this attester with this key.
    #[must_use]
    pub fn lists(&self, tuple: &UnverifiedKeyStore) -> bool {
        self.keys.contains(&(tuple.attester, tuple.public_key_g1))
    }

    fn collect(&mut self, directory: &Path, depth: u32) -> Result<(), KnownError> {
        let failed = |source| KnownError::Read { path: directory.to_owned(), source };
        for path in paths_in(directory).map_err(failed)? {
            let is_called = |name| path.file_name().is_some_and(|actual| actual == name);
            // What the system does not let us look at may be full of manifests.
            if is_directory(&path).map_err(|source| KnownError::Read { path: path.clone(), source })? {
                if depth < MAX_DEPTH && !is_called("secret") {
                    self.collect(&path, depth + 1)?;
                }
            } else if is_called("manifest.json") {
                self.take(&path)?;
            }
        }
        Ok(())
    }

    fn take(&mut self, path: &Path) -> Result<(), KnownError> {
        let text = open_regular_following_links(path).and_then(|file| read_text(&file, MAX_BYTES));
        let text = text.map_err(|error| KnownError::Read { path: path.to_owned(), source: error.into() })?;
        let not_one = || KnownError::NotAManifest { path: path.to_owned() };
        let Object(manifest): Object<Manifest> = serde_json::from_str(&text).map_err(|_| not_one())?;
        for Object(key) in manifest.keys {
            let (attester, _) = parse_address(&key.attester).map_err(|_| not_one())?;
            let compressed = alloy_primitives::hex::decode(&key.public_key).ok();
            let compressed: [u8; 32] = compressed.and_then(|bytes| bytes.try_into().ok()).ok_or_else(not_one)?;
            let point = G1Point::from_compressed(&compressed).map_err(|_| not_one())?;
            self.keys.insert((attester, point.to_words()));
        }
        self.manifests += 1;
        Ok(())
    }
}

/// Why the manifests could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KnownError {
    /// The system refused.
    #[error("{}: cannot be read ({source}); check the path and its permissions", path.display())]
    Read {
        /// The file or directory.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// A file of that name that is none.
    #[error("{}: not the manifest of a batch; restore it from a copy, or move it elsewhere", path.display())]
    NotAManifest {
        /// The file.
        path: PathBuf,
    },
    /// No manifest at all.
    #[error("{}: there is no manifest.json in it; name the directory in which the batches are", path.display())]
    None {
        /// The directory.
        path: PathBuf,
    },
}

#[cfg(test)]
mod tests {
    use aztec_staking_registry::KeyStore;
    use bn254_bls::{ProofKind, SecretKey};

    use std::fs;

    use super::*;

    fn tuple(secret: u8) -> UnverifiedKeyStore {
        let mut bytes = [0; 32];
        bytes[31] = secret;
        let proven = SecretKey::from_be_bytes(&bytes).unwrap().prove();
        KeyStore::from_proven(Address::repeat_byte(secret), &proven, ProofKind::Registration).unwrap().to_unverified()
    }

    fn manifest(tuples: &[UnverifiedKeyStore]) -> String {
        let key = |tuple: &UnverifiedKeyStore| {
            let point = G1Point::from_words(&tuple.public_key_g1).unwrap();
            let public_key = alloy_primitives::hex::encode_prefixed(point.to_compressed());
            serde_json::json!({ "attester": tuple.attester.to_string(), "publicKey": public_key, "index": 0 })
        };
        serde_json::json!({ "formatVersion": 1, "keys": tuples.iter().map(key).collect::<Vec<_>>() }).to_string()
    }

    #[test]
    fn manifests_anywhere_below_count_but_not_among_secrets() {
        let directory = tempfile::tempdir().unwrap();
        for (below, secret) in [("a/public", 1), ("b/c/public", 2), ("a/secret", 3)] {
            let below = directory.path().join(below);
            fs::create_dir_all(&below).unwrap();
            fs::write(below.join("manifest.json"), manifest(&[tuple(secret)])).unwrap();
        }
        let known = Known::read(directory.path()).unwrap();
        assert_eq!([1, 2, 3].map(|secret| known.lists(&tuple(secret))), [true, true, false]);
        let other_attester = UnverifiedKeyStore { attester: Address::repeat_byte(9), ..tuple(1) };
        assert!(!known.lists(&other_attester));
    }

    #[test]
    fn eight_directories_deep_and_no_deeper() {
        let directory = tempfile::tempdir().unwrap();
        let mut below = directory.path().to_owned();
        for secret in 0..=9 {
            fs::create_dir_all(&below).unwrap();
            // The secret zero is no key.
            fs::write(below.join("manifest.json"), manifest(&[tuple(secret + 1)])).unwrap();
            below.push("below");
        }
        let known = Known::read(directory.path()).unwrap();
        assert!((0..=8).all(|depth| known.lists(&tuple(depth + 1))));
        assert!(!known.lists(&tuple(10)));
    }

    #[test]
    fn what_is_no_manifest_is_named() {
        let directory = tempfile::tempdir().unwrap();
        assert!(matches!(Known::read(directory.path()), Err(KnownError::None { .. })));
        for text in ["{", "{}", r#"{"keys": [{"attester": "0x1", "publicKey": "0x"}]}"#] {
            fs::write(directory.path().join("manifest.json"), text).unwrap();
            assert!(matches!(Known::read(directory.path()), Err(KnownError::NotAManifest { .. })), "{text}");
        }
    }

    #[test]
    fn a_list_in_the_place_of_an_object_is_no_manifest() {
        let dir = tempfile::tempdir().unwrap();
        let attester = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
        let point = alloy_primitives::hex::encode_prefixed(
            SecretKey::from_be_bytes(&[1; 32]).unwrap().public_key().g1().to_compressed(),
        );
        let read = |text: String| {
            fs::write(dir.path().join("manifest.json"), text).unwrap();
            Known::read(dir.path())
        };
        assert!(read(format!(r#"{{"keys":[{{"attester":"{attester}","publicKey":"{point}"}}]}}"#)).is_ok());
        for keys in [
            format!(r#"{{"keys":[["{attester}","{point}"]]}}"#),
            format!(r#"[[{{"attester":"{attester}","publicKey":"{point}"}}]]"#),
        ] {
            assert!(matches!(read(keys), Err(KnownError::NotAManifest { .. })));
        }
    }
}

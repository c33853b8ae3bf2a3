//! `keygen key inspect`.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

use aztec_encrypted_keystore::{DecryptError, EncryptedKeystore, Kdf, OpeningKeys, ParseError};
use aztec_staking_registry::word_to_text;
use serde::Serialize;

use super::{
    KeyError,
    batch_files::paths,
    open::{kinds, of_kind, read},
};
use crate::{
    cli::PasswordArgs,
    input::{Kinds, StdinOnce, passwords_of_kinds},
    output::{self, RUN_AGAIN, one_line},
};

pub(super) fn run(named: &[PathBuf], passwords: &PasswordArgs, json: bool) -> Result<(), KeyError> {
    let stdin = &mut StdinOnce::default();
    let mut files = Vec::new();
    for path in named {
        if path.is_dir() { files.extend(paths(path)?) } else { files.push(path.clone()) }
    }
    let mut read_files = Vec::new();
    for path in &files {
        match read(path, stdin) {
            // A file of another kind is reported beside the others.
            Err(KeyError::Parse { source, .. }) => read_files.push((path, Err(source))),
            file => read_files.push((path, Ok(file?))),
        }
    }
    let PasswordArgs { password_file: both, eth_password_file: eth, bls_password_file: bls } = passwords;
    // Nobody is asked for a password, and the environment does not count: without an option no file is opened.
    let there = kinds(read_files.iter().filter_map(|(_, file)| file.as_ref().ok()));
    let opened = Kinds {
        eth: there.eth && (eth.is_some() || both.is_some()),
        bls: there.bls && (bls.is_some() || both.is_some()),
    };
    let passwords = passwords_of_kinds(passwords, opened, stdin)?;
    // Files of one batch share a salt: one derivation serves all of a kind.
    let keys = passwords.as_ref().map(OpeningKeys::of);
    let facts: Vec<_> = read_files
        .iter()
        .map(|(path, file)| match file {
            Ok(file) => Facts::of(path, file, of_kind(&keys, file)),
            Err(source) => Ok(Facts::unreadable(path, source)),
        })
        .collect::<Result<_, _>>()?;
    let report = if json {
        serde_json::to_string_pretty(&facts).expect("strings and booleans always are JSON")
    } else {
        text(&facts)
    };
    let line = |facts: &Facts| facts.error.as_ref().map(|error| format!("{}: {error}", one_line(&facts.file)));
    let faults: Vec<_> = facts.iter().filter_map(line).collect();
    if faults.is_empty() {
        return Ok(output::result(&report, RUN_AGAIN)?);
    }
    output::findings(&report);
    Err(KeyError::Closed(faults))
}

/// What can be known of a file, and with the password of the key in it.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Facts {
    file: String,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    /// Of the key itself, where the file opens and names no address.
    #[serde(skip_serializing_if = "Option::is_none")]
    key_address: Option<String>,
    /// Compressed, in G1.
    #[serde(skip_serializing_if = "Option::is_none")]
    public_key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kdf: Option<String>,
    /// Whether the password opens it; none where no password was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    opens: Option<bool>,
    /// Why the file cannot be read, or does not open.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

impl Facts {
    fn unreadable(path: &Path, source: &ParseError) -> Self {
        let (file, error) = (path.display().to_string(), Some(source.to_string()));
        Self { file, kind: "no encrypted key file", error, ..Self::default() }
    }

    /// Fails only where the system does, which says nothing of the file.
    fn of(path: &Path, file: &EncryptedKeystore, keys: Option<&OpeningKeys<'_>>) -> Result<Self, KeyError> {
        let kdf = match file.kdf() {
            Kdf::Scrypt(scrypt) => format!("scrypt, n = {}, r = {}, p = {}", scrypt.n(), scrypt.r(), scrypt.p()),
            Kdf::Pbkdf2(pbkdf2) => format!("pbkdf2, c = {}", pbkdf2.c()),
        };
        let mut facts = Self { file: path.display().to_string(), kdf: Some(kdf), ..Self::default() };
        match file {
            EncryptedKeystore::Eth(key) => {
                facts.kind = "ETH key (Web3 Secret Storage)";
                facts.address = key.address().map(|address| address.to_checksum(None));
                facts.id = Some(key.id().to_string());
            }
            EncryptedKeystore::Bls(key) => {
                facts.kind = "BLS key (BN254)";
                facts.public_key = Some(word_to_text(&key.public_key().to_compressed()));
                facts.path = Some(key.path().to_owned()).filter(|path| !path.is_empty());
                facts.id = Some(key.uuid().to_string());
            }
            EncryptedKeystore::Mnemonic(mnemonic) => {
                facts.kind = "mnemonic";
                facts.id = Some(mnemonic.uuid().to_string());
            }
            _ => facts.kind = "unknown",
        }
        if let Some(keys) = keys {
            let opened = facts.open(file, keys);
            if let Err(source @ DecryptError::Memory { .. }) = opened {
                return Err(KeyError::Decrypt { path: path.to_owned(), source });
            }
            facts.opens = Some(opened.is_ok());
            facts.error = opened.err().map(|source| source.to_string());
        }
        Ok(facts)
    }

    fn open(&mut self, file: &EncryptedKeystore, keys: &OpeningKeys<'_>) -> Result<(), DecryptError> {
        if let EncryptedKeystore::Eth(key) = file {
            let secret = key.open_unconfirmed(keys)?;
            self.key_address = key.address().is_none().then(|| secret.address().to_checksum(None));
            return Ok(());
        }
        file.open(keys).map(drop)
    }
}

fn text(all: &[Facts]) -> String {
    let mut text = String::new();
    for facts in all {
        let _ = writeln!(text, "{}: {}", one_line(&facts.file), facts.kind);
        let key_of = facts.key_address.as_ref().map(|address| format!("{address}; the file names none, so compare it"));
        let opens = facts.opens.map(|opens| match (opens, facts.kind, &key_of) {
            (false, ..) => "no",
            (true, "mnemonic", _) | (true, _, Some(_)) => "yes",
            (true, ..) => "yes, and the key is the one it names",
        });
        let lines = [
            ("address", facts.address.as_deref()),
            ("public key", facts.public_key.as_deref()),
            ("path", facts.path.as_deref()),
            ("id", facts.id.as_deref()),
            ("kdf", facts.kdf.as_deref()),
            ("opens", opens),
            ("key of", key_of.as_deref()),
        ];
        for (name, value) in lines {
            if let Some(value) = value {
                let _ = writeln!(text, "  {name:<11} {value}");
            }
        }
    }
    text.truncate(text.trim_end().len());
    text
}

//! `keygen key inspect`.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

use encrypted_keystore::{EncryptedKeystore, Kdf};
use serde::Serialize;
use staking_registry::word_to_text;

use super::{
    KeyFailure,
    open::{kind, open, read},
};
use crate::{
    input::{StdinOnce, password_of_file},
    output,
};

pub(super) fn run(files: &[PathBuf], password_file: Option<&Path>, json: bool) -> Result<(), KeyFailure> {
    let stdin = &mut StdinOnce::default();
    let read: Vec<_> = files.iter().map(|path| Ok((path, read(path, stdin)?))).collect::<Result<_, KeyFailure>>()?;
    let password = match (password_file, read.first()) {
        (Some(path), Some((_, first))) => Some(password_of_file(Some(path), kind(first), stdin)?),
        _ => None,
    };
    let mut closed = Vec::new();
    let facts: Vec<_> = read
        .iter()
        .map(|(path, file)| {
            let opened = password.as_ref().map(|password| open(file, password, None));
            if let Some(Err(source)) = &opened {
                closed.push(format!("{}: {source}", path.display()));
            }
            Facts::of(path, file, opened.map(|opened| opened.is_ok()))
        })
        .collect();
    output::result(&if json {
        serde_json::to_string_pretty(&facts).expect("strings and booleans always are JSON")
    } else {
        text(&facts)
    });
    if closed.is_empty() { Ok(()) } else { Err(KeyFailure::Closed(closed)) }
}

/// What can be known of a file without its password.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Facts {
    file: String,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    /// Compressed, in G1.
    #[serde(skip_serializing_if = "Option::is_none")]
    public_key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    id: String,
    kdf: String,
    /// Whether the password opens it; none where no password was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    opens: Option<bool>,
}

impl Facts {
    fn of(path: &Path, file: &EncryptedKeystore, opens: Option<bool>) -> Self {
        let kdf = match file.kdf() {
            Kdf::Scrypt(scrypt) => format!("scrypt, n = {}, r = {}, p = {}", scrypt.n(), scrypt.r(), scrypt.p()),
            Kdf::Pbkdf2(pbkdf2) => format!("pbkdf2, c = {}", pbkdf2.c()),
        };
        let (file_name, mut facts) = (path.display().to_string(), Self::default_of(kdf, opens));
        facts.file = file_name;
        match file {
            EncryptedKeystore::Eth(key) => {
                facts.kind = "ETH key (Web3 Secret Storage)";
                facts.address = key.address().map(|address| address.to_string());
                facts.id = key.id().to_string();
            }
            EncryptedKeystore::Bls(key) => {
                facts.kind = "BLS key (BN254)";
                facts.public_key = Some(word_to_text(&key.public_key().to_compressed()));
                facts.path = Some(key.path().to_owned()).filter(|path| !path.is_empty());
                facts.id = key.uuid().to_string();
            }
            EncryptedKeystore::Mnemonic(mnemonic) => {
                facts.kind = "mnemonic";
                facts.id = mnemonic.uuid().to_string();
            }
            _ => {}
        }
        facts
    }

    fn default_of(kdf: String, opens: Option<bool>) -> Self {
        let (file, id) = (String::new(), String::new());
        Self { file, kind: "unknown", address: None, public_key: None, path: None, id, kdf, opens }
    }
}

fn text(all: &[Facts]) -> String {
    let mut text = String::new();
    for facts in all {
        let _ = writeln!(text, "{}: {}", facts.file, facts.kind);
        let opens = facts.opens.map(|opens| if opens { "yes, and the key is the one it names" } else { "no" });
        let lines = [
            ("address", facts.address.as_deref()),
            ("public key", facts.public_key.as_deref()),
            ("path", facts.path.as_deref()),
            ("id", Some(&*facts.id)),
            ("kdf", Some(&*facts.kdf)),
            ("opens", opens),
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

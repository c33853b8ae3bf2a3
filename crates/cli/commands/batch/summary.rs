//! What the operator sees when a batch is done.

use std::fmt::Write as _;

use aztec_keystore_batch::{Account, Batch, BatchFacts, DerivedKeys};
use serde::Serialize;

use crate::{
    cli::{BatchArgs, SourceArgs},
    new_batch::report,
};
use aztec_operator::{
    arguments::Proof,
    output::{self, Shown},
    screen_width::fitted,
};

/// The summary, as text or as JSON.
pub(super) fn summary(keys: &DerivedKeys, batch: &Batch, args: &BatchArgs) -> String {
    let facts = Facts::of(keys, batch, args.proof);
    if args.json { output::json(&facts) } else { fitted(&text(keys, batch, &facts, &args.source)) }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Facts {
    account_index: u32,
    first_index: u32,
    last_index: u32,
    bls_derivation: String,
    proof: Proof,
    new_mnemonic: bool,
    #[serde(flatten)]
    batch: BatchFacts,
}

impl Facts {
    fn of(keys: &DerivedKeys, batch: &Batch, proof: Proof) -> Self {
        let allocation = keys.allocation();
        Self {
            account_index: allocation.account().get(),
            first_index: allocation.validators().start().get(),
            last_index: allocation.validators().last().get(),
            bls_derivation: allocation.derivation().to_string(),
            proof,
            new_mnemonic: keys.material().new_mnemonic().is_some(),
            batch: BatchFacts::of(batch),
        }
    }
}

fn text(keys: &DerivedKeys, batch: &Batch, facts: &Facts, source: &SourceArgs) -> String {
    let indices = if facts.first_index == facts.last_index {
        format!("index {}", facts.first_index)
    } else {
        format!("indices {} to {}", facts.first_index, facts.last_index)
    };
    let derived = format!("account {}, {indices}, rule {}", facts.account_index, facts.bls_derivation);
    let mut text = report(batch, Some(&derived));
    let mut line = |line: &str| {
        let _ = writeln!(text, "{line}");
    };
    for kept in what_to_keep(keys, batch, source) {
        line(&kept);
    }
    if keys.given_attesters().is_some() {
        line("No ETH keys were made; the node needs a remote signer for these attesters.");
    }
    if facts.proof == Proof::Feedback {
        line("The proofs sign the word \"feedback\". The deployed contract refuses them; the proofs that it");
        line("accepts are in the manifest.");
    }
    // The mnemonic that is kept here is checked as well, and the passphrase belongs to it.
    let passphrase = source.passphrase_file.as_ref().filter(|_| facts.new_mnemonic);
    let passphrase = passphrase.map(|file| format!(" --passphrase-file {}", Shown(file))).unwrap_or_default();
    line(&format!("Check at any time: keygen verify {}{passphrase}", Shown(batch.root())));
    text.truncate(text.trim_end().len());
    text
}

/// What restores which keys.
fn what_to_keep(made: &DerivedKeys, batch: &Batch, source: &SourceArgs) -> Vec<String> {
    let mut lines = Vec::new();
    let (root, encrypted) = (batch.root(), batch.manifest().is_encrypted());
    let material = made.material();
    let keys = if material.ikm().is_some() { "every ETH key" } else { "every key" };
    let with = if source.passphrase_file.is_some() { "together with the passphrase " } else { "" };
    if material.new_mnemonic().is_some() {
        let (file, how) =
            if encrypted { ("mnemonic.json", ", encrypted under the ETH password") } else { ("mnemonic.txt", "") };
        let restores = format!("{with}it restores {keys}, and nothing else does.");
        if source.show_mnemonic {
            lines.push(format!("The mnemonic was made here. It is on your paper, and in secret/{file}{how}."));
            lines.push(format!("Keep both: {restores}"));
        } else {
            lines.push(format!("The mnemonic was made here and is only in secret/{file}{how}: {restores}"));
            lines.push(format!("Back it up: keygen mnemonic show {}", Shown(&root.join("secret").join(file))));
        }
    } else if material.seed().is_some() {
        lines.push(format!("The mnemonic you gave is not in the directory. Keep it: {with}it restores {keys}."));
    }
    if material.ikm().is_some() {
        lines
            .push("The key material of --ikm-file is not in the directory. Keep it: it restores every BLS key.".into());
    }
    if made.publishers().iter().any(|publisher| matches!(publisher, Account::Key(_))) {
        lines.push("The publisher keys of --publisher-file cannot be derived again. Keep that file.".into());
    }
    lines
}

//! What the operator sees when a batch is done.

use std::fmt::Write as _;

use serde::Serialize;
use staking_registry::manifest::{ManifestKey, Sha256};

use super::{
    make::Made,
    plan::{Attesters, Entropy, Plan},
};
use crate::{
    batch_dir::Layout,
    check::sha256_of,
    cli::{BatchArgs, Proof},
    input::Publisher,
};

/// The summary, as text or as JSON.
pub(super) fn summary(plan: &Plan, made: &Made, args: &BatchArgs) -> String {
    let facts = Facts::of(plan, made);
    if args.json {
        serde_json::to_string_pretty(&facts).expect("strings and numbers always are JSON")
    } else {
        text(plan, &facts, args.source.passphrase_file.is_some())
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Facts {
    directory: String,
    count: u32,
    account_index: u32,
    first_index: u32,
    last_index: u32,
    bls_derivation: String,
    proof: Proof,
    encrypted: bool,
    new_mnemonic: bool,
    /// The digest by which two operators compare what they made.
    manifest_sha256: Option<String>,
    highest_gas_estimate: u64,
    attesters: Vec<String>,
}

impl Facts {
    fn of(plan: &Plan, made: &Made) -> Self {
        let validators = plan.allocation.validators();
        Self {
            directory: plan.out.display().to_string(),
            count: validators.count(),
            account_index: plan.allocation.account().get(),
            first_index: validators.start().get(),
            last_index: validators.last().get(),
            bls_derivation: plan.allocation.rule().to_string(),
            proof: plan.proof,
            encrypted: plan.is_encrypted(),
            new_mnemonic: plan.entropy.new_mnemonic().is_some(),
            manifest_sha256: sha256_of(&Layout::new(&plan.out).manifest()).ok().map(|digest| hex(&digest)),
            highest_gas_estimate: made.keys.iter().map(ManifestKey::gas_estimate).max().unwrap_or_default(),
            attesters: made.keys.iter().map(|key| key.attester.to_string()).collect(),
        }
    }
}

fn hex(digest: &Sha256) -> String {
    base16ct::lower::encode_string(&digest.0)
}

fn text(plan: &Plan, facts: &Facts, passphrase: bool) -> String {
    let mut text = String::new();
    let mut line = |line: &str| {
        let _ = writeln!(text, "{line}");
    };
    let s = if facts.count == 1 { "" } else { "s" };
    let directory = &facts.directory;
    line(&format!("{} key{s} in {directory}, each read back and verified", facts.count));
    line("");
    let indices = if facts.count == 1 {
        format!("index {}", facts.first_index)
    } else {
        format!("indices {} to {}", facts.first_index, facts.last_index)
    };
    line(&format!("  derived    account {}, {indices}, rule {}", facts.account_index, facts.bls_derivation));
    line(&format!("  attesters  {}", first_and_last(&facts.attesters)));
    line(&format!("  gas        at most {} of {} for a proof", facts.highest_gas_estimate, bn254_bls::gas::STIPEND));
    if let Some(digest) = &facts.manifest_sha256 {
        line(&format!("  manifest   sha256 {digest}"));
        line("  record     public/ceremony.html, to compare aloud, print and sign");
    }
    line("");
    line("  public/    may leave this machine, but is confidential until it is registered:");
    line("             whoever has it could register these keys first");
    if facts.encrypted {
        line("  secret/    encrypted; for the node's host alone");
    } else {
        line("  secret/    NOT ENCRYPTED, for test networks only");
    }
    line("");
    for kept in what_to_keep(plan, facts.encrypted, passphrase) {
        line(&kept);
    }
    if matches!(plan.attesters, Attesters::Given(_)) {
        line("No ETH keys were made; the node needs a remote signer for these attesters.");
    }
    if facts.proof == Proof::Feedback {
        line("The proofs sign the word \"feedback\". The deployed contract refuses them; the proofs that it");
        line("accepts are in the manifest.");
    }
    line(&format!("Check at any time: keygen verify {directory}"));
    text.truncate(text.trim_end().len());
    text
}

/// What restores which keys.
fn what_to_keep(plan: &Plan, encrypted: bool, passphrase: bool) -> Vec<String> {
    let mut lines = Vec::new();
    let keys = if matches!(plan.entropy, Entropy::Ikm { .. }) { "every ETH key" } else { "every key" };
    let with = if passphrase { "together with the passphrase " } else { "" };
    if plan.entropy.new_mnemonic().is_some() {
        let name = if encrypted { "mnemonic.json, encrypted under the ETH password" } else { "mnemonic.txt" };
        lines.push(format!("The mnemonic was made here and is only in secret/{name}. Back it up:"));
        lines.push(format!("{with}it restores {keys}, and nothing else does."));
    } else if plan.entropy.seed().is_some() {
        lines.push(format!("The mnemonic you gave is not in the directory. Keep it: {with}it restores {keys}."));
    }
    if matches!(plan.entropy, Entropy::Ikm { .. }) {
        lines
            .push("The key material of --ikm-file is not in the directory. Keep it: it restores every BLS key.".into());
    }
    if plan.publishers.iter().any(|publisher| matches!(publisher, Publisher::Key(_))) {
        lines.push("The publisher keys of --publisher-file cannot be derived again. Keep that file.".into());
    }
    lines
}

fn first_and_last(attesters: &[String]) -> String {
    match attesters {
        [] => String::new(),
        [one] => one.clone(),
        [first, .., last] => format!("{first} to {last}"),
    }
}

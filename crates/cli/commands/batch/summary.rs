//! What the operator sees when a batch is done.

use std::fmt::Write as _;

use aztec_staking_registry::NonZeroAddress;
use serde::{Serialize, Serializer};

use super::{
    entropy::Entropy,
    plan::{Attesters, Plan},
};
use crate::{
    cli::{BatchArgs, Proof, SourceArgs},
    input::Publisher,
    new_batch::Made,
    output::Shown,
};

/// The summary, as text or as JSON.
pub(super) fn summary(plan: &Plan, made: &Made, args: &BatchArgs) -> String {
    let facts = Facts::of(plan, made);
    if args.json {
        serde_json::to_string_pretty(&facts).expect("strings and numbers always are JSON")
    } else {
        text(plan, made, &facts, &args.source)
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Facts<'a> {
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
    manifest_sha256: String,
    highest_gas_estimate: u64,
    #[serde(serialize_with = "as_texts")]
    attesters: &'a [NonZeroAddress],
}

fn as_texts<S: Serializer>(attesters: &&[NonZeroAddress], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(attesters.iter().map(ToString::to_string))
}

impl<'a> Facts<'a> {
    fn of(plan: &Plan, made: &'a Made) -> Self {
        let validators = plan.allocation.validators();
        Self {
            directory: plan.new.out.display().to_string(),
            count: validators.count(),
            account_index: plan.allocation.account().get(),
            first_index: validators.start().get(),
            last_index: validators.last().get(),
            bls_derivation: plan.allocation.rule().to_string(),
            proof: plan.proof,
            encrypted: plan.new.protection.is_encrypted(),
            new_mnemonic: plan.entropy.new_mnemonic().is_some(),
            manifest_sha256: made.manifest_digest(),
            highest_gas_estimate: made.highest_gas,
            attesters: &made.attesters,
        }
    }
}

fn text(plan: &Plan, made: &Made, facts: &Facts<'_>, source: &SourceArgs) -> String {
    let indices = if facts.count == 1 {
        format!("index {}", facts.first_index)
    } else {
        format!("indices {} to {}", facts.first_index, facts.last_index)
    };
    let derived = format!("account {}, {indices}, rule {}", facts.account_index, facts.bls_derivation);
    let mut text = plan.new.report(made, Some(&derived));
    let mut line = |line: &str| {
        let _ = writeln!(text, "{line}");
    };
    for kept in what_to_keep(plan, facts.encrypted, source) {
        line(&kept);
    }
    if matches!(plan.attesters, Attesters::Given(_)) {
        line("No ETH keys were made; the node needs a remote signer for these attesters.");
    }
    if facts.proof == Proof::Feedback {
        line("The proofs sign the word \"feedback\". The deployed contract refuses them; the proofs that it");
        line("accepts are in the manifest.");
    }
    // The mnemonic that is kept here is checked as well, and the passphrase belongs to it.
    let passphrase = source.passphrase_file.as_ref().filter(|_| facts.new_mnemonic);
    let passphrase = passphrase.map(|file| format!(" --passphrase-file {}", Shown(file))).unwrap_or_default();
    line(&format!("Check at any time: keygen verify {}{passphrase}", Shown(&plan.new.out)));
    text.truncate(text.trim_end().len());
    text
}

/// What restores which keys.
fn what_to_keep(plan: &Plan, encrypted: bool, source: &SourceArgs) -> Vec<String> {
    let mut lines = Vec::new();
    let keys = if matches!(plan.entropy, Entropy::Ikm { .. }) { "every ETH key" } else { "every key" };
    let with = if source.passphrase_file.is_some() { "together with the passphrase " } else { "" };
    if plan.entropy.new_mnemonic().is_some() {
        let name = if encrypted { "mnemonic.json, encrypted under the ETH password" } else { "mnemonic.txt" };
        lines.push(if source.show_mnemonic {
            format!("The mnemonic was made here. It is on your paper, and in secret/{name}. Keep both:")
        } else {
            format!("The mnemonic was made here and is only in secret/{name}. Back it up:")
        });
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

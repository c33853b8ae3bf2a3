//! What the operator sees when a batch is done.

use std::fmt::Write as _;

use serde::{Serialize, Serializer};
use staking_registry::{NonZeroAddress, manifest::Sha256};

use super::{
    lists::Made,
    plan::{Attesters, Entropy, Plan},
};
use crate::{
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
            directory: plan.out.display().to_string(),
            count: validators.count(),
            account_index: plan.allocation.account().get(),
            first_index: validators.start().get(),
            last_index: validators.last().get(),
            bls_derivation: plan.allocation.rule().to_string(),
            proof: plan.proof,
            encrypted: plan.is_encrypted(),
            new_mnemonic: plan.entropy.new_mnemonic().is_some(),
            manifest_sha256: hex(&made.manifest_sha256),
            highest_gas_estimate: made.highest_gas,
            attesters: &made.attesters,
        }
    }
}

fn hex(digest: &Sha256) -> String {
    base16ct::lower::encode_string(&digest.0)
}

fn text(plan: &Plan, facts: &Facts<'_>, passphrase: bool) -> String {
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
    line(&format!("  attesters  {}", first_and_last(facts.attesters)));
    line(&format!("  gas        at most {} of {} for a proof", facts.highest_gas_estimate, bn254_bls::gas::STIPEND));
    line(&format!("  manifest   sha256 {}", facts.manifest_sha256));
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

fn first_and_last(attesters: &[NonZeroAddress]) -> String {
    match attesters {
        [] => String::new(),
        [one] => one.to_string(),
        [first, .., last] => format!("{first} to {last}"),
    }
}

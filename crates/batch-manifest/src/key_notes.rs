//! Keys of which somebody must know more than the manifest's numbers: later candidates, and those that cost much gas.

use aztec_key_derivation::{BlsDerivation, GasBudget, MasterFingerprint};
use bn254_bls::gas::PopGasLimit;
use serde::Serialize;
use strict_json::shortened;

use crate::{Manifest, ManifestKey};

/// So many keys are named, and the others counted.
const NAMED: usize = 10;

/// A key that a note is about, for machines.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NotedKey {
    index: u32,
    attester: String,
    /// None where the keys were imported.
    path: Option<String>,
    candidate: u8,
    gas_estimate: u64,
}

impl From<&ManifestKey> for NotedKey {
    fn from(key: &ManifestKey) -> Self {
        Self {
            index: key.index.get(),
            attester: key.attester.to_string(),
            path: key.path.map(|path| path.to_string()),
            candidate: key.candidate(),
            gas_estimate: key.gas_estimate(),
        }
    }
}

/// All keys that notes are about, for machines.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyNotes {
    /// Keys that are not candidate 0 of their rule.
    later_candidates: Vec<NotedKey>,
    /// What the official tool needs to make the same keys; empty where it does so without any option.
    official_options: Vec<String>,
    /// Keys over the limit, which cannot be registered.
    over_gas_limit: Vec<NotedKey>,
    /// Keys that need the limit which v6 raised.
    need_raised_limit: Vec<NotedKey>,
}

impl KeyNotes {
    /// Those of a batch.
    #[must_use]
    pub fn of(manifest: &Manifest) -> Self {
        let noted = |keys: Vec<&ManifestKey>| keys.into_iter().map(NotedKey::from).collect();
        Self {
            later_candidates: later_candidates(manifest),
            official_options: official_options(manifest),
            over_gas_limit: noted(over_limit(manifest)),
            need_raised_limit: noted(need_raised_limit(manifest)),
        }
    }
}

/// Keys that are not candidate 0 of their rule.
#[must_use]
pub fn later_candidates(manifest: &Manifest) -> Vec<NotedKey> {
    manifest.later_candidates().map(NotedKey::from).collect()
}

/// What the official tool needs to make the same keys, where without an option it makes others, or stops.
#[must_use]
pub fn official_options(manifest: &Manifest) -> Vec<String> {
    let differs = match manifest.derivation().map(BlsDerivation::budget) {
        None => false,
        Some(Some(_)) => manifest.later_candidates().next().is_some(),
        Some(None) => manifest.keys().iter().any(stops_the_official_tool),
    };
    manifest.derivation().filter(|_| differs).map(BlsDerivation::official_options).unwrap_or_default()
}

/// Without an option it makes candidate 0, and stops where that is over the budget.
fn stops_the_official_tool(key: &ManifestKey) -> bool {
    key.gas_estimate() > GasBudget::V6.get()
}

fn over_limit(manifest: &Manifest) -> Vec<&ManifestKey> {
    manifest.keys().iter().filter(|key| !key.is_within(manifest.gas_limit())).collect()
}

fn need_raised_limit(manifest: &Manifest) -> Vec<&ManifestKey> {
    let needs = |key: &&ManifestKey| key.is_within(manifest.gas_limit()) && !key.is_within(PopGasLimit::BEFORE_V6);
    manifest.keys().iter().filter(needs).collect()
}

/// What the manifest says of itself, and nothing else in the directory vouches for, so that a person must look.
#[must_use]
pub fn origin_note(manifest: &Manifest) -> String {
    // It may be anything.
    let made_by = shortened(&manifest.details().made_by, 60);
    let limit = manifest.gas_limit();
    let from = |what: &str, fingerprint: Option<MasterFingerprint>| {
        fingerprint.map(|fingerprint| format!(", from the {what} {fingerprint}")).unwrap_or_default()
    };
    let mnemonic = from("mnemonic", manifest.origin().mnemonic_fingerprint());
    let ikm = from("key material", manifest.origin().ikm_fingerprint());
    format!("Made by {made_by}{mnemonic}{ikm}, for a limit of {limit} gas, as the manifest says.")
}

/// A sentence for each later candidate, and what the official tool needs.
#[must_use]
pub fn candidate_notes(manifest: &Manifest) -> Vec<String> {
    let budget = manifest.derivation().and_then(BlsDerivation::budget);
    let moved: Vec<_> = manifest.later_candidates().collect();
    let mut notes = named(&moved, "are later candidates", |key| {
        let path = key.path.map(|path| path.to_string()).unwrap_or_default();
        let budget = budget.map(|budget| format!(": each before it takes more than {budget} gas")).unwrap_or_default();
        format!("Key {} is candidate {}, at {path}{budget}.", key.index, key.candidate())
    });
    let options = official_options(manifest);
    if !options.is_empty() {
        notes.push(format!("The official tool makes the same keys with {}.", options.join(" ")));
    }
    notes
}

/// A sentence for each key that costs so much that it matters where it is registered.
#[must_use]
pub fn gas_notes(manifest: &Manifest) -> Vec<String> {
    let limit = manifest.gas_limit();
    let mut notes = named(&over_limit(manifest), "are over the limit", |key| {
        format!(
            "WARNING: key {} takes {} of {limit} gas for its proof. The contract refuses it; do not register it.",
            key.index,
            key.gas_estimate()
        )
    });
    notes.extend(named(&need_raised_limit(manifest), "need the raised limit", |key| {
        format!(
            "Key {} takes {} of {limit} gas for its proof. It needs the raised limit: under the {} of before v6 it does not \
             register.",
            key.index,
            key.gas_estimate(),
            PopGasLimit::BEFORE_V6
        )
    }));
    notes
}

fn named(keys: &[&ManifestKey], what: &str, sentence: impl Fn(&ManifestKey) -> String) -> Vec<String> {
    let mut notes: Vec<_> = keys.iter().take(NAMED).map(|key| sentence(key)).collect();
    match keys.len().saturating_sub(NAMED) {
        0 => {}
        others => notes.push(format!("{others} more keys {what}; manifest.json has all of them.")),
    }
    notes
}

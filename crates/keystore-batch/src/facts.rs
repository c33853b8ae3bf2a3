//! A batch in numbers, for machines.

use serde::Serialize;

use crate::{Batch, DestinationFacts, key_notes::KeyNotes};

/// What a summary for machines says of a batch, whatever its keys come from. It serializes in camel case.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BatchFacts {
    directory: String,
    count: usize,
    encrypted: bool,
    /// The digest by which two operators compare what they made.
    manifest_sha256: String,
    highest_gas_estimate: u64,
    gas_limit: u64,
    destination: Option<DestinationFacts>,
    #[serde(flatten)]
    notes: KeyNotes,
    attesters: Vec<String>,
}

impl BatchFacts {
    /// As the manifest has them.
    #[must_use]
    pub fn of(batch: &Batch) -> Self {
        let manifest = batch.manifest();
        Self {
            directory: batch.root().display().to_string(),
            count: manifest.keys().len(),
            encrypted: manifest.is_encrypted(),
            manifest_sha256: batch.manifest_digest().to_string(),
            highest_gas_estimate: manifest.highest_gas_estimate(),
            gas_limit: manifest.gas_limit().get(),
            destination: manifest.destination().map(DestinationFacts::from),
            notes: KeyNotes::of(manifest),
            attesters: manifest.keys().iter().map(|key| key.attester.to_string()).collect(),
        }
    }
}

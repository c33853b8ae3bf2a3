//! `keygen metadata check`.

use std::{
    collections::HashMap,
    fmt::Write as _,
    path::{Path, PathBuf},
};

use aztec_staking_registry::{ProviderId, metadata::ProviderMetadata};
use serde::Serialize;

use super::MetadataError;
use crate::{
    input::{StdinOnce, read_public},
    output::{self, RUN_AGAIN, one_line},
};

pub(super) fn run(files: &[PathBuf], json: bool) -> Result<(), MetadataError> {
    let stdin = &mut StdinOnce::default();
    let mut known = HashMap::new();
    let mut found = Vec::new();
    for path in files {
        found.push(Found::of(path, &read_public("FILE", path, stdin)?, &mut known));
    }
    let report = if json {
        serde_json::to_string_pretty(&found).expect("strings and numbers always are JSON")
    } else {
        text(&found)
    };
    match found.iter().map(|found| found.faults.len()).sum() {
        0 => Ok(output::result(&report, RUN_AGAIN)?),
        faults => {
            output::findings(&report);
            Err(MetadataError::Faults { faults })
        }
    }
}

/// What there is to report of a file.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Found {
    file: String,
    /// None where the file cannot be read.
    provider_id: Option<u64>,
    provider_name: Option<String>,
    /// Fields that the dashboard shows as empty.
    empty_fields: Vec<&'static str>,
    warnings: Vec<String>,
    faults: Vec<Fault>,
}

#[derive(Serialize)]
struct Fault {
    /// None where it is about the whole file, or about a field that the dashboard does not have.
    field: Option<&'static str>,
    text: String,
}

impl Found {
    /// `known` has the file of each provider that was seen before.
    fn of(path: &Path, text: &str, known: &mut HashMap<ProviderId, String>) -> Self {
        let mut found = Self {
            file: path.display().to_string(),
            provider_id: None,
            provider_name: None,
            empty_fields: Vec::new(),
            warnings: Vec::new(),
            faults: Vec::new(),
        };
        match ProviderMetadata::read(text) {
            Err(faults) => {
                found.faults = faults.iter().map(|one| Fault { field: one.field(), text: one.to_string() }).collect();
            }
            Ok(metadata) => found.note(path, &metadata, known),
        }
        found
    }

    fn note(&mut self, path: &Path, metadata: &ProviderMetadata, known: &mut HashMap<ProviderId, String>) {
        let id = metadata.id;
        self.provider_id = Some(id.get());
        self.provider_name = Some(metadata.name.clone());
        self.empty_fields = metadata.empty_fields();
        self.warnings.extend(
            self.empty_fields
                .iter()
                .map(|field| format!("{field} is empty, and the dashboard shows nothing there; fill it in if you can")),
        );
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let listed = name.starts_with(&format!("{id}-")) && name.ends_with(".json");
        if path != Path::new("-") && !listed {
            self.warnings.push(format!(
                "files of the dashboard's list are called <providerId>-<name>.json; rename this one to {}",
                metadata.file_name()
            ));
        }
        if let Some(first) = known.get(&id) {
            let text =
                format!("providerId is that of {first}, and the dashboard reads one file a provider; remove one");
            self.faults.push(Fault { field: Some("providerId"), text });
        } else {
            known.insert(id, self.file.clone());
        }
    }
}

fn text(all: &[Found]) -> String {
    let mut text = String::new();
    for found in all {
        let file = one_line(&found.file);
        for fault in &found.faults {
            let _ = writeln!(text, "fault: {file}: {}", one_line(&fault.text));
        }
        for warning in &found.warnings {
            let _ = writeln!(text, "warning: {file}: {}", one_line(warning));
        }
        let what = match (found.provider_id, &found.provider_name) {
            (Some(id), Some(name)) => format!("provider {id}, {}; ", one_line(name)),
            _ => String::new(),
        };
        let verdict = if found.faults.is_empty() { "the dashboard can use every field" } else { "NOT SOUND" };
        let _ = writeln!(text, "{file}: {what}{verdict}");
    }
    text.truncate(text.trim_end().len());
    text
}

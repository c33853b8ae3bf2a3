//! What there is to report of a path. The shape is that of `--json`.

use std::collections::BTreeMap;

use aztec_keystore_batch::{
    Accounts, BatchFault, DestinationFacts, KeyFileText, Manifest, MnemonicCopy, PasswordFiles, Recipients,
    SecretCheck,
    key_notes::{NotedKey, candidate_notes, later_candidates, official_options, origin_note},
};
use aztec_staking_registry::{
    audit::{ListReport, ListSummary, Remark, Severity, TupleReport},
    public_file::{CallFinding, CallReport, KeysCall, PublicFile},
};
use serde::Serialize;

use super::exits_report::ExitsReport;
use aztec_operator::input::with_remedy;

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PathReport {
    pub(super) path: String,
    pub(super) entries: usize,
    #[serde(flatten)]
    pub(super) summary: ListSummary,
    /// Of a directory: keys that are not candidate 0 of their rule.
    pub(super) later_candidates: Vec<NotedKey>,
    /// Of a directory: what the official tool needs to make the same keys.
    pub(super) official_options: Vec<String>,
    /// The same in words.
    #[serde(skip)]
    pub(super) notes: Vec<String>,
    /// Of a directory with calls: where its manifest says that they go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) destination: Option<DestinationFacts>,
    /// The same in words.
    #[serde(skip)]
    pub(super) goes_to: Option<String>,
    /// Of files that carry calls; none for the others.
    pub(super) calls: Vec<KeysCall>,
    /// Of a file of signed exits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) exits: Option<ExitsReport>,
    pub(super) secrets: SecretFiles,
    /// Of directories whose secret files were opened, where the keys come from a mnemonic.
    pub(super) mnemonic: Option<MnemonicCopy>,
    /// What encrypted files say beside their keys.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) key_files: BTreeMap<String, KeyFileText>,
    /// Who is paid. Nothing but the node keystore says it, so a person must look.
    pub(super) rewards: Option<Recipients>,
    /// Accounts that are not in the directory, as the node keystore has them. Nothing else says them either.
    pub(super) accounts: Option<Accounts>,
    pub(super) warnings: Vec<String>,
    pub(super) faults: Vec<String>,
    /// How many of the faults are the system's, which did not let us read: nothing is known of those files.
    #[serde(skip_serializing_if = "is_zero")]
    pub(super) unread: usize,
    /// How many of the faults are in what was given to the command, and not in the keys.
    #[serde(skip)]
    pub(super) misgiven: usize,
    pub(super) tuples: Vec<TupleReport>,
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// What became of the secret files.
#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum SecretFiles {
    /// There never are: a file with tuples.
    #[default]
    None,
    /// A directory without its secret part.
    Absent,
    /// A public part by itself: whatever lies beside it was not looked at.
    NotNamed,
    /// There was no password, or nobody wanted them opened.
    NotOpened,
    /// A password opens none of those that it is for: nothing is known of them.
    WrongPassword,
    /// Every one was opened and compared.
    Opened,
}

impl PathReport {
    /// What a manifest says beside its keys.
    pub(super) fn add_manifest(&mut self, manifest: &Manifest) {
        self.later_candidates = later_candidates(manifest);
        self.official_options = official_options(manifest);
        self.notes = candidate_notes(manifest);
        self.notes.push(origin_note(manifest));
        self.destination = manifest.destination().map(DestinationFacts::from);
        self.goes_to = manifest.destination().map(|calls| calls.to_string());
    }

    /// Takes the calls in a file. Those that add no keys are faults, unless the operator has looked at them.
    pub(super) fn add_calls(&mut self, file: &PublicFile, allow_other: bool) {
        let CallReport { calls, findings } = file.calls();
        self.calls = calls;
        for finding in &findings {
            let place = finding.call().map(|call| format!(", call {call}")).unwrap_or_default();
            let what = format!("{}{place}: {finding}", self.path);
            match (finding, finding.severity()) {
                (CallFinding::AddsNoKeys { .. }, _) if allow_other => {
                    self.warnings.push(format!("{what}; look at it before anybody signs"));
                }
                (CallFinding::AddsNoKeys { .. }, _) => self.faults.push(format!(
                    "{what}; do not sign the batch, or give --allow-other-calls when you have looked at the call"
                )),
                (_, Severity::Error) => self.faults.push(what),
                (_, Severity::Warning) => self.warnings.push(what),
            }
        }
        self.faults.extend(file.faults.iter().map(|fault| format!("{}: {}", self.path, with_remedy(fault))));
    }

    pub(super) fn add_audit(&mut self, list: ListReport) {
        self.summary = list.summary;
        self.warnings.extend(list.warnings);
        self.faults.extend(list.faults);
        self.tuples = list.tuples;
    }

    /// Takes what the secret files say, and gives back what is wrong with them.
    pub(super) fn add_secret_check(&mut self, secret: SecretCheck) -> Vec<BatchFault> {
        let wrong = secret.wrong_password();
        self.secrets = if wrong.is_some() { SecretFiles::WrongPassword } else { self.secrets };
        if wrong == Some(PasswordFiles::All) {
            return secret.faults;
        }
        self.mnemonic = secret.mnemonic;
        let others = secret.key_files.values().filter(|text| !text.as_written).count();
        if others > 0 {
            self.notes.push(format!(
                "key files with text or a layout that keygen does not write: {others} (--json names them)"
            ));
        }
        self.key_files = secret.key_files;
        self.rewards = Some(secret.recipients);
        self.accounts = Some(secret.accounts);
        secret.faults
    }

    /// Whether a fault is in the keys or their files, as far as they were looked at.
    pub(super) fn is_faulty(&self) -> bool {
        self.faults.len() > self.unread + self.misgiven
    }

    pub(super) fn add_batch_faults(&mut self, faults: &[BatchFault]) {
        for fault in faults {
            let text = fault.to_string();
            if fault.is_of_the_system() {
                // Several checks look at the same file.
                if self.faults.contains(&text) {
                    continue;
                }
                self.unread += 1;
            }
            self.misgiven += usize::from(matches!(fault, BatchFault::WrongPassword { .. }));
            self.faults.push(text);
            if let Some((entry, field, code)) = fault.about()
                && let Some(tuple) = self.tuples.get_mut(entry)
            {
                tuple.faults.push(Remark { code, field });
            }
        }
    }
}

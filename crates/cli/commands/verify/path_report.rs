//! What there is to report of a path. The shapes are those of `--json`.

use std::collections::BTreeMap;

use aztec_keystore_batch::{Accounts, BatchFault, Manifest, Recipients, SecretCheck};
use aztec_staking_registry::{
    Field,
    audit::{Entry, Finding, Message, Severity},
    public_file::PublicFile,
};
use bn254_bls::gas::PopGasLimit;
use serde::Serialize;

use super::{calls::Calls, exits::ExitsReport};
use crate::{
    destination::{DestinationFacts, calls_text},
    key_notes::{NotedKey, candidate_notes, later_candidates, official_options},
};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PathReport {
    pub(super) path: String,
    pub(super) entries: usize,
    /// How many proofs sign which message.
    pub(super) proofs: Proofs,
    /// None where no key could be read.
    pub(super) highest_gas_estimate: Option<u64>,
    /// What the contract gives to the verification of a proof.
    pub(super) gas_limit: u64,
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
    pub(super) calls: Vec<Call>,
    /// Of a file of signed exits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) exits: Option<ExitsReport>,
    pub(super) secrets: SecretFiles,
    /// Of directories whose secret files were opened, where the keys come from a mnemonic.
    pub(super) mnemonic: Option<MnemonicCopy>,
    /// Of directories whose secret files were opened.
    pub(super) rewards: Option<RewardsReport>,
    /// Of directories whose secret files were opened.
    pub(super) accounts: Option<AccountsReport>,
    pub(super) warnings: Vec<String>,
    pub(super) faults: Vec<String>,
    pub(super) tuples: Vec<Tuple>,
}

#[derive(Default, Serialize)]
pub(super) struct Proofs {
    pub(super) registration: usize,
    pub(super) feedback: usize,
    pub(super) neither: usize,
}

/// A call that adds keys.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Call {
    /// Its position in the file, from 1.
    pub(super) number: usize,
    pub(super) provider_id: u64,
    pub(super) keys: usize,
    /// The first and the last of its entries, from 0 through the whole file.
    pub(super) first: usize,
    pub(super) last: usize,
    /// Where it is sent; only a batch for a Safe says so.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub(super) recipient: Option<Recipient>,
}

#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Recipient {
    pub(super) registry: String,
    /// None where the file does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) chain_id: Option<u64>,
}

/// What became of the secret files.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum SecretFiles {
    /// There never are: a file with tuples.
    None,
    /// A directory without its secret part.
    Absent,
    /// There was no password, or nobody wanted them opened.
    NotOpened,
    /// Every one was opened and compared.
    Opened,
}

/// Whether the mnemonic is in the directory.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum MnemonicCopy {
    Kept,
    NotKept,
}

/// Who receives what, as the node keystore has it. Nothing else in the directory says it, so a person must look.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RewardsReport {
    /// Entries whose attester receives the rewards itself.
    pub(super) own_coinbases: usize,
    /// Other receivers of rewards, and with how many entries.
    pub(super) coinbases: BTreeMap<String, usize>,
    /// Receivers of fees, and with how many entries.
    pub(super) fee_recipients: BTreeMap<String, usize>,
}

/// Accounts that are not in the directory, as the node keystore has them. Nothing else says them either.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AccountsReport {
    /// Publishers at a remote signer, and with how many entries.
    pub(super) publishers: BTreeMap<String, usize>,
    pub(super) funding_account: Option<String>,
    /// The remote signers, and how many accounts each has.
    pub(super) remote_signers: BTreeMap<String, usize>,
}

/// One entry.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Tuple {
    /// Its position, from 0.
    pub(super) entry: usize,
    pub(super) attester: String,
    /// What its proof signs.
    pub(super) message: String,
    /// Of the hash to point, as its gas estimate; none where a field holds no point.
    pub(super) attempts: Option<u32>,
    pub(super) square_roots: Option<u32>,
    pub(super) gas_estimate: Option<u64>,
    pub(super) warnings: Vec<Remark>,
    pub(super) faults: Vec<Remark>,
}

/// A finding in words that stay the same when messages are reworded.
#[derive(Serialize)]
pub(super) struct Remark {
    code: &'static str,
    field: &'static str,
}

impl PathReport {
    pub(super) fn nothing_yet(path: String, gas_limit: PopGasLimit) -> Self {
        Self {
            path,
            entries: 0,
            proofs: Proofs::default(),
            highest_gas_estimate: None,
            gas_limit: gas_limit.get(),
            later_candidates: Vec::new(),
            official_options: Vec::new(),
            notes: Vec::new(),
            destination: None,
            goes_to: None,
            calls: Vec::new(),
            exits: None,
            secrets: SecretFiles::None,
            mnemonic: None,
            rewards: None,
            accounts: None,
            warnings: Vec::new(),
            faults: Vec::new(),
            tuples: Vec::new(),
        }
    }

    /// What a manifest says beside its keys.
    pub(super) fn add_manifest(&mut self, manifest: &Manifest) {
        self.later_candidates = later_candidates(manifest);
        self.official_options = official_options(manifest);
        self.notes = candidate_notes(manifest);
        self.destination = manifest.destination().map(DestinationFacts::from);
        self.goes_to = manifest.destination().map(calls_text);
    }

    pub(super) fn add_calls(&mut self, file: &PublicFile, allow_other: bool) {
        let Calls { calls, warnings, faults } = Calls::of(file, &self.path, allow_other);
        self.calls = calls;
        self.warnings.extend(warnings);
        self.faults.extend(faults);
    }

    pub(super) fn add_entry(&mut self, entry: &Entry) {
        let tuple = Tuple::from(entry);
        *match entry.message {
            Message::Registration => &mut self.proofs.registration,
            Message::Feedback => &mut self.proofs.feedback,
            Message::Neither => &mut self.proofs.neither,
        } += 1;
        self.highest_gas_estimate = self.highest_gas_estimate.max(tuple.gas_estimate);
        self.tuples.push(tuple);
    }

    pub(super) fn add_finding(&mut self, finding: &Finding, severity: Severity, sentence: String) {
        let field = finding.fault.field().map_or("", Field::name);
        let remark = Remark { code: finding.fault.code(), field };
        // An entry that cannot be read is not among the tuples.
        let position = self.tuples.binary_search_by_key(&finding.location.entry, |tuple| tuple.entry);
        let tuple = position.ok().map(|position| &mut self.tuples[position]);
        match severity {
            Severity::Error => {
                if let Some(tuple) = tuple {
                    tuple.faults.push(remark);
                }
                self.faults.push(sentence);
            }
            Severity::Warning => {
                if let Some(tuple) = tuple {
                    tuple.warnings.push(remark);
                }
                self.warnings.push(sentence);
            }
        }
    }

    pub(super) fn add_secret_check(&mut self, secret: &SecretCheck) {
        self.mnemonic = secret.keeps_mnemonic.map(|kept| if kept { MnemonicCopy::Kept } else { MnemonicCopy::NotKept });
        let Recipients { own_coinbases, coinbases, fee_recipients } = &secret.recipients;
        self.rewards = Some(RewardsReport {
            own_coinbases: *own_coinbases,
            coinbases: coinbases.iter().map(|(address, entries)| (address.to_string(), *entries)).collect(),
            fee_recipients: fee_recipients.iter().map(|(address, entries)| (address.to_string(), *entries)).collect(),
        });
        let Accounts { publishers, funding_account, remote_signers } = &secret.accounts;
        self.accounts = Some(AccountsReport {
            publishers: publishers.iter().map(|(address, entries)| (address.to_string(), *entries)).collect(),
            funding_account: funding_account.map(|address| address.to_string()),
            remote_signers: remote_signers.clone(),
        });
    }

    pub(super) fn add_batch_faults(&mut self, faults: &[BatchFault]) {
        for fault in faults {
            self.faults.push(fault.to_string());
            if let Some((entry, field, code)) = fault.about()
                && let Some(tuple) = self.tuples.get_mut(entry)
            {
                tuple.faults.push(Remark { code, field });
            }
        }
    }
}

impl From<&Entry> for Tuple {
    fn from(entry: &Entry) -> Self {
        Self {
            entry: entry.location.entry,
            attester: entry.attester.to_checksum(None),
            message: entry.message.to_string(),
            attempts: entry.hashed_point.map(|point| point.attempts()),
            square_roots: entry.hashed_point.map(|point| point.square_roots()),
            gas_estimate: entry.gas(),
            warnings: Vec::new(),
            faults: Vec::new(),
        }
    }
}

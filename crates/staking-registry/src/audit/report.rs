//! What an audit found, entry by entry.

use core::fmt;

use alloy_primitives::Address;
use bn254_bls::{
    HashedPoint, ProofKind, UnverifiedPublicKey,
    gas::{self, PopGasLimit},
};

use super::proofs::{Points, Verdict};
use super::{Fault, Finding, Severity};
use crate::{Spelling, UnverifiedKeyStore};

/// Which entry of which list, both from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The position of the list.
    pub list: usize,
    /// The position of the entry in its list.
    pub entry: usize,
}

/// What a proof signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Message {
    /// pk1: the contract accepts the proof.
    Registration,
    /// The word "feedback": the contract refuses the proof.
    Feedback,
    /// Neither of them, or there is no sound key to ask for.
    Neither,
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Registration => "registration",
            Self::Feedback => "feedback",
            Self::Neither => "neither",
        })
    }
}

/// What there is to say about one entry, whether or not something is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which entry.
    pub location: Location,
    /// Its attester.
    pub attester: Address,
    /// What its proof signs.
    pub message: Message,
    /// Its key. None where pk1, pk2 or the proof is no point.
    pub public_key: Option<UnverifiedPublicKey>,
    /// pk1 hashed to a point; [`HashedPoint::gas`] is the estimate. None where pk1, pk2 or the proof is no point.
    pub digest: Option<HashedPoint>,
}

/// What an audit found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    labels: Vec<String>,
    pub(super) entries: Vec<Entry>,
    findings: Vec<Finding>,
}

impl Report {
    /// The position of the new list.
    pub(super) fn begin_list(&mut self, label: &str) -> usize {
        self.labels.push(label.to_owned());
        self.labels.len() - 1
    }

    pub(super) fn add(
        &mut self,
        location: Location,
        tuple: &UnverifiedKeyStore,
        verdict: &Verdict,
        expected: ProofKind,
    ) -> Entry {
        let mut note = |fault| self.findings.push(Finding::new(location, fault, expected));
        if tuple.attester.is_zero() {
            note(Fault::ZeroAttester);
        }
        if tuple.spelling == Spelling::Unchecked {
            note(Fault::UncheckedAttester);
        }
        let (message, points) = match *verdict {
            Verdict::NoPoint(fault) => {
                note(Fault::Point(fault));
                (Message::Neither, None)
            }
            Verdict::KeysDiffer(points) => {
                note(Fault::KeysDiffer);
                (Message::Neither, Some(points))
            }
            Verdict::Signs(message, points) => {
                match (message, expected) {
                    (Message::Neither, _) => note(Fault::NoProof),
                    (Message::Registration, ProofKind::Feedback) => note(Fault::RegistrationUnexpected),
                    (Message::Feedback, _) => note(Fault::FeedbackOnly),
                    (Message::Registration, ProofKind::Registration) => {}
                }
                (message, Some(points))
            }
        };
        let (public_key, digest) = points.map(|Points { public_key, digest }| (public_key, digest)).unzip();
        match digest.map(|digest: HashedPoint| digest.gas()) {
            Some(gas) if !PopGasLimit::DEFAULT.allows(gas) => note(Fault::OverGasLimit { gas }),
            Some(gas) if gas > gas::DERIVATION_BUDGET => note(Fault::OverBudget { gas }),
            _ => {}
        }
        Entry { location, attester: tuple.attester, message, public_key, digest }
    }

    pub(super) fn add_duplicates(
        &mut self,
        location: Location,
        duplicates: impl Iterator<Item = Fault>,
        expected: ProofKind,
    ) {
        self.findings.extend(duplicates.map(|fault| Finding::new(location, fault, expected)));
    }

    /// Every entry, in the order of the lists.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Everything that is wrong, in the order of the entries.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The findings of one severity.
    pub fn of_severity(&self, severity: Severity) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.severity == severity)
    }

    /// Whether the chain would take every entry: no finding is an error.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.of_severity(Severity::Error).next().is_none()
    }

    /// What messages call a list.
    #[must_use]
    pub fn label(&self, location: Location) -> &str {
        self.labels.get(location.list).map_or("", String::as_str)
    }

    /// The sentence for a finding: list, entry, field, what is wrong, and the remedy.
    #[must_use]
    pub fn describe(&self, finding: &Finding) -> String {
        let Location { entry, .. } = finding.location;
        let place = format!("{}, entry {entry}, {}", self.label(finding.location), finding.fault.field());
        let what = match finding.fault {
            Fault::ZeroAttester => "the zero address cannot attest; put the attester's own address there".to_owned(),
            Fault::UncheckedAttester => {
                "the address carries no checksum (EIP-55); compare it with its source character by character".to_owned()
            }
            Fault::Point(fault) => fault.reason.to_string(),
            Fault::KeysDiffer => bn254_bls::VerifyError::KeysDiffer.to_string(),
            Fault::NoProof => {
                "the proof is valid over neither pk1 nor the word feedback; make the proof anew".to_owned()
            }
            Fault::FeedbackOnly => "the proof signs the word feedback, which the contract refuses and which does not \
                show that anybody knows the secret; use the registration proof of this key"
                .to_owned(),
            Fault::RegistrationUnexpected => "the proof signs pk1, where a proof over the word feedback was expected; \
                it is the one that the contract accepts, so keep it for the registration"
                .to_owned(),
            Fault::OverGasLimit { gas } => format!(
                "verifying the proof is estimated at {gas} gas, above the {} that the contract gives it, so the key \
                 cannot be registered; derive another key",
                PopGasLimit::DEFAULT
            ),
            Fault::OverBudget { gas } => format!(
                "verifying the proof is estimated at {gas} gas, above the budget of {}; the contract gives it {}, so \
                 prefer another key",
                gas::DERIVATION_BUDGET,
                PopGasLimit::DEFAULT
            ),
            Fault::DuplicateAttester { first } => {
                format!("the attester is that of {}; remove one of the two", self.place(first))
            }
            Fault::DuplicateKey { first } => format!("the key is that of {}; remove one of the two", self.place(first)),
        };
        format!("{place}: {what}")
    }

    fn place(&self, location: Location) -> String {
        format!("{}, entry {}", self.label(location), location.entry)
    }
}

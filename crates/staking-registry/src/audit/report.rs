//! What an audit found, entry by entry.

use bn254_bls::ProofKind;
use bn254_bls::gas::PopGasLimit;

use super::entry::Entry;
use super::entry_location::EntryLocation;
use super::finding::{Fault, Finding, Severity};
use super::message::Message;
use super::terms::Terms;
use super::verdict::{Points, Verdict};
use crate::staker_output::EntryFault;
use crate::{Field, Spelling, UnverifiedKeyStore};

/// What an audit found. [`audit`](super::audit) has an example.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    labels: Vec<String>,
    pub(super) entries: Vec<Entry>,
    findings: Vec<Finding>,
    gas_limit: PopGasLimit,
}

impl Report {
    /// Of no entry yet; the contract gives so much gas to the check of a proof.
    pub(super) fn within(gas_limit: PopGasLimit) -> Self {
        Self { gas_limit, ..Self::default() }
    }

    /// The gas that the contract gives to the check of a proof.
    #[must_use]
    pub fn gas_limit(&self) -> PopGasLimit {
        self.gas_limit
    }

    /// The position of the new list.
    pub(super) fn begin_list(&mut self, label: &str) -> usize {
        self.labels.push(label.to_owned());
        self.labels.len() - 1
    }

    pub(super) fn add(
        &mut self,
        location: EntryLocation,
        tuple: &UnverifiedKeyStore,
        verdict: &Verdict,
        Terms { expected, limit }: Terms,
    ) -> Entry {
        let mut note = |fault: Fault| self.findings.push(Finding::new(location, fault, expected));
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
            Verdict::HalvesSwapped => {
                note(Fault::HalvesSwapped);
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
        let (public_key, hashed_point) =
            points.map(|Points { public_key, hashed_point }| (public_key, hashed_point)).unzip();
        let entry = Entry { location, attester: tuple.attester, message, public_key, hashed_point };
        match entry.gas() {
            Some(gas) if !limit.allows(gas) => note(Fault::OverGasLimit { gas, limit }),
            Some(gas) if !PopGasLimit::BEFORE_V6.allows(gas) => note(Fault::NeedsRaisedLimit { gas, limit }),
            _ => {}
        }
        entry
    }

    /// An entry that could not be read, and has nothing to be judged.
    pub(super) fn add_unreadable(&mut self, location: EntryLocation, fault: EntryFault, terms: Terms) {
        self.findings.push(Finding::new(location, Fault::Unreadable(fault), terms.expected));
    }

    pub(super) fn add_duplicates(
        &mut self,
        location: EntryLocation,
        duplicates: impl Iterator<Item = Fault>,
        terms: Terms,
    ) {
        self.findings.extend(duplicates.map(|fault| Finding::new(location, fault, terms.expected)));
    }

    /// Every entry that could be read, in the order of the lists.
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

    /// The sentences for the findings of one severity.
    #[must_use]
    pub fn sentences(&self, severity: Severity) -> Vec<String> {
        self.of_severity(severity).map(|finding| self.describe(finding)).collect()
    }

    /// Whether the chain would take every entry: no finding is an error.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.of_severity(Severity::Error).next().is_none()
    }

    /// What messages call a list.
    #[must_use]
    pub fn label(&self, location: EntryLocation) -> &str {
        self.labels.get(location.list).map_or("", String::as_str)
    }

    /// The sentence for a finding: list, entry, field, what is wrong, and the remedy.
    #[must_use]
    pub fn describe(&self, finding: &Finding) -> String {
        let EntryLocation { entry, .. } = finding.location;
        let entry = format!("{}, entry {entry}", self.label(finding.location));
        let what = match &finding.fault {
            // It names its field itself, where it has one.
            Fault::Unreadable(fault) => return format!("{entry}: {fault}"),
            Fault::ZeroAttester => {
                "the zero address cannot attest: staking reverts, and the queue stands still until the entry is dripped; put \
                the attester's own address there"
                    .to_owned()
            },
            Fault::UncheckedAttester => {
                "the address carries no checksum (EIP-55); compare it with its source character by character".to_owned()
            }
            Fault::Point(fault) => fault.reason.to_string(),
            Fault::HalvesSwapped => {
                "x0 and x1 are exchanged, and so are y0 and y1; exchange them back, x0 and y0 are the \
                real parts"
                    .to_owned()
            }
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
            Fault::OverGasLimit { gas, limit } => format!(
                "verifying the proof is estimated at {gas} of {limit} gas, so the contract refuses the key at the flush and \
                 refunds the stake, or, where it is far over the limit, the flush stops for the whole rollup; derive another key"
            ),
            Fault::NeedsRaisedLimit { gas, limit } => format!(
                "verifying the proof is estimated at {gas} of {limit} gas, so the key needs the raised limit: under the {} \
                 of before v6 it does not register; ask the GSE for its proofOfPossessionGasLimit first",
                PopGasLimit::BEFORE_V6
            ),
            Fault::DuplicateAttester { first } => {
                format!("the attester is that of {}; remove one of the two", self.place(*first))
            }
            Fault::DuplicateKey { first } => {
                format!("the key is that of {}; remove one of the two", self.place(*first))
            }
        };
        let field = finding.fault.field().map_or("", Field::name);
        format!("{entry}, {field}: {what}")
    }

    fn place(&self, location: EntryLocation) -> String {
        format!("{}, entry {}", self.label(location), location.entry)
    }
}

//! What can be wrong with an entry.

use bn254_bls::{ProofKind, gas::PopGasLimit};

use super::entry_location::EntryLocation;
use crate::staker_output::EntryFault;
use crate::{Field, PointFault};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub enum Severity {
    /// The chain takes the entry, but somebody should look.
    Warning,
    /// The chain refuses the entry, or the entry is not what was expected.
    Error,
}

/// One thing that is wrong with one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which entry.
    pub location: EntryLocation,
    /// What is wrong.
    pub fault: Fault,
    /// How much it matters.
    pub severity: Severity,
}

impl Finding {
    pub(super) fn new(location: EntryLocation, fault: Fault, expected: ProofKind) -> Self {
        let severity = fault.severity(expected);
        Self { location, fault, severity }
    }
}

/// What is wrong with an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The entry cannot be read, so that nothing else is known of it.
    Unreadable(EntryFault),
    /// The attester is the zero address. The registry takes it, and then staking reverts (`Staking__InvalidDeposit`): the
    /// provider's queue stands still until its admin drips the entry.
    ZeroAttester,
    /// The attester is spelled without a checksum (EIP-55), so a wrong character would go unnoticed.
    UncheckedAttester,
    /// A field does not hold a usable point.
    Point(PointFault),
    /// pk2 is a point when x0 and x1 are exchanged, and y0 and y1: some tools write the imaginary part first.
    HalvesSwapped,
    /// The two points of the key belong to different secrets.
    KeysDiffer,
    /// The proof is valid over neither message.
    NoProof,
    /// The proof signs the word "feedback". The contract refuses it, and it does not show that anybody knows the
    /// secret: such a proof can be put together from the public values of others.
    FeedbackOnly,
    /// The proof is the one that the contract accepts, where the list was to hold the other kind.
    RegistrationUnexpected,
    /// The contract's check would need more gas than it is given, so the key cannot be registered under this limit: the
    /// stake is refunded. One that is far over it, by nearly half, makes the flush itself revert, for the whole rollup.
    OverGasLimit {
        /// The estimate.
        gas: u64,
        /// What it was held against.
        limit: PopGasLimit,
    },
    /// The estimate is above [`PopGasLimit::BEFORE_V6`]: the key can be registered where the limit has been raised, as it was
    /// with the v6 upgrade, and nowhere else.
    NeedsRaisedLimit {
        /// The estimate.
        gas: u64,
        /// What it was held against.
        limit: PopGasLimit,
    },
    /// The attester has been in an earlier entry. An attester registers once.
    DuplicateAttester {
        /// Where it was first.
        first: EntryLocation,
    },
    /// pk1 has been in an earlier entry. A key is registered once.
    DuplicateKey {
        /// Where it was first.
        first: EntryLocation,
    },
}

impl Fault {
    /// The field that has the fault; none where an entry as a whole cannot be read.
    #[must_use]
    pub fn field(&self) -> Option<Field> {
        Some(match self {
            Self::Unreadable(fault) => return fault.field(),
            Self::ZeroAttester | Self::UncheckedAttester | Self::DuplicateAttester { .. } => Field::Attester,
            Self::Point(fault) => fault.field,
            Self::KeysDiffer | Self::HalvesSwapped => Field::PublicKeyG2,
            Self::NoProof | Self::FeedbackOnly | Self::RegistrationUnexpected => Field::ProofOfPossession,
            Self::OverGasLimit { .. } | Self::NeedsRaisedLimit { .. } | Self::DuplicateKey { .. } => Field::PublicKeyG1,
        })
    }

    /// A name for machines, which stays the same when messages are reworded.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::ZeroAttester => "zero-attester",
            Self::UncheckedAttester => "unchecked-attester",
            Self::Point(_) => "invalid-point",
            Self::Unreadable(_) => "unreadable",
            Self::HalvesSwapped => "halves-swapped",
            Self::KeysDiffer => "keys-differ",
            Self::NoProof => "no-proof",
            Self::FeedbackOnly => "feedback-only",
            Self::RegistrationUnexpected => "registration-unexpected",
            Self::OverGasLimit { .. } => "over-gas-limit",
            Self::NeedsRaisedLimit { .. } => "needs-raised-limit",
            Self::DuplicateAttester { .. } => "duplicate-attester",
            Self::DuplicateKey { .. } => "duplicate-key",
        }
    }

    fn severity(&self, expected: ProofKind) -> Severity {
        match self {
            // The operator asked for it, so it is no error; that the contract refuses it stays true.
            Self::FeedbackOnly if expected == ProofKind::Feedback => Severity::Warning,
            Self::UncheckedAttester | Self::RegistrationUnexpected | Self::NeedsRaisedLimit { .. } => Severity::Warning,
            _ => Severity::Error,
        }
    }
}

//! What becomes of a queue entry.

use core::fmt;

use aztec_staking_registry::Field;
use bn254_bls::PointError;

use super::soundness::WrongProof;

/// What will happen to an entry when somebody delegates with it, if the chain stays as it is until then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fate {
    /// The validator becomes active.
    Registers,
    /// `stake` reverts, and nobody can delegate to the provider until the entry is dropped.
    Blocks(BlockReason),
    /// `stake` succeeds. Later the deposit fails, and the delegator gets the stake back.
    Refunded(Refund),
    /// The check of the proof runs out of gas. The deposit fails; or the flush itself reverts, and no deposit of the whole rollup
    /// gets through, until the owner of the GSE raises the limit.
    MayStopTheRollup {
        /// The estimate of the gas that the check takes.
        gas: u64,
        /// How much it is given.
        limit: u64,
    },
}

/// Why an entry blocks the queue: `stake` reverts with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BlockReason {
    /// The attester is the zero address.
    ZeroAttester,
    /// The attester is leaving the rollup: it waits for the exit to be finalised, or was slashed below the minimum.
    StillExiting,
}

/// Why the deposit of an entry fails, so that the stake goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refund {
    /// The attester is a validator already.
    AlreadyActive,
    /// The attester will be a validator by then.
    TwinAttester(Earlier),
    /// The attester has had a key, and a key is for ever.
    KeyIsForEver,
    /// The key is registered already.
    KeySeen,
    /// The key will be registered by then.
    TwinKey(Earlier),
    /// A point is the point at infinity.
    Infinity(Field),
    /// A field holds no point of its group.
    Point(Field, PointError),
    /// The check of the proof takes more gas than it is given.
    OverGasLimit {
        /// The estimate of the gas that it takes.
        gas: u64,
        /// How much it is given.
        limit: u64,
    },
    /// The proof is not one of the key.
    Proof(WrongProof),
}

/// An entry that comes before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Earlier {
    /// In the rollup's entry queue, at this position from its head.
    EntryQueue(u64),
    /// In the provider's queue, at this index.
    Queue(u64),
}

impl Fate {
    /// Whether the validator becomes active.
    #[must_use]
    pub fn is_good(self) -> bool {
        self == Self::Registers
    }

    /// The contract's error that the fate ends in; none where there is none, or where it may be one or another.
    #[must_use]
    pub fn contract_error(self) -> Option<&'static str> {
        match self {
            Self::Registers | Self::MayStopTheRollup { .. } => None,
            Self::Blocks(BlockReason::ZeroAttester) => Some("Staking__InvalidDeposit"),
            Self::Blocks(BlockReason::StillExiting) => Some("Staking__AlreadyExiting"),
            Self::Refunded(refund) => Some(match refund {
                Refund::AlreadyActive | Refund::TwinAttester(_) => "GSE__AlreadyRegistered",
                Refund::KeyIsForEver => "GSE__CannotChangePublicKeys",
                Refund::KeySeen | Refund::TwinKey(_) => "GSE__ProofOfPossessionAlreadySeen",
                Refund::Infinity(_) => "InfinityNotAllowed",
                Refund::Point(Field::PublicKeyG1, _) => "MulPointFail",
                Refund::Point(Field::ProofOfPossession, _) => "AddPointFail",
                Refund::Point(..) | Refund::OverGasLimit { .. } => "PairingFail",
                Refund::Proof(_) => "GSE__InvalidProofOfPossession",
            }),
        }
    }

    /// A name for machines, which stays the same when sentences are reworded.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Registers => "registers",
            Self::Blocks(_) => "blocks-the-queue",
            Self::Refunded(_) => "refunded",
            Self::MayStopTheRollup { .. } => "may-stop-the-rollup",
        }
    }
}

/// A sentence without a full stop.
impl fmt::Display for Fate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let error = self.contract_error().unwrap_or_default();
        match self {
            Self::Registers => f.write_str("becomes an active validator"),
            Self::Blocks(block) => write!(f, "stops every delegation at the head of the queue ({error}): {block}"),
            Self::Refunded(refund) => {
                write!(f, "takes a delegation, and hours later the stake goes back ({error}): {refund}")
            }
            Self::MayStopTheRollup { gas, limit } => write!(
                f,
                "takes a delegation, and may then stop every deposit of the rollup (Staking__DepositOutOfGas): \
                 its proof takes about {gas} gas, and the contract gives it {limit}"
            ),
        }
    }
}

impl fmt::Display for BlockReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ZeroAttester => "the attester is the zero address",
            Self::StillExiting => "the attester is leaving the rollup and the exit is not finalised",
        })
    }
}

impl fmt::Display for Refund {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AlreadyActive => f.write_str("the attester is an active validator already"),
            Self::TwinAttester(earlier) => write!(f, "the same attester comes before it, {earlier}"),
            Self::KeyIsForEver => {
                f.write_str("the attester has registered a key before, and it can never register again")
            }
            Self::KeySeen => {
                f.write_str("the BLS key is registered already; where that was not you, the tuple has leaked")
            }
            Self::TwinKey(earlier) => write!(f, "the same BLS key comes before it, {earlier}"),
            Self::Infinity(field) => write!(f, "{field} is the point at infinity"),
            Self::Point(field, reason) => write!(f, "{field}: {reason}"),
            Self::OverGasLimit { gas, limit } => {
                write!(f, "the check of its proof takes about {gas} gas, and the contract gives it {limit}")
            }
            Self::Proof(WrongProof::Feedback) => {
                f.write_str("the proof signs the word feedback, and the contract wants the registration proof")
            }
            Self::Proof(WrongProof::KeysDiffer) => {
                f.write_str("publicKeyG1 and publicKeyG2 belong to different secrets")
            }
            Self::Proof(WrongProof::Other) => f.write_str("the proof is not one of this key"),
        }
    }
}

impl fmt::Display for Earlier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EntryQueue(position) => write!(f, "at position {position} of the rollup's entry queue"),
            Self::Queue(index) => write!(f, "at index {index} of the queue"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sentences and the contract's errors, as people and machines read them.
    #[test]
    fn every_fate_says_what_happens_and_why() {
        let refunded = "takes a delegation, and hours later the stake goes back";
        let blocked = "stops every delegation at the head of the queue";
        let infinity = Refund::Infinity(Field::PublicKeyG2);
        let point = |field| Refund::Point(field, PointError::NotOnCurve);
        let over = Refund::OverGasLimit { gas: 9, limit: 8 };
        let refunds = [
            (Refund::AlreadyActive, "GSE__AlreadyRegistered", "an active validator already"),
            (Refund::TwinAttester(Earlier::EntryQueue(4)), "GSE__AlreadyRegistered", "at position 4 of the rollup's"),
            (Refund::KeyIsForEver, "GSE__CannotChangePublicKeys", "can never register again"),
            (Refund::KeySeen, "GSE__ProofOfPossessionAlreadySeen", "registered already"),
            (Refund::TwinKey(Earlier::Queue(5)), "GSE__ProofOfPossessionAlreadySeen", "at index 5 of the queue"),
            (infinity, "InfinityNotAllowed", "publicKeyG2 is the point at infinity"),
            (point(Field::PublicKeyG1), "MulPointFail", "publicKeyG1: the point is not on the curve"),
            (point(Field::ProofOfPossession), "AddPointFail", "proofOfPossession: the point is not on the curve"),
            (point(Field::PublicKeyG2), "PairingFail", "publicKeyG2: the point is not on the curve"),
            (over, "PairingFail", "about 9 gas, and the contract gives it 8"),
            (Refund::Proof(WrongProof::Feedback), "GSE__InvalidProofOfPossession", "signs the word feedback"),
            (Refund::Proof(WrongProof::KeysDiffer), "GSE__InvalidProofOfPossession", "belong to different secrets"),
            (Refund::Proof(WrongProof::Other), "GSE__InvalidProofOfPossession", "not one of this key"),
        ];
        let refunds = refunds.map(|(refund, error, why)| (Fate::Refunded(refund), refunded, error, why));
        let blocks = [
            (BlockReason::ZeroAttester, "Staking__InvalidDeposit", "the zero address"),
            (BlockReason::StillExiting, "Staking__AlreadyExiting", "the exit is not finalised"),
        ];
        let blocks = blocks.map(|(reason, error, why)| (Fate::Blocks(reason), blocked, error, why));
        for (fate, what, error, why) in refunds.into_iter().chain(blocks) {
            assert_eq!(fate.contract_error(), Some(error));
            let sentence = fate.to_string();
            let reason = sentence.strip_prefix(&format!("{what} ({error}): ")).unwrap_or_default();
            assert!(reason.contains(why), "{sentence}");
            assert!(!fate.is_good());
        }
        let may_stop = Fate::MayStopTheRollup { gas: 9, limit: 8 };
        assert!(
            may_stop
                .to_string()
                .contains("every deposit of the rollup (Staking__DepositOutOfGas): its proof takes about 9")
        );
        assert_eq!(Fate::Registers.to_string(), "becomes an active validator");
        assert_eq!([Fate::Registers, may_stop].map(Fate::contract_error), [None; 2]);
        assert_eq!([Fate::Registers, may_stop].map(Fate::is_good), [true, false]);
    }

    #[test]
    fn codes_for_machines_stay_as_they_are() {
        let fates = [
            Fate::Registers,
            Fate::Blocks(BlockReason::ZeroAttester),
            Fate::Refunded(Refund::KeySeen),
            Fate::MayStopTheRollup { gas: 9, limit: 8 },
        ];
        assert_eq!(fates.map(Fate::code), ["registers", "blocks-the-queue", "refunded", "may-stop-the-rollup"]);
    }
}

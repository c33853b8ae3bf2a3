//! Which Split an attester's rewards belong to.

use alloy_primitives::{Address, B256, U256};

use crate::{
    abi,
    chain::{Call, Chain, decode},
    delegations::{Delegation, History, HistoryError, Stage, read_waiting},
    deployment::Deployment,
    provider::Provider,
    validator::ValidatorStatus,
};

/// A delegation whose deposit succeeded, and whether its Split may be the attester's coinbase.
///
/// ```no_run
/// use aztec_provider::delegations::History;
/// use aztec_provider::{Assignment, Chain, Deployment, Provider};
///
/// fn print_coinbases(
///     chain: &mut Chain, deployment: &Deployment, provider: &Provider, history: &History,
/// ) -> Result<(), Box<dyn std::error::Error>> {
///     for one in Assignment::all(chain, deployment, provider, history)? {
///         match one.objection {
///             None => println!("{},{}", one.delegation.attester, one.delegation.split),
///             Some(objection) => eprintln!("{}: {objection}", one.delegation.attester),
///         }
///     }
///     Ok(())
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Assignment {
    /// The delegation.
    pub delegation: Delegation,
    /// None when everything about the Split is as it was agreed.
    pub objection: Option<Objection>,
    /// Where the validator stands now. It may have left since.
    pub status: ValidatorStatus,
}

/// Why a Split may not be a coinbase before somebody has looked at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Objection {
    /// The factory did not make it in the transaction of the delegation.
    #[error("the Split was not made by the registry's factory in the transaction of the delegation")]
    NotTheFactorys,
    /// Somebody can change it.
    #[error("the Split can be changed by {owner}")]
    HasOwner {
        /// Who.
        owner: Address,
    },
    /// It does not answer with the hash of the parameters that it was made with.
    #[error("the Split does not answer with the hash of the parameters that it was made with")]
    OtherHash,
    /// Not two recipients who share all.
    #[error("the Split does not share all rewards between two recipients")]
    OtherShape,
    /// The provider's part goes elsewhere.
    #[error("the Split pays the provider's part to {actual}, not {expected}")]
    OtherRecipient {
        /// Where it goes.
        actual: Address,
        /// Where it should go.
        expected: Address,
    },
    /// The provider's part is another.
    #[error("the Split gives the provider {actual} of 10000, not {expected}")]
    OtherRate {
        /// What it gives.
        actual: U256,
        /// What was agreed.
        expected: u16,
    },
    /// The GSE names another withdrawer for the attester than the deposit did.
    #[error(
        "the validator is registered for the withdrawer {actual}, and the delegation is of another: some events are missing"
    )]
    OtherWithdrawer {
        /// Whom it names.
        actual: Address,
    },
    /// The delegation should wait in the entry queue and does not, or the other way round.
    #[error("the rollup's entry queue does not hold what the events say: some events are missing")]
    OtherQueue,
}

impl Objection {
    /// Whether a node that lies could have brought it about. The terms of a Split are sealed by its hash; what the
    /// events say of it is not.
    #[must_use]
    pub fn may_be_a_lie(self) -> bool {
        matches!(self, Self::NotTheFactorys | Self::OtherHash | Self::OtherWithdrawer { .. } | Self::OtherQueue)
    }
}

/// All of it, in basis points.
const WHOLE: u64 = 10_000;

impl Assignment {
    /// Whether the attester is an active validator now.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.status == ValidatorStatus::Validating
    }

    /// Looks at every delegation whose deposit succeeded: at its Split, and at what the chain now says of the attester.
    ///
    /// # Errors
    /// [`HistoryError`].
    pub fn all(
        chain: &mut Chain,
        deployment: &Deployment,
        provider: &Provider,
        history: &History,
    ) -> Result<Vec<Self>, HistoryError> {
        let joined = history.join()?;
        let deposited = |one: &Delegation| matches!(one.stage, Stage::Deposited(_));
        let active: Vec<_> = joined.delegations.into_iter().filter(deposited).collect();
        let gse = deployment.gse;
        let hash = |one: &Delegation| Call::new(one.split, &abi::splitHashCall {});
        let config = |one: &Delegation| Call::new(gse, &abi::getConfigCall { attester: one.attester });
        // A validator that moves with the upgrades is one of the latest rollup.
        let status = |rollup, one: &Delegation| Call::new(rollup, &abi::getStatusCall { attester: one.attester });
        let latest = deployment.canonical().address;
        let mut calls: Vec<_> = active.iter().map(hash).chain(active.iter().map(config)).collect();
        calls.extend(active.iter().map(|one| status(one.rollup, one)));
        calls.extend(active.iter().map(|one| status(latest, one)));
        let mut hashes = chain.calls(&calls)?;
        let mut configs = hashes.split_off(active.len());
        let mut own = configs.split_off(active.len());
        let moved = own.split_off(active.len());
        let statuses = own.into_iter().zip(moved);
        let waiting = read_waiting(chain, deployment)?;

        let mut assignments = Vec::with_capacity(active.len());
        for (((delegation, hash), config), (own, moved)) in active.into_iter().zip(hashes).zip(configs).zip(statuses) {
            // A Split that answers nothing is none.
            let hash = decode::<abi::splitHashCall>(delegation.split, hash).ok();
            let withdrawer = decode::<abi::getConfigCall>(gse, config)?.withdrawer;
            let place = (delegation.rollup, delegation.attester);
            let objection = if withdrawer != delegation.withdrawer {
                Some(Objection::OtherWithdrawer { actual: withdrawer })
            } else if waiting.get(&place) != joined.waiting.get(&place) {
                Some(Objection::OtherQueue)
            } else {
                to_split(&delegation, history, hash, provider)
            };
            let own = ValidatorStatus::decode(delegation.rollup, own)?;
            let moved = ValidatorStatus::decode(latest, moved)?;
            let status = if own == ValidatorStatus::None { moved } else { own };
            assignments.push(Self { delegation, objection, status });
        }
        Ok(assignments)
    }
}

fn to_split(delegation: &Delegation, history: &History, hash: Option<B256>, provider: &Provider) -> Option<Objection> {
    let Some(terms) = history.terms(delegation.split) else { return Some(Objection::NotTheFactorys) };
    if !terms.owner.is_zero() {
        return Some(Objection::HasOwner { owner: terms.owner });
    }
    if hash != Some(terms.hash()) {
        return Some(Objection::OtherHash);
    }
    let ([to, _], [rate, rest]) = (terms.recipients.as_slice(), terms.allocations.as_slice()) else {
        return Some(Objection::OtherShape);
    };
    let whole = U256::from(WHOLE);
    if terms.total != whole || rate.checked_add(*rest) != Some(whole) || terms.incentive != 0 {
        return Some(Objection::OtherShape);
    }
    let expected = delegation.agreed_rate.unwrap_or(provider.take_rate);
    if *rate != U256::from(expected) {
        return Some(Objection::OtherRate { actual: *rate, expected });
    }
    // Where the recipient was changed later, nothing says what it was before the first change.
    let unchanged = || (!history.has_other_recipients()).then_some(provider.rewards_recipient);
    let expected = delegation.agreed_recipient.or_else(unchanged)?;
    (*to != expected).then_some(Objection::OtherRecipient { actual: *to, expected })
}

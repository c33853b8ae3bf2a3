//! What has accrued, and where it lies.
//!
//! Rewards come home in three steps. They accrue on the rollup under the coinbase, which is the Split of the delegation, until
//! somebody claims them for it. They lie on the Split until somebody distributes them. Then each recipient's part lies in
//! the warehouse of the Splits, until it is withdrawn. Anybody may send each of these calls; nobody can send the money elsewhere.

mod claim;

use alloy_primitives::{Address, U256};

use crate::{
    abi,
    chain::{Call, Chain, ChainError, decode},
    coinbases::Assignment,
    delegations::{History, SplitTerms},
    deployment::Deployment,
    provider::Provider,
    token::Token,
};

pub use claim::Claim;

/// The rewards of a provider in one token, at one block.
///
/// ```no_run
/// use aztec_provider::delegations::History;
/// use aztec_provider::{Assignment, Chain, Deployment, Provider, Rewards};
///
/// fn print_calls(
///     chain: &mut Chain, deployment: &Deployment, provider: &Provider, history: &History,
/// ) -> Result<(), Box<dyn std::error::Error>> {
///     let assignments = Assignment::all(chain, deployment, provider, history)?;
///     for rewards in Rewards::read(chain, deployment, provider, history, &assignments)? {
///         let accrued = rewards.splits.iter().map(|split| split.total()).sum();
///         println!("{} {}", rewards.token.decimal(accrued), rewards.token.symbol);
///         for claim in rewards.claims() {
///             println!("{}: {} to {}", claim.what, claim.call.to_hex(), claim.call.to);
///         }
///     }
///     Ok(())
/// }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Rewards {
    /// The token.
    pub token: Token,
    /// Each Split that rewards may come through.
    pub splits: Vec<SplitRewards>,
    /// Rewards that have accrued under an attester in place of its Split.
    pub strays: Vec<Stray>,
    /// Whose part is spoken of.
    pub recipient: Address,
    /// What lies in a warehouse for the recipient: of these Splits, and of others.
    pub in_warehouses: Vec<(Address, U256)>,
    /// The rollups that pay out no rewards yet.
    pub not_claimable: Vec<Address>,
}

/// What has accrued for one Split, the contract that shares the rewards of a delegation.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SplitRewards {
    /// The attester whose rewards they are.
    pub attester: Address,
    /// The Split.
    pub split: Address,
    /// How it shares.
    pub terms: SplitTerms,
    /// What each rollup holds for it. After an upgrade, the rewards from before stay on the old one.
    pub on_rollups: Vec<(Address, U256)>,
    /// What lies on it.
    pub on_split: U256,
    /// What lies in the warehouse for it.
    pub in_warehouse: U256,
}

/// Rewards that no Split shares: the coinbase was not set when they accrued, and is the attester.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stray {
    /// The attester, whose key alone can move them once they are claimed.
    pub attester: Address,
    /// The rollup that holds them.
    pub rollup: Address,
    /// How much.
    pub amount: U256,
}

impl SplitRewards {
    /// All of it.
    #[must_use]
    pub fn total(&self) -> U256 {
        let on_rollups = self.on_rollups.iter().map(|(_, amount)| *amount);
        on_rollups.fold(self.on_split.saturating_add(self.in_warehouse), U256::saturating_add)
    }

    /// The part of whoever is named, rounded down.
    #[must_use]
    pub fn part_of(&self, recipient: Address) -> U256 {
        let shares = self.terms.recipients.iter().zip(&self.terms.allocations);
        let share = shares.filter(|(one, _)| **one == recipient).map(|(_, share)| *share);
        let share = share.fold(U256::ZERO, U256::saturating_add);
        self.total().saturating_mul(share).checked_div(self.terms.total).unwrap_or_default()
    }
}

impl Rewards {
    /// Reads what has accrued for the delegations that registered, one value for each token that a rollup pays in.
    ///
    /// # Errors
    /// [`ChainError`].
    pub fn read(
        chain: &mut Chain,
        deployment: &Deployment,
        provider: &Provider,
        history: &History,
        assignments: &[Assignment],
    ) -> Result<Vec<Self>, ChainError> {
        let rollups: Vec<_> = deployment.rollups.iter().map(|rollup| rollup.address).collect();
        let asset = |rollup: &Address| (*rollup, abi::getFeeAssetCall {});
        let assets = chain.call_each(&rollups.iter().map(asset).collect::<Vec<_>>())?;
        let claimable = |rollup: &Address| (*rollup, abi::isRewardsClaimableCall {});
        let claimable = chain.call_each(&rollups.iter().map(claimable).collect::<Vec<_>>())?;
        let closed: Vec<_> =
            rollups.iter().zip(claimable).filter(|(_, open)| !open).map(|(rollup, _)| *rollup).collect();
        let mut tokens = assets.clone();
        tokens.sort();
        tokens.dedup();
        let of_token = |token| {
            let pays = rollups.iter().zip(&assets).filter(|(_, asset)| **asset == token);
            let rollups: Vec<_> = pays.map(|(rollup, _)| *rollup).collect();
            let not_claimable = closed.iter().copied().filter(|rollup| rollups.contains(rollup)).collect();
            let mut rewards = Self::of_token(chain, token, &rollups, provider.rewards_recipient, history, assignments)?;
            rewards.not_claimable = not_claimable;
            Ok(rewards)
        };
        tokens.into_iter().map(of_token).collect()
    }

    fn of_token(
        chain: &mut Chain,
        token: Address,
        rollups: &[Address],
        recipient: Address,
        history: &History,
        assignments: &[Assignment],
    ) -> Result<Self, ChainError> {
        // A Split with unknown terms shares nothing that could be spoken of.
        let known =
            assignments.iter().filter_map(|one| Some((one.delegation, history.terms(one.delegation.split)?.clone())));
        let known: Vec<_> = known.collect();
        let mut calls = Vec::with_capacity(known.len() * (2 * rollups.len() + 2));
        for (delegation, _) in &known {
            calls.push(Call::new(delegation.split, &abi::getSplitBalanceCall { token }));
            calls.push(Call::new(delegation.split, &abi::SPLITS_WAREHOUSECall {}));
            for rollup in rollups {
                calls.push(Call::new(*rollup, &abi::getSequencerRewardsCall { coinbase: delegation.split }));
                calls.push(Call::new(*rollup, &abi::getSequencerRewardsCall { coinbase: delegation.attester }));
            }
        }
        let mut answers = chain.calls(&calls)?.into_iter();
        let mut next = || answers.next().unwrap_or(Err(crate::chain::Reverted));
        let (mut splits, mut strays, mut warehouses) = (Vec::new(), Vec::new(), Vec::new());
        for (delegation, terms) in known {
            let (attester, split) = (delegation.attester, delegation.split);
            let balance = decode::<abi::getSplitBalanceCall>(split, next())?;
            warehouses.push(decode::<abi::SPLITS_WAREHOUSECall>(split, next())?);
            let mut on_rollups = Vec::with_capacity(rollups.len());
            for rollup in rollups {
                on_rollups.push((*rollup, decode::<abi::getSequencerRewardsCall>(*rollup, next())?));
                let amount = decode::<abi::getSequencerRewardsCall>(*rollup, next())?;
                if !amount.is_zero() {
                    strays.push(Stray { attester, rollup: *rollup, amount });
                }
            }
            let (on_split, in_warehouse) = (balance.here, balance.inWarehouse);
            splits.push(SplitRewards { attester, split, terms, on_rollups, on_split, in_warehouse });
        }
        warehouses.sort();
        warehouses.dedup();
        let id = U256::from_be_bytes(token.into_word().0);
        let of_recipient = |warehouse: &Address| (*warehouse, abi::balanceOfCall { owner: recipient, id });
        let amounts = chain.call_each(&warehouses.iter().map(of_recipient).collect::<Vec<_>>())?;
        Ok(Self {
            token: Token::read(chain, token)?,
            splits,
            strays,
            recipient,
            in_warehouses: warehouses.into_iter().zip(amounts).collect(),
            not_claimable: Vec::new(),
        })
    }
}

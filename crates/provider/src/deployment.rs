//! The contracts that belong to one StakingRegistry. Everything but its own address is read from the chain: the rollups change
//! with every upgrade.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;

use crate::{
    abi,
    chain::{Call, Chain, ChainError, decode},
};

/// The contracts that belong to a StakingRegistry, as they were at the block of the [`Chain`].
///
/// ```no_run
/// use aztec_provider::{Chain, Deployment};
/// use aztec_staking_registry::Network;
///
/// fn print_rollup(chain: &mut Chain) -> Result<(), Box<dyn std::error::Error>> {
///     let deployment = Deployment::read(chain, Network::Mainnet.registry().get())?;
///     let rollup = deployment.canonical();
///     println!("{} providers; delegations go to {}", deployment.providers, rollup.address);
///     println!("a proof may cost {} gas", deployment.proof_gas_limit);
///     Ok(())
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Deployment {
    /// The StakingRegistry.
    pub registry: Address,
    /// What makes the Splits.
    pub split_factory: Address,
    /// The token that is staked.
    pub token: Address,
    /// Every rollup that there has been, in the order of the upgrades. The last is the canonical one.
    pub rollups: Vec<Rollup>,
    /// The GSE of the canonical rollup.
    pub gse: Address,
    /// How much gas the GSE gives the check of a proof (`proofOfPossessionGasLimit`).
    pub proof_gas_limit: u64,
    /// How many providers have registered.
    pub providers: u64,
}

/// One of the rollups that there have been: its version and its contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rollup {
    /// The version, as `stake` takes it.
    pub version: U256,
    /// The contract.
    pub address: Address,
}

/// More providers than anybody registers. What a node answers is not believed beyond it: all of their queues are read.
const MOST_PROVIDERS: u64 = 100_000;

/// Nobody upgrades a rollup so often.
const MOST_ROLLUPS: u64 = 1_000;

impl Deployment {
    /// Reads what belongs to the StakingRegistry at this address.
    ///
    /// # Errors
    /// [`DeploymentError`].
    pub fn read(chain: &mut Chain, registry: Address) -> Result<Self, DeploymentError> {
        if !chain.has_code(&[registry])?[0] {
            return Err(DeploymentError::NoContract { registry, chain: chain.chain_id() });
        }
        let own = chain.calls(&[
            Call::new(registry, &abi::PULL_SPLIT_FACTORYCall {}),
            Call::new(registry, &abi::STAKING_ASSETCall {}),
            Call::new(registry, &abi::ROLLUP_REGISTRYCall {}),
            Call::new(registry, &abi::nextProviderIdentifierCall {}),
        ])?;
        let [split_factory, token, versions, next] =
            <[_; 4]>::try_from(own).map_err(|_| ChainError::Shape { method: "eth_call" })?;
        let versions = decode::<abi::ROLLUP_REGISTRYCall>(registry, versions)?;
        let RollupsAndGse { rollups, gse, proof_gas_limit } = RollupsAndGse::read(chain, versions)?;
        let next = decode::<abi::nextProviderIdentifierCall>(registry, next)?;
        let next = up_to::<abi::nextProviderIdentifierCall>(registry, next, MOST_PROVIDERS + 1)?;
        let providers = next.saturating_sub(1);
        Ok(Self {
            registry,
            split_factory: decode::<abi::PULL_SPLIT_FACTORYCall>(registry, split_factory)?,
            token: decode::<abi::STAKING_ASSETCall>(registry, token)?,
            rollups,
            gse,
            proof_gas_limit,
            providers,
        })
    }

    /// The rollup that new delegations go to.
    ///
    /// # Panics
    /// Never: there is no value without a rollup.
    #[must_use]
    pub fn canonical(&self) -> Rollup {
        *self.rollups.last().expect("a deployment has a rollup")
    }
}

/// What the Registry leads to, in three requests.
struct RollupsAndGse {
    rollups: Vec<Rollup>,
    gse: Address,
    proof_gas_limit: u64,
}

impl RollupsAndGse {
    fn read(chain: &mut Chain, registry: Address) -> Result<Self, DeploymentError> {
        let shape = || ChainError::Shape { method: "eth_call" };
        let count = chain.call(registry, &abi::numberOfVersionsCall {})?;
        let count = up_to::<abi::numberOfVersionsCall>(registry, count, MOST_ROLLUPS)?;
        if count == 0 {
            return Err(DeploymentError::NoRollup);
        }
        let version = |index| Call::new(registry, &abi::getVersionCall { index: U256::from(index) });
        let mut calls: Vec<_> = (0..count).map(version).collect();
        calls.push(Call::new(registry, &abi::getCanonicalRollupCall {}));
        let mut answers = chain.calls(&calls)?;
        let canonical = decode::<abi::getCanonicalRollupCall>(registry, answers.pop().ok_or_else(shape)?)?;
        let versions: Vec<_> = answers
            .into_iter()
            .map(|answer| decode::<abi::getVersionCall>(registry, answer))
            .collect::<Result<_, _>>()?;

        let mut calls: Vec<_> =
            versions.iter().map(|version| Call::new(registry, &abi::getRollupCall { version: *version })).collect();
        calls.push(Call::new(canonical, &abi::getGSECall {}));
        let mut answers = chain.calls(&calls)?;
        let gse = decode::<abi::getGSECall>(canonical, answers.pop().ok_or_else(shape)?)?;
        let address =
            |(version, answer)| Ok(Rollup { version, address: decode::<abi::getRollupCall>(registry, answer)? });
        let rollups = versions.into_iter().zip(answers).map(address).collect::<Result<_, ChainError>>()?;
        let proof_gas_limit = chain.call(gse, &abi::proofOfPossessionGasLimitCall {})?;
        Ok(Self { rollups, gse, proof_gas_limit })
    }
}

/// A number that the contract counts up one by one.
pub(crate) fn small<C: SolCall>(contract: Address, number: U256) -> Result<u64, ChainError> {
    up_to::<C>(contract, number, u64::MAX)
}

/// A number of things that are all read, one by one. Who claims more of them than there can be is not believed.
pub(crate) fn up_to<C: SolCall>(contract: Address, number: U256, most: u64) -> Result<u64, ChainError> {
    let function = C::SIGNATURE.split('(').next().unwrap_or_default();
    let believed = u64::try_from(number).ok().filter(|number| *number <= most);
    believed.ok_or(ChainError::NotTheContract { contract, function })
}

/// Why there is no deployment to speak of.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DeploymentError {
    /// The chain could not be read.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// No contract at the registry's address.
    #[error("there is no contract at {registry} on chain {chain}; check the registry's address and the chain")]
    NoContract {
        /// The address.
        registry: Address,
        /// The chain.
        chain: u64,
    },
    /// The Registry lists no rollup.
    #[error("the Registry lists no rollup yet; check that it is the right StakingRegistry")]
    NoRollup,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_are_believed() {
        let count = |number: U256, most| up_to::<abi::numberOfVersionsCall>(Address::ZERO, number, most);
        assert_eq!(count(U256::ZERO, 0).unwrap(), 0);
        assert_eq!(count(U256::from(1_000), 1_000).unwrap(), 1_000);
        assert_eq!(small::<abi::numberOfVersionsCall>(Address::ZERO, U256::from(u64::MAX)).unwrap(), u64::MAX);
        for refused in [count(U256::from(1_001), 1_000), count(U256::MAX, u64::MAX), count(U256::from(1_u128 << 64), 0)]
        {
            let expected = ChainError::NotTheContract { contract: Address::ZERO, function: "numberOfVersions" };
            assert_eq!(refused.unwrap_err().to_string(), expected.to_string());
        }
    }
}

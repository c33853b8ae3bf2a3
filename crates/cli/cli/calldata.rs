//! The command line of `keygen calldata`.

use std::{num::NonZeroU64, path::PathBuf};

use aztec_keystore_batch::{RegistryCalls, RegistryTarget};
use aztec_staking_registry::{Network, NonZeroAddress, ProviderId, TakeRate, calldata::KeysPerCall};
use clap::{Args, Subcommand, ValueEnum};

use aztec_operator::{
    arguments::GasArgs,
    destination::{OtherNetwork, target},
};

/// Encode a call of the StakingRegistry, to be signed and sent on another machine.
#[derive(Debug, Args)]
pub(crate) struct CalldataArgs {
    #[command(subcommand)]
    pub(crate) call: Call,
}

#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(crate) enum Call {
    /// Add keys to the provider's queue; every tuple is verified first
    AddKeys {
        /// Number of the provider
        #[arg(long, value_name = "N", allow_negative_numbers = true)]
        provider_id: ProviderId,
        /// Maximum number of keys per call; more than 81 do not fit into an Ethereum transaction, more than 77 not into
        /// one of a Safe
        #[arg(long, value_name = "N", default_value = "50", allow_negative_numbers = true)]
        max_per_call: KeysPerCall,
        #[command(flatten)]
        gas: GasArgs,
        #[command(flatten)]
        carrier: CarrierArgs,
        /// File with the tuples (`-`: standard input)
        #[arg(value_name = "STAKER_OUTPUT")]
        staker_output: PathBuf,
    },
    /// Register a new provider; its number is topic 1 of the event ProviderRegistered in the receipt
    RegisterProvider {
        /// Who manages the provider
        #[arg(long, value_name = "ADDRESS", value_parser = NonZeroAddress::parse)]
        admin: NonZeroAddress,
        /// Basis points of the rewards that the provider takes: 500 are 5 %
        #[arg(long, value_name = "BASIS_POINTS", allow_negative_numbers = true)]
        take_rate: TakeRate,
        /// Who receives what the provider takes
        #[arg(long, value_name = "ADDRESS", value_parser = NonZeroAddress::parse)]
        rewards_recipient: NonZeroAddress,
        #[command(flatten)]
        carrier: CarrierArgs,
    },
    /// Propose another admin; it takes over with accept-admin
    UpdateAdmin {
        /// Number of the provider
        #[arg(long, value_name = "N", allow_negative_numbers = true)]
        provider_id: ProviderId,
        /// The new admin
        #[arg(long, value_name = "ADDRESS", value_parser = NonZeroAddress::parse)]
        new_admin: NonZeroAddress,
        /// The current admin; an update that changes nothing is refused, as the contract would do
        #[arg(long, value_name = "ADDRESS", value_parser = NonZeroAddress::parse)]
        current_admin: Option<NonZeroAddress>,
        #[command(flatten)]
        carrier: CarrierArgs,
    },
    /// Take over as the admin that update-admin proposed
    AcceptAdmin {
        /// Number of the provider
        #[arg(long, value_name = "N", allow_negative_numbers = true)]
        provider_id: ProviderId,
        #[command(flatten)]
        carrier: CarrierArgs,
    },
    /// Change who receives what the provider takes, for delegations from then on
    UpdateRewardsRecipient {
        /// Number of the provider
        #[arg(long, value_name = "N", allow_negative_numbers = true)]
        provider_id: ProviderId,
        /// The new recipient
        #[arg(long, value_name = "ADDRESS", value_parser = NonZeroAddress::parse)]
        new_recipient: NonZeroAddress,
        #[command(flatten)]
        carrier: CarrierArgs,
    },
    /// Change what the provider takes, for delegations from then on
    UpdateTakeRate {
        /// Number of the provider
        #[arg(long, value_name = "N", allow_negative_numbers = true)]
        provider_id: ProviderId,
        /// Basis points of the rewards that the provider takes: 500 are 5 %
        #[arg(long, value_name = "BASIS_POINTS", allow_negative_numbers = true)]
        take_rate: TakeRate,
        /// The current rate; an update that changes nothing is refused, as the contract would do
        #[arg(long, value_name = "BASIS_POINTS", allow_negative_numbers = true)]
        current_take_rate: Option<TakeRate>,
        #[command(flatten)]
        carrier: CarrierArgs,
    },
    /// Drop keys from the head of the provider's queue
    DripQueue {
        /// Number of the provider
        #[arg(long, value_name = "N", allow_negative_numbers = true)]
        provider_id: ProviderId,
        /// How many keys to drop
        #[arg(long, value_name = "N", value_parser = from_one, allow_negative_numbers = true)]
        count: NonZeroU64,
        #[command(flatten)]
        carrier: CarrierArgs,
    },
}

/// What a batch needs to know to write the calls that add its keys.
#[derive(Clone, Copy, Debug, Args)]
#[command(next_help_heading = "Calls of the StakingRegistry")]
pub(crate) struct RegistryArgs {
    /// Number of the provider: also write the calldata that adds the keys to its queue
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) provider_id: Option<ProviderId>,

    /// The network, `mainnet` or `testnet`, in the place of --registry and --chain-id
    #[arg(long, value_name = "NAME", requires = "provider_id")]
    pub(crate) network: Option<Network>,

    /// The StakingRegistry: also write a script for Foundry's cast
    #[arg(long, value_name = "ADDRESS", value_parser = NonZeroAddress::parse, requires = "provider_id")]
    pub(crate) registry: Option<NonZeroAddress>,

    /// The chain, 1 for Ethereum: also write a batch for the Transaction Builder of a Safe
    #[arg(long, value_name = "C", requires = "provider_id", value_parser = from_one, allow_negative_numbers = true)]
    pub(crate) chain_id: Option<NonZeroU64>,
}

impl RegistryArgs {
    /// The calls that a batch writes; none without a provider.
    pub(crate) fn registry_calls(self) -> Result<Option<RegistryCalls>, OtherNetwork> {
        let target = target(self.network, self.registry, self.chain_id)?;
        Ok(self.provider_id.map(|provider| RegistryCalls { provider, target }))
    }
}

/// In which form the calls leave, and where to.
#[derive(Debug, Args)]
pub(crate) struct CarrierArgs {
    /// Form of the result
    #[arg(long, value_enum, default_value_t = Format::Hex)]
    pub(crate) format: Format,

    /// The network, `mainnet` or `testnet`, in the place of --registry and --chain-id
    #[arg(long, value_name = "NAME")]
    pub(crate) network: Option<Network>,

    /// The StakingRegistry; needed for `cast` and `safe`
    #[arg(long, value_name = "ADDRESS", value_parser = NonZeroAddress::parse)]
    pub(crate) registry: Option<NonZeroAddress>,

    /// Chain ID, 1 for Ethereum; needed for `safe`
    #[arg(long, value_name = "C", value_parser = from_one, allow_negative_numbers = true)]
    pub(crate) chain_id: Option<NonZeroU64>,

    /// File to create; must not exist [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

impl CarrierArgs {
    /// Where the calls go, as far as it was said.
    pub(crate) fn target(&self) -> Result<Option<RegistryTarget>, OtherNetwork> {
        target(self.network, self.registry, self.chain_id)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// 0x and the bytes, one call per line
    Hex,
    /// Calls with function, selector, arguments and bytes
    Json,
    /// Commands for Foundry's cast, without any key
    Cast,
    /// A batch for the Transaction Builder of a Safe
    Safe,
}

fn from_one(text: &str) -> Result<NonZeroU64, NotFromOne> {
    text.parse().map_err(|_| NotFromOne)
}

/// Why `--chain-id` or `--count` is refused.
#[derive(Debug, thiserror::Error)]
#[error("not a whole number from 1 on; write it in decimal digits")]
struct NotFromOne;

//! The calls, each with its arguments.

use core::fmt;
use core::num::NonZeroU64;

use alloy_primitives::{U256, hex};
use alloy_sol_types::SolCall;

use super::abi;
use super::function::Function;
use super::tuples::tuples_argument;
use crate::{KeyStore, NonZeroAddress, ProviderId, TakeRate};

/// One call of the StakingRegistry, or of the rollup: the bytes to send to it, and the same as text arguments for `cast`.
///
/// ```
/// use aztec_staking_registry::calldata::register_provider;
/// use aztec_staking_registry::{NonZeroAddress, TakeRate};
///
/// let admin = NonZeroAddress::parse("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266")?;
/// let call = register_provider(admin, TakeRate::from_basis_points(500)?, admin);
/// assert_eq!(call.function().signature(), "registerProvider(address,uint16,address)");
/// assert_eq!(call.arguments()[1], "500");
/// assert_eq!(call.bytes().len(), 4 + 3 * 32);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calldata {
    function: Function,
    bytes: Vec<u8>,
    arguments: Vec<String>,
}

impl Calldata {
    pub(crate) fn new<C: SolCall>(function: Function, call: &C, arguments: Vec<String>) -> Self {
        Self { function, bytes: call.abi_encode(), arguments }
    }

    /// The function that is called.
    #[must_use]
    pub fn function(&self) -> Function {
        self.function
    }

    /// The selector and the arguments, as the ABI encodes them.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// [`Calldata::bytes`] as `0x` and lower-case digits.
    #[must_use]
    pub fn to_hex(&self) -> String {
        hex::encode_prefixed(&self.bytes)
    }

    /// The arguments as `cast` reads them, one text for each parameter.
    #[must_use]
    pub fn arguments(&self) -> &[String] {
        &self.arguments
    }
}

/// `function(argument, …), n bytes`.
impl fmt::Display for Calldata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({}), {} bytes", self.function.name(), self.arguments.join(", "), self.bytes.len())
    }
}

/// `registerProvider`: anybody may call it. What it returns does not leave the chain; the provider id is topic 1 of the
/// event [`PROVIDER_REGISTERED`](super::PROVIDER_REGISTERED) in the receipt.
#[must_use]
pub fn register_provider(admin: NonZeroAddress, take_rate: TakeRate, rewards_recipient: NonZeroAddress) -> Calldata {
    let call = abi::registerProviderCall {
        admin: admin.get(),
        takeRate: take_rate.basis_points(),
        rewardsRecipient: rewards_recipient.get(),
    };
    let arguments = vec![admin.to_string(), take_rate.basis_points().to_string(), rewards_recipient.to_string()];
    Calldata::new(Function::RegisterProvider, &call, arguments)
}

/// `addKeysToProvider` with all of these tuples in one call, in their order. See [`add_keys`](super::add_keys()) for how many fit.
#[must_use]
pub fn add_keys_to_provider(provider: ProviderId, key_stores: &[KeyStore]) -> Calldata {
    let tuples: Vec<_> = key_stores.iter().map(KeyStore::to_unverified).collect();
    let call = abi::addKeysToProviderCall {
        provider: number(provider),
        keyStores: tuples.iter().map(abi::KeyStore::from).collect(),
    };
    let arguments = vec![provider.to_string(), tuples_argument(&tuples)];
    Calldata::new(Function::AddKeysToProvider, &call, arguments)
}

/// `updateProviderAdmin`: the new admin takes over when it calls [`accept_provider_admin`].
///
/// # Errors
/// [`UnchangedError::Admin`] when `current`, where it is known, is the new admin.
pub fn update_provider_admin(
    provider: ProviderId,
    new_admin: NonZeroAddress,
    current: Option<NonZeroAddress>,
) -> Result<Calldata, UnchangedError> {
    if current == Some(new_admin) {
        return Err(UnchangedError::Admin);
    }
    let call = abi::updateProviderAdminCall { provider: number(provider), newAdmin: new_admin.get() };
    let arguments = vec![provider.to_string(), new_admin.to_string()];
    Ok(Calldata::new(Function::UpdateProviderAdmin, &call, arguments))
}

/// `acceptProviderAdmin`, to be sent by the new admin.
#[must_use]
pub fn accept_provider_admin(provider: ProviderId) -> Calldata {
    let call = abi::acceptProviderAdminCall { provider: number(provider) };
    Calldata::new(Function::AcceptProviderAdmin, &call, vec![provider.to_string()])
}

/// `updateProviderRewardsRecipient`: holds for delegations from then on.
#[must_use]
pub fn update_provider_rewards_recipient(provider: ProviderId, new_recipient: NonZeroAddress) -> Calldata {
    let call = abi::updateProviderRewardsRecipientCall {
        provider: number(provider),
        newRewardsRecipient: new_recipient.get(),
    };
    let arguments = vec![provider.to_string(), new_recipient.to_string()];
    Calldata::new(Function::UpdateProviderRewardsRecipient, &call, arguments)
}

/// `updateProviderTakeRate`: holds for delegations from then on.
///
/// # Errors
/// [`UnchangedError::TakeRate`] when `current`, where it is known, is the new rate.
pub fn update_provider_take_rate(
    provider: ProviderId,
    new_take_rate: TakeRate,
    current: Option<TakeRate>,
) -> Result<Calldata, UnchangedError> {
    if current == Some(new_take_rate) {
        return Err(UnchangedError::TakeRate);
    }
    let call =
        abi::updateProviderTakeRateCall { provider: number(provider), newTakeRate: new_take_rate.basis_points() };
    let arguments = vec![provider.to_string(), new_take_rate.basis_points().to_string()];
    Ok(Calldata::new(Function::UpdateProviderTakeRate, &call, arguments))
}

/// `dripProviderQueue`: drops this many keys from the head of the queue.
#[must_use]
pub fn drip_provider_queue(provider: ProviderId, keys: NonZeroU64) -> Calldata {
    let call = abi::dripProviderQueueCall { provider: number(provider), numberOfKeys: U256::from(keys.get()) };
    Calldata::new(Function::DripProviderQueue, &call, vec![provider.to_string(), keys.to_string()])
}

fn number(provider: ProviderId) -> U256 {
    U256::from(provider.get())
}

/// An update that changes nothing, which the contract refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnchangedError {
    /// The new admin is the current one.
    #[error("the new admin is the current one, and the contract refuses that; give another address")]
    Admin,
    /// The new take rate is the current one.
    #[error("the new take rate is the current one, and the contract refuses that; give another rate")]
    TakeRate,
}

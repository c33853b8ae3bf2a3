//! The functions that are called, by signature and selector.

use alloy_sol_types::SolCall;

use super::abi;
use crate::exits::abi::initiateWithdrawByAttesterBatchUpToLimitCall;

/// The functions of the StakingRegistry that a provider calls, and the one of the rollup that takes signed exits.
///
/// ```
/// use aztec_staking_registry::calldata::Function;
///
/// let function = Function::from_selector([0xe2, 0x53, 0x0f, 0xd1]);
/// assert_eq!(function, Some(Function::AddKeysToProvider));
/// assert_eq!(function.map(Function::name), Some("addKeysToProvider"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Function {
    /// [`register_provider`](super::register_provider).
    RegisterProvider,
    /// [`add_keys`](super::add_keys()).
    AddKeysToProvider,
    /// [`update_provider_admin`](super::update_provider_admin).
    UpdateProviderAdmin,
    /// [`accept_provider_admin`](super::accept_provider_admin).
    AcceptProviderAdmin,
    /// [`update_provider_rewards_recipient`](super::update_provider_rewards_recipient).
    UpdateProviderRewardsRecipient,
    /// [`update_provider_take_rate`](super::update_provider_take_rate).
    UpdateProviderTakeRate,
    /// [`drip_provider_queue`](super::drip_provider_queue).
    DripProviderQueue,
    /// [`SignedExits::calls`](crate::exits::SignedExits::calls): the one of the rollup.
    InitiateWithdrawByAttesterBatchUpToLimit,
}

impl Function {
    /// Every function.
    pub const ALL: [Self; 8] = [
        Self::RegisterProvider,
        Self::AddKeysToProvider,
        Self::UpdateProviderAdmin,
        Self::AcceptProviderAdmin,
        Self::UpdateProviderRewardsRecipient,
        Self::UpdateProviderTakeRate,
        Self::DripProviderQueue,
        Self::InitiateWithdrawByAttesterBatchUpToLimit,
    ];

    /// The function that has this selector.
    #[must_use]
    pub fn from_selector(selector: [u8; 4]) -> Option<Self> {
        Self::ALL.into_iter().find(|function| function.selector() == selector)
    }

    /// The canonical signature, `name(types)`.
    #[must_use]
    pub fn signature(self) -> &'static str {
        match self {
            Self::RegisterProvider => abi::registerProviderCall::SIGNATURE,
            Self::AddKeysToProvider => abi::addKeysToProviderCall::SIGNATURE,
            Self::UpdateProviderAdmin => abi::updateProviderAdminCall::SIGNATURE,
            Self::AcceptProviderAdmin => abi::acceptProviderAdminCall::SIGNATURE,
            Self::UpdateProviderRewardsRecipient => abi::updateProviderRewardsRecipientCall::SIGNATURE,
            Self::UpdateProviderTakeRate => abi::updateProviderTakeRateCall::SIGNATURE,
            Self::DripProviderQueue => abi::dripProviderQueueCall::SIGNATURE,
            Self::InitiateWithdrawByAttesterBatchUpToLimit => initiateWithdrawByAttesterBatchUpToLimitCall::SIGNATURE,
        }
    }

    /// The name, the part of the signature before its parenthesis.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.signature().split('(').next().unwrap_or_default()
    }

    /// The first four bytes of the signature's Keccak-256.
    #[must_use]
    pub fn selector(self) -> [u8; 4] {
        match self {
            Self::RegisterProvider => abi::registerProviderCall::SELECTOR,
            Self::AddKeysToProvider => abi::addKeysToProviderCall::SELECTOR,
            Self::UpdateProviderAdmin => abi::updateProviderAdminCall::SELECTOR,
            Self::AcceptProviderAdmin => abi::acceptProviderAdminCall::SELECTOR,
            Self::UpdateProviderRewardsRecipient => abi::updateProviderRewardsRecipientCall::SELECTOR,
            Self::UpdateProviderTakeRate => abi::updateProviderTakeRateCall::SELECTOR,
            Self::DripProviderQueue => abi::dripProviderQueueCall::SELECTOR,
            Self::InitiateWithdrawByAttesterBatchUpToLimit => initiateWithdrawByAttesterBatchUpToLimitCall::SELECTOR,
        }
    }
}

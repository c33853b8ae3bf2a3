//! What a new batch must say, where nothing public says it.

use alloy_primitives::Address;
use aztec_node_keystore::RemoteSigner;

use crate::{Account, BatchPlan, ImportedKeys, PlannedKeys, Rewards};

/// What the secret part of a new batch must say.
pub(crate) struct Expected<'a> {
    /// Whether the mnemonic is kept in the directory.
    pub(super) keeps_mnemonic: bool,
    /// The account from which publishers are topped up.
    pub(super) funding_account: Option<Address>,
    /// The signer of all accounts that name none.
    pub(super) remote_signer: Option<&'a RemoteSigner>,
    rewards: ExpectedRewards<'a>,
}

/// Who receives what, for the validators in their order.
enum ExpectedRewards<'a> {
    Same(Rewards),
    Imported(&'a ImportedKeys),
}

impl<'a> Expected<'a> {
    pub(crate) fn of(plan: &'a BatchPlan) -> Self {
        let (keeps_mnemonic, rewards) = match plan.keys() {
            PlannedKeys::Derived(keys) => {
                (keys.material().new_mnemonic().is_some(), ExpectedRewards::Same(keys.rewards()))
            }
            PlannedKeys::Imported(keys) => (false, ExpectedRewards::Imported(keys)),
        };
        let funding_account = plan.keys().funding_account().map(Account::address);
        Self { keeps_mnemonic, funding_account, remote_signer: plan.keys().remote_signer(), rewards }
    }

    /// Who receives what the validator at this position earns.
    pub(super) fn rewards(&self, entry: usize) -> Option<Rewards> {
        match &self.rewards {
            ExpectedRewards::Same(rewards) => Some(*rewards),
            ExpectedRewards::Imported(keys) => {
                keys.validators().get(entry).map(super::super::imported_keys::ImportedValidator::rewards)
            }
        }
    }
}

//! What a new batch must say, where nothing public says it.

use crate::{BatchPlan, ImportedKeys, PlannedKeys, Rewards};

/// What the secret part of a new batch must say.
pub(crate) struct Expected<'a> {
    /// Whether the mnemonic is kept in the directory.
    pub(super) keeps_mnemonic: bool,
    rewards: ExpectedRewards<'a>,
}

/// Who receives what, for the validators in their order.
enum ExpectedRewards<'a> {
    Same(Rewards),
    Imported(&'a ImportedKeys),
}

impl<'a> Expected<'a> {
    pub(crate) fn of(plan: &'a BatchPlan) -> Self {
        match plan.keys() {
            PlannedKeys::Derived(keys) => Self {
                keeps_mnemonic: keys.material().new_mnemonic().is_some(),
                rewards: ExpectedRewards::Same(keys.rewards()),
            },
            PlannedKeys::Imported(keys) => Self { keeps_mnemonic: false, rewards: ExpectedRewards::Imported(keys) },
        }
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

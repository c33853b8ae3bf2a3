//! What whoever makes a batch has asked for, where nothing public says it.

use std::collections::BTreeMap;

use aztec_node_keystore::Validator;
use aztec_staking_registry::{AztecAddress, NonZeroAddress};

/// What the secret part of a new batch must say.
pub(crate) struct ExpectedSecrets {
    /// Whether the mnemonic is kept in the directory.
    pub(crate) keeps_mnemonic: bool,
    pub(crate) rewards: ExpectedRewards,
}

/// Who receives what, for the validators in their order.
pub(crate) enum ExpectedRewards {
    Same(Rewards),
    Each(Vec<Rewards>),
}

impl ExpectedRewards {
    /// Those of the validator at this position.
    pub(super) fn of(&self, entry: usize) -> Option<Rewards> {
        match self {
            Self::Same(rewards) => Some(*rewards),
            Self::Each(rewards) => rewards.get(entry).copied(),
        }
    }
}

/// Who receives what a validator earns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rewards {
    /// None where the attester itself receives the rewards.
    pub(crate) coinbase: Option<NonZeroAddress>,
    pub(crate) fee_recipient: AztecAddress,
}

impl Rewards {
    pub(super) fn of(validator: &Validator) -> Self {
        Self { coinbase: validator.coinbase, fee_recipient: validator.fee_recipient }
    }

    /// The fields that are not the same.
    pub(super) fn differences(self, other: Self) -> impl Iterator<Item = &'static str> {
        let fields = [
            ("coinbase", self.coinbase == other.coinbase),
            ("feeRecipient", self.fee_recipient == other.fee_recipient),
        ];
        fields.into_iter().filter(|(_, same)| !same).map(|(field, _)| field)
    }
}

/// Who receives what in a whole batch, and with how many of the entries. No other file says it, so a person must look.
#[derive(Default)]
pub(crate) struct Recipients {
    /// Entries whose attester receives the rewards itself.
    pub(crate) own_coinbases: usize,
    pub(crate) coinbases: BTreeMap<NonZeroAddress, usize>,
    pub(crate) fee_recipients: BTreeMap<AztecAddress, usize>,
}

impl Recipients {
    pub(super) fn add(&mut self, attester: NonZeroAddress, rewards: Rewards) {
        match rewards.coinbase.filter(|coinbase| *coinbase != attester) {
            None => self.own_coinbases += 1,
            Some(coinbase) => *self.coinbases.entry(coinbase).or_default() += 1,
        }
        *self.fee_recipients.entry(rewards.fee_recipient).or_default() += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewards(coinbase: Option<u8>, fees: u8) -> Rewards {
        let address = |byte| NonZeroAddress::new([byte; 20].into()).expect("not zero");
        let fee_recipient = AztecAddress::new([fees; 32]).expect("below the order");
        Rewards { coinbase: coinbase.map(address), fee_recipient }
    }

    #[test]
    fn each_validator_is_compared_with_its_own() {
        let expected = ExpectedRewards::Each(vec![rewards(None, 0), rewards(Some(1), 2)]);
        let differences = |entry, found| expected.of(entry).unwrap().differences(found).collect::<Vec<_>>();
        assert_eq!(differences(0, rewards(None, 0)), [""; 0]);
        assert_eq!(differences(1, rewards(None, 0)), ["coinbase", "feeRecipient"]);
        assert_eq!(differences(1, rewards(Some(3), 2)), ["coinbase"]);
        assert!(expected.of(2).is_none());
        assert_eq!(ExpectedRewards::Same(rewards(None, 7)).of(99), Some(rewards(None, 7)));
    }
}

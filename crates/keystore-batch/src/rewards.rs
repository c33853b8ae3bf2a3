//! Who receives what a validator earns.

use aztec_node_keystore::Validator;
use aztec_staking_registry::{AztecAddress, NonZeroAddress};

/// Who receives what a validator earns.
///
/// ```
/// use aztec_keystore_batch::Rewards;
/// use aztec_staking_registry::{AztecAddress, NonZeroAddress};
///
/// // Rewards go to one address for all validators, and fees to nobody.
/// let coinbase = NonZeroAddress::parse("0x70997970C51812dc3A010C7d01b50e0d17dc79C8")?;
/// let rewards = Rewards { coinbase: Some(coinbase), ..Rewards::default() };
/// assert_eq!(rewards.fee_recipient, AztecAddress::ZERO);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rewards {
    /// The ETH address that receives rewards; none where the attester itself does.
    pub coinbase: Option<NonZeroAddress>,
    /// The address on Aztec that receives fees.
    pub fee_recipient: AztecAddress,
}

impl Rewards {
    /// As the node keystore has it.
    pub(crate) fn of(validator: &Validator) -> Self {
        Self { coinbase: validator.coinbase, fee_recipient: validator.fee_recipient }
    }

    /// The fields that are not the same.
    pub(crate) fn differences(self, other: Self) -> impl Iterator<Item = &'static str> {
        let fields = [
            ("coinbase", self.coinbase == other.coinbase),
            ("feeRecipient", self.fee_recipient == other.fee_recipient),
        ];
        fields.into_iter().filter(|(_, same)| !same).map(|(field, _)| field)
    }
}

/// The attester receives the rewards, and nobody the fees.
impl Default for Rewards {
    fn default() -> Self {
        Self { coinbase: None, fee_recipient: AztecAddress::ZERO }
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
    fn fields_that_differ_are_named() {
        let differences = |one: Rewards, other| one.differences(other).collect::<Vec<_>>();
        assert_eq!(differences(rewards(None, 0), rewards(None, 0)), [""; 0]);
        assert_eq!(differences(rewards(Some(1), 2), rewards(None, 0)), ["coinbase", "feeRecipient"]);
        assert_eq!(differences(rewards(Some(1), 2), rewards(Some(3), 2)), ["coinbase"]);
        assert_eq!(Rewards::default(), rewards(None, 0));
    }
}

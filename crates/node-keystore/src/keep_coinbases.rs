//! Coinbases that were set before, taken over into a file that is made anew.

use std::collections::HashMap;

use aztec_staking_registry::NonZeroAddress;

use crate::{EthKeySource, NodeKeystore};

/// A coinbase that stands in a node keystore and was set on purpose: it is not the attester itself.
///
/// ```
/// use aztec_node_keystore::{EthKeySource, NodeKeystore, address_in_file_name};
///
/// let before = NodeKeystore::read(r#"{"schemaVersion": 1, "validators": [{
///     "attester": {"eth": {"path": "eth/00000_0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266.json"}},
///     "coinbase": "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
///     "feeRecipient": "0x0000000000000000000000000000000000000000000000000000000000000000"
/// }]}"#)?;
/// let set = before.coinbases(|key| match key {
///     EthKeySource::File(file) => address_in_file_name(&file.path),
///     _ => None,
/// });
/// assert_eq!(set[0].coinbase.to_string(), "0x70997970C51812dc3A010C7d01b50e0d17dc79C8");
/// # Ok::<(), aztec_node_keystore::NodeKeystoreError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SetCoinbase {
    /// The attester.
    pub attester: NonZeroAddress,
    /// The address that receives its rewards.
    pub coinbase: NonZeroAddress,
}

impl NodeKeystore {
    /// The coinbases in the file that are not the attester itself.
    ///
    /// `address_of` says which address a key has. An attester of which it does not know it is left out.
    pub fn coinbases(&self, address_of: impl Fn(&EthKeySource) -> Option<NonZeroAddress>) -> Vec<SetCoinbase> {
        let set = self.validators.iter().filter_map(|validator| {
            let (attester, coinbase) = (attester_address(&validator.attester, &address_of)?, validator.coinbase?);
            (attester != coinbase).then_some(SetCoinbase { attester, coinbase })
        });
        set.collect()
    }

    /// How many entries have a coinbase and an attester of which nobody knows the address.
    pub fn coinbases_of_unknown(&self, address_of: impl Fn(&EthKeySource) -> Option<NonZeroAddress>) -> usize {
        let has_coinbase = self.validators.iter().filter(|validator| validator.coinbase.is_some());
        has_coinbase.filter(|validator| attester_address(&validator.attester, &address_of).is_none()).count()
    }

    /// The same node keystore with these coinbases, where it has the attester.
    #[must_use]
    pub fn with_coinbases(
        mut self,
        coinbases: &[SetCoinbase],
        address_of: impl Fn(&EthKeySource) -> Option<NonZeroAddress>,
    ) -> Self {
        let by_attester: HashMap<_, _> = coinbases.iter().map(|set| (set.attester, set.coinbase)).collect();
        for validator in &mut self.validators {
            let attester = attester_address(&validator.attester, &address_of);
            if let Some(coinbase) = attester.and_then(|attester| by_attester.get(&attester)) {
                validator.coinbase = Some(*coinbase);
            }
        }
        self
    }
}

fn attester_address(
    source: &EthKeySource,
    address_of: impl Fn(&EthKeySource) -> Option<NonZeroAddress>,
) -> Option<NonZeroAddress> {
    match source {
        EthKeySource::Address(address) => Some(*address),
        EthKeySource::Remote(account) => Some(account.address),
        local => address_of(local),
    }
}

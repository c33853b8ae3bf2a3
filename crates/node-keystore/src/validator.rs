//! One entry of the list.

use aztec_staking_registry::{AztecAddress, NonZeroAddress};

use crate::{BlsKeySource, EthKeySource};

/// One entry of the node keystore: a validator with its keys.
#[derive(Clone, Debug)]
pub struct Validator {
    /// The ETH account that the validator is known by.
    pub attester: EthKeySource,
    /// The BLS key of the attester. A node runs without one: it is for registering the attester.
    pub bls: Option<BlsKeySource>,
    /// The accounts that send its transactions; none means the attester itself.
    pub publishers: Vec<EthKeySource>,
    /// The ETH address that receives rewards; none means the attester.
    pub coinbase: Option<NonZeroAddress>,
    /// The address on Aztec that receives fees.
    pub fee_recipient: AztecAddress,
}

//! Accounts that send transactions for validators.

use alloy_primitives::Address;
use aztec_key_derivation::EthSecretKey;
use aztec_staking_registry::NonZeroAddress;

/// An account that sends transactions for a validator.
pub enum Publisher {
    /// Held by a remote signer.
    Address(NonZeroAddress),
    /// Held by the node itself.
    Key(EthSecretKey),
}

impl Publisher {
    /// The address of the account.
    #[must_use]
    pub fn address(&self) -> Address {
        match self {
            Self::Address(address) => address.get(),
            Self::Key(secret) => secret.address(),
        }
    }
}

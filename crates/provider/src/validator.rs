//! Where a validator stands.

use core::fmt;

use alloy_primitives::Address;

use crate::{
    abi,
    chain::{ChainError, Reverted, decode},
};

/// The status of an attester on a rollup. Source: `enum Status` in `StakingLib.sol`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValidatorStatus {
    /// Not a validator: not yet, or not any more.
    None,
    /// An active validator.
    Validating,
    /// Slashed below the minimum: not active, and its exit is not finalised.
    Zombie,
    /// Leaving: not active, and its exit is not finalised.
    Exiting,
}

impl ValidatorStatus {
    pub(crate) fn decode(rollup: Address, answer: Result<Vec<u8>, Reverted>) -> Result<Self, ChainError> {
        match decode::<abi::getStatusCall>(rollup, answer)? {
            0 => Ok(Self::None),
            1 => Ok(Self::Validating),
            2 => Ok(Self::Zombie),
            3 => Ok(Self::Exiting),
            _ => Err(ChainError::NotTheContract { contract: rollup, function: "getStatus" }),
        }
    }

    /// Whether there is an exit that is not finalised, so that the rollup takes no deposit of the attester.
    #[must_use]
    pub fn has_exit(self) -> bool {
        matches!(self, Self::Zombie | Self::Exiting)
    }
}

impl fmt::Display for ValidatorStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "not active",
            Self::Validating => "active",
            Self::Zombie => "slashed out",
            Self::Exiting => "exiting",
        })
    }
}

#[cfg(test)]
mod tests {
    use alloy_primitives::U256;

    use super::*;

    #[test]
    fn the_statuses_of_the_rollup() {
        let rollup = Address::repeat_byte(1);
        let decode = |status: u64| ValidatorStatus::decode(rollup, Ok(U256::from(status).to_be_bytes_vec()));
        let words = [("not active", false), ("active", false), ("slashed out", true), ("exiting", true)];
        for (status, (words, has_exit)) in (0..).zip(words) {
            let status = decode(status).unwrap();
            assert_eq!((status.to_string().as_str(), status.has_exit()), (words, has_exit));
        }
        for refused in [decode(4), decode(256), ValidatorStatus::decode(rollup, Err(Reverted))] {
            assert!(matches!(refused, Err(ChainError::NotTheContract { function: "getStatus", .. })));
        }
    }
}

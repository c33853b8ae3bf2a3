//! Tokens, as people write their amounts.

use alloy_primitives::{Address, U256};

use crate::{
    abi,
    chain::{Chain, ChainError},
};

/// A token (ERC-20) by its address, with its symbol and decimals.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Token {
    /// The contract.
    pub address: Address,
    /// What it calls itself: at most twelve printable characters of it.
    pub symbol: String,
    /// How many decimals an amount has.
    pub decimals: u8,
}

impl Token {
    /// Asks the token.
    ///
    /// # Errors
    /// [`ChainError`].
    pub fn read(chain: &mut Chain, address: Address) -> Result<Self, ChainError> {
        // Whatever a token calls itself, it is only shown.
        let symbol =
            chain.call(address, &abi::symbolCall {})?.chars().filter(char::is_ascii_graphic).take(12).collect();
        Ok(Self { address, symbol, decimals: chain.call(address, &abi::decimalsCall {})? })
    }

    /// An amount as people write it: `1.25`.
    #[must_use]
    pub fn decimal(&self, amount: U256) -> String {
        let digits = format!("{amount:0>width$}", width = usize::from(self.decimals) + 1);
        let (whole, fraction) = digits.split_at(digits.len() - usize::from(self.decimals));
        let fraction = fraction.trim_end_matches('0');
        if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_as_people_write_them() {
        let token = |decimals| Token { address: Address::ZERO, symbol: String::new(), decimals };
        let decimal = |decimals, amount: u64| token(decimals).decimal(U256::from(amount));
        assert_eq!(decimal(18, 1_250_000_000_000_000_000), "1.25");
        assert_eq!(decimal(18, 1), "0.000000000000000001");
        assert_eq!(decimal(18, 0), "0");
        assert_eq!(decimal(6, 12_000_000), "12");
        assert_eq!(decimal(0, 7), "7");
    }
}

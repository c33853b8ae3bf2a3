//! The gas limit of the contract, as an option of every verb that judges keys.

use std::num::ParseIntError;

use bn254_bls::gas::{PopGasLimit, PopGasLimitError};
use clap::Args;

/// What the contract gives to the check of a proof.
#[derive(Clone, Copy, Debug, Args)]
pub struct GasArgs {
    /// Gas that the contract gives to the check of a proof: the GSE's proofOfPossessionGasLimit, which governance can change
    #[arg(long, value_name = "N", default_value_t = PopGasLimit::DEFAULT, value_parser = gas_limit, allow_negative_numbers = true)]
    pub pop_gas_limit: PopGasLimit,
}

fn gas_limit(text: &str) -> Result<PopGasLimit, NotAGasLimit> {
    Ok(PopGasLimit::new(text.parse()?)?)
}

/// Why `--pop-gas-limit` is refused.
#[derive(Debug, thiserror::Error)]
enum NotAGasLimit {
    #[error("not a whole number; give the GSE's proofOfPossessionGasLimit, such as 300000")]
    Number(#[from] ParseIntError),
    #[error(transparent)]
    Range(#[from] PopGasLimitError),
}

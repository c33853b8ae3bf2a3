//! How BLS keys are derived: the rule, and which candidate it takes.

use std::num::ParseIntError;

use aztec_key_derivation::{BlsDerivation, BlsRule, GasBudget, GasBudgetError};
use clap::{Args, ValueEnum};

/// The rule, and which candidate it takes.
#[derive(Clone, Copy, Debug, Args)]
pub struct DerivationArgs {
    /// The official rule to follow from seed to BLS key
    #[arg(long, value_enum, default_value_t = Rule::V6)]
    pub bls_derivation: Rule,

    /// Lower the gas budget of the rule v6; the keys come back with the same N only [default: 270000]
    #[arg(long, value_name = "N", value_parser = gas_budget, conflicts_with = "skip_gas_check", allow_negative_numbers = true)]
    pub max_gas: Option<GasBudget>,

    /// Keep candidate 0 of every key, whatever its proof costs: for keys that are registered already
    #[arg(long)]
    pub skip_gas_check: bool,
}

/// The official rules, from the newest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Rule {
    /// Current path, next candidate when a key is over the gas budget
    V6,
    /// Current path only (2.1.5 and later)
    V5,
    /// Legacy path (2.1.4)
    #[value(name = "v2.1.4")]
    V2_1_4,
}

impl From<Rule> for BlsRule {
    fn from(rule: Rule) -> Self {
        match rule {
            Rule::V6 => Self::V6,
            Rule::V5 => Self::V5,
            Rule::V2_1_4 => Self::V2_1_4,
        }
    }
}

impl DerivationArgs {
    /// What is asked for. Only the rule v6 has candidates, so that under the others neither option would do anything.
    ///
    /// # Errors
    ///
    /// [`UnusedGasOption`].
    pub fn resolve(self) -> Result<BlsDerivation, UnusedGasOption> {
        let rule = BlsRule::from(self.bls_derivation);
        let unused = |option| if rule == BlsRule::V6 { Ok(()) } else { Err(UnusedGasOption { option, rule }) };
        if let Some(budget) = self.max_gas {
            unused("--max-gas")?;
            return Ok(BlsDerivation::v6_within(budget));
        }
        if self.skip_gas_check {
            unused("--skip-gas-check")?;
            return Ok(BlsDerivation::first_candidate(rule));
        }
        Ok(rule.into())
    }
}

/// An option that would do nothing.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("{option}: the rule {rule} takes candidate 0 of every key, whatever its proof costs; leave the option out")]
pub struct UnusedGasOption {
    option: &'static str,
    rule: BlsRule,
}

/// Reads `--max-gas`.
///
/// # Errors
///
/// [`NotAGasBudget`].
pub fn gas_budget(text: &str) -> Result<GasBudget, NotAGasBudget> {
    Ok(GasBudget::new(text.parse()?)?)
}

/// Why `--max-gas` is refused.
#[derive(Debug, thiserror::Error)]
pub enum NotAGasBudget {
    /// No number at all.
    #[error("not a whole number; give 137790 to 270000")]
    Number(#[from] ParseIntError),
    /// Not one that the rule can have.
    #[error(transparent)]
    Range(#[from] GasBudgetError),
}

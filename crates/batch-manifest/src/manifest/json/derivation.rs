//! How the rule and its budget stand in the file.

use aztec_key_derivation::{BlsDerivation, BlsRule, GasBudget};

use super::shape::{Budget, Source, Unchecked};
use crate::manifest::{BUDGET_OF_FORMAT_1, GasBudgetFault, ManifestError};

/// The rule by its name, and the budget beside it.
pub(super) fn read(source: &Source, format: u32) -> Result<BlsDerivation, ManifestError> {
    let rule: BlsRule = source.bls_derivation.parse().map_err(|_| ManifestError::UnknownRule)?;
    let within = |gas| GasBudget::new(gas).map(BlsDerivation::v6_within).map_err(GasBudgetFault::Range);
    let derivation = match (rule, source.gas_budget) {
        (BlsRule::V6, None) if format == 1 => within(BUDGET_OF_FORMAT_1),
        (rule, None) => Ok(rule.into()),
        (BlsRule::V6, Some(Budget::Gas(gas))) => within(gas),
        (BlsRule::V6, Some(Budget::None(_))) => Ok(BlsDerivation::first_candidate(rule)),
        (_, Some(_)) => Err(GasBudgetFault::WithoutRule),
    };
    derivation.map_err(ManifestError::GasBudget)
}

/// The budget, where the rule alone does not say it.
pub(super) fn budget(derivation: BlsDerivation) -> Option<Budget> {
    if derivation == derivation.rule().into() {
        return None;
    }
    Some(derivation.budget().map_or(Budget::None(Unchecked::Unchecked), |budget| Budget::Gas(budget.get())))
}

//! Which of its possible BLS keys a validator has.

use std::fmt;

use crate::{BlsRule, GasBudget};

/// A rule for the paths of BLS keys, and which candidate is taken at each: the first whose proof of possession is cheap
/// enough, or always candidate 0.
///
/// A [`BlsRule`] converts into what the release that brought it does by default; so a rule can stand wherever this type is
/// asked for.
///
/// ```
/// use aztec_key_derivation::{BlsDerivation, BlsRule, GasBudget};
///
/// // The official --bls-key-derivation-v6, and with --bls-key-derivation-max-gas 150000.
/// assert_eq!(BlsDerivation::from(BlsRule::V6), BlsDerivation::v6_within(GasBudget::V6));
/// let careful = BlsDerivation::v6_within(GasBudget::new(150_000)?);
/// assert_eq!(careful.budget().map(GasBudget::get), Some(150_000));
/// // The official --skip-bls-key-gas-check, for keys that are registered already.
/// assert_eq!(BlsDerivation::first_candidate(BlsRule::V6).budget(), None);
/// // Before v6 there were no candidates.
/// assert_eq!(BlsDerivation::from(BlsRule::V5), BlsDerivation::first_candidate(BlsRule::V5));
/// # Ok::<(), aztec_key_derivation::GasBudgetError>(())
/// ```
// Invariant: there is a budget under V6 alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BlsDerivation {
    rule: BlsRule,
    budget: Option<GasBudget>,
}

impl BlsDerivation {
    /// The rule [`BlsRule::V6`] with this budget: the first of at most 256 candidates whose proof costs no more.
    #[must_use]
    pub const fn v6_within(budget: GasBudget) -> Self {
        Self { rule: BlsRule::V6, budget: Some(budget) }
    }

    /// Candidate 0 of any rule, whatever its proof costs. A key above the contract's limit cannot be registered, so look at
    /// [`HashedPoint::gas`](bn254_bls::HashedPoint::gas) of each.
    #[must_use]
    pub const fn first_candidate(rule: BlsRule) -> Self {
        Self { rule, budget: None }
    }

    /// The rule of the paths.
    #[must_use]
    pub const fn rule(self) -> BlsRule {
        self.rule
    }

    /// What a proof may cost; none where candidate 0 is taken whatever it costs.
    #[must_use]
    pub const fn budget(self) -> Option<GasBudget> {
        self.budget
    }
}

impl BlsDerivation {
    /// The options with which the official command line 6.0.0 derives the same keys; none where it does so without any, and
    /// for rules that are older than its options.
    ///
    /// ```
    /// use aztec_key_derivation::{BlsDerivation, BlsRule, GasBudget};
    ///
    /// let careful = BlsDerivation::v6_within(GasBudget::new(150_000)?);
    /// assert_eq!(careful.official_options(), ["--bls-key-derivation-v6", "--bls-key-derivation-max-gas 150000"]);
    /// # Ok::<(), aztec_key_derivation::GasBudgetError>(())
    /// ```
    #[must_use]
    pub fn official_options(self) -> Vec<String> {
        let mut options = Vec::new();
        match (self.rule, self.budget) {
            (BlsRule::V6, Some(budget)) => {
                options.push("--bls-key-derivation-v6".to_owned());
                if budget != GasBudget::V6 {
                    options.push(format!("--bls-key-derivation-max-gas {budget}"));
                }
            }
            (BlsRule::V6 | BlsRule::V5, None) => options.push("--skip-bls-key-gas-check".to_owned()),
            _ => {}
        }
        options
    }
}

impl Default for BlsDerivation {
    fn default() -> Self {
        BlsRule::default().into()
    }
}

impl From<BlsRule> for BlsDerivation {
    fn from(rule: BlsRule) -> Self {
        match rule {
            BlsRule::V6 => Self::v6_within(GasBudget::V6),
            BlsRule::V5 | BlsRule::V2_1_4 => Self::first_candidate(rule),
        }
    }
}

/// The rule, and where it is not what the rule does by default, what is done instead: `v6`, `v6 within 150000 gas`,
/// `v6 without a gas check`.
impl fmt::Display for BlsDerivation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rule = self.rule;
        match self.budget {
            _ if *self == rule.into() => write!(f, "{rule}"),
            Some(budget) => write!(f, "{rule} within {budget} gas"),
            None => write!(f, "{rule} without a gas check"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_the_default_is_named() {
        for rule in BlsRule::ALL {
            assert_eq!(BlsDerivation::from(rule).to_string(), rule.to_string());
        }
        let within = |gas| BlsDerivation::v6_within(GasBudget::new(gas).unwrap()).to_string();
        assert_eq!([within(270_000), within(150_000)], ["v6", "v6 within 150000 gas"]);
        assert_eq!(BlsDerivation::first_candidate(BlsRule::V6).to_string(), "v6 without a gas check");
        assert_eq!(BlsDerivation::first_candidate(BlsRule::V5).to_string(), "v5");
    }

    #[test]
    fn options_of_the_official_command_line() {
        let options = |derivation: BlsDerivation| derivation.official_options().join(" ");
        let within = |gas| options(BlsDerivation::v6_within(GasBudget::new(gas).unwrap()));
        assert_eq!(within(270_000), "--bls-key-derivation-v6");
        assert_eq!(within(150_000), "--bls-key-derivation-v6 --bls-key-derivation-max-gas 150000");
        for rule in [BlsRule::V6, BlsRule::V5] {
            assert_eq!(options(BlsDerivation::first_candidate(rule)), "--skip-bls-key-gas-check", "{rule}");
        }
        assert_eq!(options(BlsRule::V2_1_4.into()), "");
    }
}

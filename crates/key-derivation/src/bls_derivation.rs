//! Which of its possible BLS keys a validator has.

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

//! The official path rules, by the version that brought them.

use std::fmt;
use std::str::FromStr;

use crate::{BlsPath, Index};

/// Which path a validator's BLS key has: the rules of the official tool, by the version that brought them.
///
/// Source: npm `@aztec/cli` 4.1.2, `src/cmds/validator_keys/shared.ts`, `withValidatorIndex`, for `V5` and `V2_1_4`;
/// the guide of the official command line 6.0.0 for `V6`. A rule is frozen by its release.
///
/// ```
/// use aztec_key_derivation::{BlsRule, Index};
///
/// let (account, address) = (Index::new(1)?, Index::new(7)?);
/// assert_eq!(BlsRule::V5.path(account, address).to_string(), "m/12381/3600/1/0/7");
/// assert_eq!(BlsRule::V2_1_4.path(account, address).to_string(), "m/12381/3600/7/0/0");
/// assert_eq!("v6".parse::<BlsRule>()?, BlsRule::V6);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BlsRule {
    /// `m/12381/3600/<account>/0/<address>`, and where the proof of possession of that key would cost too much gas,
    /// the first of `…/1` to `…/255` whose proof does not.
    ///
    /// The budget is [`GasBudget::V6`](crate::GasBudget::V6), or a lower one: see
    /// [`BlsDerivation`](crate::BlsDerivation).
    #[default]
    V6,
    /// `m/12381/3600/<account>/0/<address>`, whatever the proof costs: releases from 2.1.5.
    V5,
    /// `m/12381/3600/<address>/0/0`, whatever the proof costs: release 2.1.4, and later ones with `LEGACY_BLS_CLI=true`.
    ///
    /// **The account is not in the path**: every account has the same BLS keys.
    V2_1_4,
}

impl BlsRule {
    /// All rules, newest first.
    pub const ALL: [Self; 3] = [Self::V6, Self::V5, Self::V2_1_4];

    /// The path of the validator with these indices; under [`BlsRule::V6`], of its candidate 0.
    #[must_use]
    pub fn path(self, account: Index, address: Index) -> BlsPath {
        match self {
            Self::V6 | Self::V5 => BlsPath::new(account, address),
            Self::V2_1_4 => BlsPath::new(address, Index::ZERO),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::V6 => "v6",
            Self::V5 => "v5",
            Self::V2_1_4 => "v2.1.4",
        }
    }
}

impl fmt::Display for BlsRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for BlsRule {
    type Err = UnknownBlsRule;

    fn from_str(text: &str) -> Result<Self, UnknownBlsRule> {
        Self::ALL.into_iter().find(|rule| rule.name() == text).ok_or(UnknownBlsRule)
    }
}

/// The text names no [`BlsRule`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown BLS derivation; use v6, v5 or v2.1.4")]
pub struct UnknownBlsRule;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        assert_eq!(BlsRule::ALL.map(|rule| rule.to_string()), ["v6", "v5", "v2.1.4"]);
        for rule in BlsRule::ALL {
            assert_eq!(rule.to_string().parse(), Ok(rule));
        }
        for text in ["", "V6", "6", "v2.1.5", "v5 ", "current", "legacy"] {
            assert_eq!(text.parse::<BlsRule>(), Err(UnknownBlsRule), "{text:?}");
        }
    }

    #[test]
    fn paths() {
        let (account, address) = (Index::new(3).unwrap(), Index::new(7).unwrap());
        assert_eq!(BlsRule::V6.path(account, address).to_string(), "m/12381/3600/3/0/7");
        assert_eq!(BlsRule::V5.path(account, address).to_string(), "m/12381/3600/3/0/7");
        assert_eq!(BlsRule::V2_1_4.path(account, address).to_string(), "m/12381/3600/7/0/0");
    }
}

//! The BLS keys of many validators, with everything public about them.

use std::iter::FusedIterator;
use std::num::NonZeroU32;

use bn254_bls::{ProvenPublicKey, SecretKey, gas};

use crate::{BlsMaterial, BlsPath, BlsRule, Index, IndexRange, derive_bls};

/// One validator's BLS key: the secret, where it comes from, and all that is public about it.
#[derive(Debug)]
pub struct BlsKey {
    /// The address index of the validator.
    pub index: Index,
    /// The path that gave the secret, with the candidate that was taken.
    pub path: BlsPath,
    /// The secret scalar.
    pub secret: SecretKey,
    /// Public key, hashed point with the gas estimate, and both proofs of possession.
    pub identity: ProvenPublicKey,
}

/// What to do with a key whose proof of possession costs more gas than
/// [`DERIVATION_BUDGET`](bn254_bls::gas::DERIVATION_BUDGET), under a rule without candidates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OverBudget {
    /// Refuse it: it may be impossible to register.
    #[default]
    Refuse,
    /// Hand it out all the same, to restore a key that is in use already. The caller looks at
    /// [`HashedPoint::gas`](bn254_bls::HashedPoint::gas) and says so to the user.
    Keep,
}

/// Derives the BLS keys of these validators, in the order of their indices.
///
/// Candidate 0 of all of them goes through the batch path of [`SecretKey::prove_batch`]; about one in 3,037 is over the
/// gas budget, and only those go on to candidates 1, 2, … of the [v6 rule](BlsRule::V6). For very many keys, see
/// [`BlsKeys`].
///
/// # Errors
/// [`BlsKeyError::OverBudget`] names the first index whose key is over the gas budget, under a rule without candidates
/// and with [`OverBudget::Refuse`]. [`BlsKeyError::NoCandidate`] names the first index none of whose 256 candidates is
/// within it.
pub fn derive_bls_keys<'a>(
    material: impl Into<BlsMaterial<'a>>,
    rule: BlsRule,
    account: Index,
    addresses: IndexRange,
    over_budget: OverBudget,
) -> Result<Vec<BlsKey>, BlsKeyError> {
    derive_within(gas::DERIVATION_BUDGET, material.into(), rule, account, addresses, over_budget)
}

/// The same keys chunk by chunk, so that any number of them needs no more memory than a chunk.
///
/// Each chunk is derived when it is asked for. One of 256 keys or more is worth its while on any number of cores.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::num::NonZeroU32;
/// use aztec_key_derivation::{BlsKeys, BlsRule, Ikm, Index, IndexRange, OverBudget};
///
/// let ikm = Ikm::from_bytes(&[7; 32])?;
/// let validators = IndexRange::new(Index::ZERO, 1_000_000)?;
/// let chunk = NonZeroU32::new(256).expect("not zero");
/// let mut made = 0;
/// for keys in BlsKeys::derive(&ikm, BlsRule::V6, Index::ZERO, validators, OverBudget::Refuse, chunk).take(2) {
///     for key in keys? {
///         // Here each key is written where it belongs; its secret is wiped when it goes.
///         assert_eq!(key.index.get(), made);
///         made += 1;
///     }
/// }
/// assert_eq!(made, 512);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct BlsKeys<'a> {
    material: BlsMaterial<'a>,
    rule: BlsRule,
    account: Index,
    over_budget: OverBudget,
    /// What is still to be derived.
    rest: Option<IndexRange>,
    chunk: NonZeroU32,
}

impl<'a> BlsKeys<'a> {
    /// The keys that [`derive_bls_keys`] derives, `chunk` at a time, the last time possibly fewer.
    #[must_use]
    pub fn derive(
        material: impl Into<BlsMaterial<'a>>,
        rule: BlsRule,
        account: Index,
        addresses: IndexRange,
        over_budget: OverBudget,
        chunk: NonZeroU32,
    ) -> Self {
        Self { material: material.into(), rule, account, over_budget, rest: Some(addresses), chunk }
    }
}

/// Each item is a chunk, or why it is refused, as [`derive_bls_keys`] says it. Nothing follows a refusal.
impl Iterator for BlsKeys<'_> {
    type Item = Result<Vec<BlsKey>, BlsKeyError>;

    fn next(&mut self) -> Option<Self::Item> {
        let (next, rest) = self.rest?.split(self.chunk);
        let keys = derive_bls_keys(self.material, self.rule, self.account, next, self.over_budget);
        self.rest = rest.filter(|_| keys.is_ok());
        Some(keys)
    }
}

impl FusedIterator for BlsKeys<'_> {}

/// [`derive_bls_keys`] with any budget: no key is over the real one in all candidates, so tests bring their own.
fn derive_within(
    budget: u64,
    material: BlsMaterial<'_>,
    rule: BlsRule,
    account: Index,
    addresses: IndexRange,
    over_budget: OverBudget,
) -> Result<Vec<BlsKey>, BlsKeyError> {
    let secrets: Vec<SecretKey> =
        addresses.iter().map(|index| derive_bls(material, &rule.path(account, index))).collect();
    let identities = SecretKey::prove_batch(&secrets);

    let first_candidates = addresses.iter().zip(secrets).zip(identities).map(|((index, secret), identity)| BlsKey {
        index,
        path: rule.path(account, index),
        secret,
        identity,
    });
    first_candidates
        .map(|key| match rule {
            _ if key.identity.hashed_point().gas() <= budget => Ok(key),
            BlsRule::V6 => next_candidate_within(budget, material, &key),
            BlsRule::V5 | BlsRule::V2_1_4 if over_budget == OverBudget::Keep => Ok(key),
            BlsRule::V5 | BlsRule::V2_1_4 => {
                Err(BlsKeyError::OverBudget { index: key.index, gas: key.identity.hashed_point().gas(), rule })
            }
        })
        .collect()
}

/// The first of candidates 1 to 255 that is within the budget.
fn next_candidate_within(budget: u64, material: BlsMaterial<'_>, first: &BlsKey) -> Result<BlsKey, BlsKeyError> {
    (1..=u8::MAX)
        .map(|candidate| {
            let path = first.path.with_candidate(candidate);
            let secret = derive_bls(material, &path);
            let identity = secret.prove();
            BlsKey { index: first.index, path, secret, identity }
        })
        .find(|key| key.identity.hashed_point().gas() <= budget)
        .ok_or(BlsKeyError::NoCandidate { index: first.index })
}

/// Why the keys of a range are not handed out. Only public things are in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BlsKeyError {
    /// The proof of possession of this key may cost more gas than the contract gives, and the rule has no other
    /// candidate.
    #[error(
        "the BLS key of address index {index} may be impossible to register: its proof of possession may cost {gas} gas, \
         above the budget of {}; derive with v6, which takes another key, or leave this index out (rule {rule})",
        gas::DERIVATION_BUDGET
    )]
    OverBudget {
        /// The address index.
        index: Index,
        /// The estimate.
        gas: u64,
        /// The rule that was followed.
        rule: BlsRule,
    },
    /// All 256 candidates are over the budget, which does not happen by chance.
    #[error(
        "none of the 256 candidates for the BLS key of address index {index} is within the gas budget; leave this index out"
    )]
    NoCandidate {
        /// The address index.
        index: Index,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Ikm;

    fn with_budget(budget: u64, over_budget: OverBudget) -> Result<Vec<BlsKey>, BlsKeyError> {
        let (ikm, start) = (Ikm::from_bytes(&[7; 32]).unwrap(), Index::new(5).unwrap());
        let range = IndexRange::new(start, 2).unwrap();
        derive_within(budget, BlsMaterial::Ikm(&ikm), BlsRule::V6, Index::ZERO, range, over_budget)
    }

    #[test]
    fn no_candidate_within_the_budget_is_an_error() {
        for over_budget in [OverBudget::Refuse, OverBudget::Keep] {
            let error = with_budget(0, over_budget).unwrap_err();
            assert_eq!(error, BlsKeyError::NoCandidate { index: Index::new(5).unwrap() });
        }
    }

    /// The least that any key costs: one attempt, one square root. Most candidates are above it.
    #[test]
    fn later_candidates_are_tried_in_order() {
        let least = gas::pop_gas(1, 1);
        for key in with_budget(least, OverBudget::Refuse).unwrap() {
            assert_eq!(key.identity.hashed_point().gas(), least);
            assert!(key.path.candidate() > 0);
            for candidate in 0..key.path.candidate() {
                let path = key.path.with_candidate(candidate);
                let ikm = Ikm::from_bytes(&[7; 32]).unwrap();
                assert!(derive_bls(&ikm, &path).prove().hashed_point().gas() > least, "{path}");
            }
        }
    }
}

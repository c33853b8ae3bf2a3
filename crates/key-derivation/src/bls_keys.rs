//! The BLS keys of many validators.

use std::iter::FusedIterator;
use std::num::NonZeroU32;

use crate::{
    BlsDerivation, BlsKey, BlsMaterial, BlsPath, GasBudget, Index, IndexRange, ValidatorBlsKey, derive_bls_paths,
};

/// Derives the BLS keys of these validators, in the order of their indices.
///
/// Candidate 0 of all of them goes through the batch path of
/// [`SecretKey::prove_batch`](bn254_bls::SecretKey::prove_batch); about one in 171,694 is over [`GasBudget::V6`], and
/// only those go on to candidates 1, 2, … of the [v6 rule](crate::BlsRule::V6). Each key says which candidate it is,
/// and what those before it would have cost. For very many keys, see [`BlsKeys`].
///
/// ```
/// use aztec_key_derivation::{BlsDerivation, GasBudget, Ikm, Index, IndexRange, derive_bls_keys};
///
/// let ikm = Ikm::from_bytes(&[7; 32])?;
/// let validators = IndexRange::new(Index::ZERO, 3)?;
/// let derivation = BlsDerivation::v6_within(GasBudget::new(145_000)?);
/// for validator in derive_bls_keys(&ikm, derivation, Index::ZERO, validators)? {
///     assert!(validator.key.proven.hashed_point().gas() <= 145_000);
///     assert_eq!(validator.skipped.len(), usize::from(validator.key.path.candidate()));
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`BlsKeyError::NoCandidate`] names the first index none of whose 256 candidates is within the budget. Without a budget
/// there is no error.
pub fn derive_bls_keys<'a>(
    material: impl Into<BlsMaterial<'a>>,
    derivation: impl Into<BlsDerivation>,
    account: Index,
    addresses: IndexRange,
) -> Result<Vec<ValidatorBlsKey>, BlsKeyError> {
    let (material, derivation) = (material.into(), derivation.into());
    let paths: Vec<BlsPath> = addresses.iter().map(|index| derivation.rule().path(account, index)).collect();
    let mut keys = Vec::with_capacity(paths.len());
    for (index, first) in addresses.iter().zip(derive_bls_paths(material, &paths)) {
        keys.push(match derivation.budget() {
            Some(budget) => {
                first_within(budget.get(), material, index, first).ok_or(BlsKeyError::NoCandidate { index, budget })?
            }
            None => ValidatorBlsKey { index, key: first, skipped: Vec::new() },
        });
    }
    Ok(keys)
}

/// The first of candidates 0 to 255 that costs no more than `budget`. The first one is there already.
fn first_within(budget: u64, material: BlsMaterial<'_>, index: Index, first: BlsKey) -> Option<ValidatorBlsKey> {
    let mut skipped = Vec::new();
    let mut key = first;
    loop {
        let gas = key.proven.hashed_point().gas();
        if gas <= budget {
            return Some(ValidatorBlsKey { index, key, skipped });
        }
        skipped.push(gas);
        let candidate = key.path.candidate().checked_add(1)?;
        key = BlsKey::derive(material, key.path.with_candidate(candidate));
    }
}

/// The keys that [`derive_bls_keys`] derives, chunk by chunk, so that any number of them needs no more memory than a chunk.
///
/// Each chunk is derived when it is asked for. One of 256 keys or more makes good use of any number of cores.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::num::NonZeroU32;
/// use aztec_key_derivation::{BlsKeys, BlsRule, Ikm, Index, IndexRange};
///
/// let ikm = Ikm::from_bytes(&[7; 32])?;
/// let validators = IndexRange::new(Index::ZERO, 1_000_000)?;
/// let chunk = NonZeroU32::new(256).expect("not zero");
/// let mut made = 0;
/// for validators in BlsKeys::derive(&ikm, BlsRule::V6, Index::ZERO, validators, chunk).take(2) {
///     for validator in validators? {
///         // Here each key is written where it belongs; its secret is wiped when it goes.
///         assert_eq!(validator.index.get(), made);
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
    derivation: BlsDerivation,
    account: Index,
    /// What is still to be derived.
    rest: Option<IndexRange>,
    chunk: NonZeroU32,
}

impl<'a> BlsKeys<'a> {
    /// The keys that [`derive_bls_keys`] derives, `chunk` at a time, the last time possibly fewer.
    #[must_use]
    pub fn derive(
        material: impl Into<BlsMaterial<'a>>,
        derivation: impl Into<BlsDerivation>,
        account: Index,
        addresses: IndexRange,
        chunk: NonZeroU32,
    ) -> Self {
        Self { material: material.into(), derivation: derivation.into(), account, rest: Some(addresses), chunk }
    }
}

/// Each item is a chunk, or why there is none, as [`derive_bls_keys`] says it. Nothing follows an error.
impl Iterator for BlsKeys<'_> {
    type Item = Result<Vec<ValidatorBlsKey>, BlsKeyError>;

    fn next(&mut self) -> Option<Self::Item> {
        let (next, rest) = self.rest?.split(self.chunk);
        let keys = derive_bls_keys(self.material, self.derivation, self.account, next);
        self.rest = rest.filter(|_| keys.is_ok());
        Some(keys)
    }
}

impl FusedIterator for BlsKeys<'_> {}

/// Why the keys of a range are not handed out. Only public things are in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BlsKeyError {
    /// All 256 candidates are over the budget, which does not happen by chance.
    #[error(
        "none of the 256 candidates for the BLS key of address index {index} is within the gas budget of {budget}; leave \
         this index out"
    )]
    NoCandidate {
        /// The address index.
        index: Index,
        /// The budget.
        budget: GasBudget,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Ikm;

    fn first_within_of(budget: u64) -> Option<ValidatorBlsKey> {
        let (ikm, index) = (Ikm::from_bytes(&[7; 32]).unwrap(), Index::new(5).unwrap());
        let material = BlsMaterial::Ikm(&ikm);
        let first = BlsKey::derive(material, BlsPath::new(Index::ZERO, index));
        first_within(budget, material, index, first)
    }

    /// No budget that exists is so low.
    #[test]
    fn after_candidate_255_there_is_none() {
        assert!(first_within_of(GasBudget::MIN.get() - 1).is_none());
    }

    #[test]
    fn skipped_candidates_are_all_above_the_budget() {
        let chosen = first_within_of(GasBudget::MIN.get()).unwrap();
        assert_eq!(chosen.skipped.len(), usize::from(chosen.key.path.candidate()));
        assert!(!chosen.skipped.is_empty() && chosen.skipped.iter().all(|gas| *gas > GasBudget::MIN.get()));
    }
}

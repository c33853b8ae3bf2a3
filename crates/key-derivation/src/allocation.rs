//! Which indices of an account a batch uses up.

use crate::{BlsDerivation, BlsPath, BlsRule, EthPath, Index, IndexRange, IndexRangeError};

/// The indices of one mnemonic that one batch uses: those of its validators, and after them those of its publishers.
///
/// Two batches of one mnemonic that share a key damage each other: the second registration of a BLS key fails, and an
/// attester registers once. So a batch is checked against the ones before it.
///
/// ```
/// use aztec_key_derivation::{Allocation, BlsRule, Index, IndexRange};
///
/// let batch = |start, count| -> Result<_, Box<dyn std::error::Error>> {
///     Ok(Allocation::new(BlsRule::V6, Index::ZERO, IndexRange::new(start, count)?))
/// };
/// // Three validators at 0 to 2, their publishers at 3 to 8.
/// let first = batch(Index::ZERO, 3)?.with_publishers(2)?;
/// assert_eq!(first.next_index()?.get(), 9);
/// assert_eq!(first.shared_path(&batch(first.next_index()?, 3)?), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
// Invariant: the publishers' indices end at or below Index::MAX.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Allocation {
    derivation: BlsDerivation,
    account: Index,
    validators: IndexRange,
    publishers_each: u32,
}

impl Allocation {
    /// A batch without publishers of its own.
    #[must_use]
    pub fn new(derivation: impl Into<BlsDerivation>, account: Index, validators: IndexRange) -> Self {
        Self { derivation: derivation.into(), account, validators, publishers_each: 0 }
    }

    /// The same batch with this many publishers for each validator; 0 is none.
    ///
    /// # Errors
    /// [`IndexRangeError::PastTheEnd`] when the last publisher's index would be 2^31 or more.
    pub fn with_publishers(self, each: u32) -> Result<Self, IndexRangeError> {
        let allocation = Self { publishers_each: each, ..self };
        let start = self.validators.start();
        let count = u64::from(self.validators.count()) * (1 + u64::from(each));
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        IndexRange::new(start, count).map(|_| allocation)
    }

    /// The rule of the BLS keys, and which candidate it takes.
    #[must_use]
    pub fn derivation(&self) -> BlsDerivation {
        self.derivation
    }

    /// The rule of the BLS keys.
    #[must_use]
    pub fn rule(&self) -> BlsRule {
        self.derivation.rule()
    }

    /// The account.
    #[must_use]
    pub fn account(&self) -> Index {
        self.account
    }

    /// The validators' address indices.
    #[must_use]
    pub fn validators(&self) -> IndexRange {
        self.validators
    }

    /// How many publishers each validator has.
    #[must_use]
    pub fn publishers_each(&self) -> u32 {
        self.publishers_each
    }

    /// The address indices of this validator's publishers, as the official tool numbers them.
    ///
    /// For the validator in place `v` of the batch and its publisher `j`, both from 0, it is `start + count + v * each + j`.
    /// `None` when there are no publishers, or when `v` is not below the count of validators.
    #[must_use]
    pub fn publishers_of(&self, v: u32) -> Option<IndexRange> {
        if v >= self.validators.count() || self.publishers_each == 0 {
            return None;
        }
        let start = self.validators.start().get() + self.validators.count() + v * self.publishers_each;
        Some(within(start, self.publishers_each))
    }

    /// All address indices whose ETH keys the batch uses: validators and publishers, without a gap.
    #[must_use]
    pub fn eth_range(&self) -> IndexRange {
        let count = self.validators.count() * (1 + self.publishers_each);
        within(self.validators.start().get(), count)
    }

    /// The address index after all that the batch uses, where the next batch of this account may start.
    ///
    /// # Errors
    /// [`IndexRangeError::Exhausted`] when the batch uses the last index of the account.
    pub fn next_index(&self) -> Result<Index, IndexRangeError> {
        self.eth_range().next_start()
    }

    /// A path that both batches derive from, were they of one mnemonic; the ETH path if there is one.
    ///
    /// BLS paths are compared without their candidates, and across rules: under [`BlsRule::V2_1_4`] the account is not
    /// in the path, so batches of two accounts, or of two rules, can meet.
    #[must_use]
    pub fn shared_path(&self, other: &Self) -> Option<SharedPath> {
        self.shared_eth_path(other).map(SharedPath::Eth).or_else(|| self.shared_bls_path(other).map(SharedPath::Bls))
    }

    fn shared_eth_path(&self, other: &Self) -> Option<EthPath> {
        if self.account != other.account {
            return None;
        }
        let shared = self.eth_range().intersection(other.eth_range())?;
        Some(EthPath { account: self.account, address: shared.start() })
    }

    fn shared_bls_path(&self, other: &Self) -> Option<BlsPath> {
        let (accounts, addresses) = self.bls_indices();
        let (other_accounts, other_addresses) = other.bls_indices();
        let account = accounts.intersection(other_accounts)?.start();
        let address = addresses.intersection(other_addresses)?.start();
        Some(BlsPath::new(account, address))
    }

    /// The account components and the address components of the BLS paths; one of the two is a single index.
    fn bls_indices(&self) -> (IndexRange, IndexRange) {
        match self.rule() {
            BlsRule::V6 | BlsRule::V5 => (single(self.account), self.validators),
            BlsRule::V2_1_4 => (self.validators, single(Index::ZERO)),
        }
    }
}

/// For numbers that lie in the range of a batch that exists.
fn within(start: u32, count: u32) -> IndexRange {
    let start = Index::new(start).expect("publishers end at or below the last index");
    IndexRange::new(start, count).expect("publishers end at or below the last index")
}

fn single(index: Index) -> IndexRange {
    IndexRange::new(index, 1).expect("one index is a range")
}

/// A path that two batches share.
///
/// ```
/// use aztec_key_derivation::{Allocation, BlsRule, Index, IndexRange, IndexRangeError, SharedPath};
///
/// let batch = |start| {
///     let validators = IndexRange::new(start, 3)?;
///     Ok::<_, IndexRangeError>(Allocation::new(BlsRule::V6, Index::ZERO, validators))
/// };
/// let shared = batch(Index::ZERO)?.shared_path(&batch(Index::new(2)?)?);
/// assert_eq!(shared, Some(SharedPath::Eth("m/44'/60'/0'/0/2".parse()?)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SharedPath {
    /// The first ETH path that both use, for an attester or a publisher.
    Eth(EthPath),
    /// The first BLS path that both use.
    Bls(BlsPath),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(number: u32) -> Index {
        Index::new(number).unwrap()
    }

    fn batch(rule: BlsRule, account: u32, start: u32, count: u32) -> Allocation {
        Allocation::new(rule, index(account), IndexRange::new(index(start), count).unwrap())
    }

    fn bls(account: u32, address: u32) -> Option<SharedPath> {
        Some(SharedPath::Bls(BlsPath::new(index(account), index(address))))
    }

    fn eth(account: u32, address: u32) -> Option<SharedPath> {
        Some(SharedPath::Eth(EthPath { account: index(account), address: index(address) }))
    }

    /// The layout of the official tool for `--count 3 --publisher-count 2 --address-index 10`.
    #[test]
    fn publishers_come_after_the_validators() {
        let batch = batch(BlsRule::V6, 0, 10, 3).with_publishers(2).unwrap();
        let indices = |v| batch.publishers_of(v).unwrap().iter().map(Index::get).collect::<Vec<_>>();
        assert_eq!([indices(0), indices(1), indices(2)], [[13, 14], [15, 16], [17, 18]]);
        assert_eq!(batch.publishers_of(3), None);
        assert_eq!(batch.eth_range().to_string(), "10 to 18");
        assert_eq!(batch.next_index(), Ok(index(19)));
        assert_eq!(batch.with_publishers(0).unwrap().publishers_of(0), None);
    }

    #[test]
    fn it_tells_what_it_was_made_of() {
        let derivation = BlsDerivation::first_candidate(BlsRule::V6);
        let validators = IndexRange::new(index(10), 3).unwrap();
        let batch = Allocation::new(derivation, index(4), validators).with_publishers(2).unwrap();
        assert_eq!((batch.derivation(), batch.rule()), (derivation, BlsRule::V6));
        assert_eq!((batch.account(), batch.validators(), batch.publishers_each()), (index(4), validators, 2));
    }

    #[test]
    fn publishers_past_the_end_are_refused() {
        let last = Index::MAX.get();
        assert!(batch(BlsRule::V6, 0, last - 5, 2).with_publishers(2).is_ok());
        for (batch, each) in [
            (batch(BlsRule::V6, 0, last - 4, 2), 2),
            (batch(BlsRule::V6, 0, last, 1), 1),
            (batch(BlsRule::V6, 0, 0, 1 << 31), u32::MAX),
            (batch(BlsRule::V6, 0, 0, 1 << 16), u32::MAX),
        ] {
            let error = batch.with_publishers(each).unwrap_err();
            assert!(matches!(error, IndexRangeError::PastTheEnd { .. }), "{error}");
        }
    }

    #[test]
    fn the_next_batch_starts_behind_validators_and_publishers() {
        assert_eq!(batch(BlsRule::V6, 0, 5, 3).next_index(), Ok(index(8)));
        assert_eq!(batch(BlsRule::V6, 0, 5, 3).with_publishers(2).unwrap().next_index(), Ok(index(14)));
        let last = batch(BlsRule::V6, 0, Index::MAX.get(), 1);
        assert_eq!(last.next_index(), Err(IndexRangeError::Exhausted));
    }

    #[test]
    fn batches_side_by_side_share_nothing() {
        for rule in BlsRule::ALL {
            assert_eq!(batch(rule, 0, 0, 100).shared_path(&batch(rule, 0, 100, 100)), None, "{rule}");
        }
        assert_eq!(batch(BlsRule::V6, 0, 0, 100).shared_path(&batch(BlsRule::V6, 1, 0, 100)), None);
    }

    #[test]
    fn overlapping_batches_share_an_eth_path() {
        assert_eq!(batch(BlsRule::V6, 2, 0, 100).shared_path(&batch(BlsRule::V2_1_4, 2, 99, 100)), eth(2, 99));
    }

    #[test]
    fn a_publisher_of_one_batch_may_be_an_attester_of_the_next() {
        let first = batch(BlsRule::V6, 0, 0, 10).with_publishers(1).unwrap();
        assert_eq!(first.shared_path(&batch(BlsRule::V6, 0, 10, 10)), eth(0, 10));
        assert_eq!(first.shared_path(&batch(BlsRule::V6, 0, 20, 10)), None);
    }

    #[test]
    fn the_account_is_not_in_the_paths_of_v2_1_4() {
        assert_eq!(batch(BlsRule::V2_1_4, 0, 0, 10).shared_path(&batch(BlsRule::V2_1_4, 1, 5, 10)), bls(5, 0));
    }

    #[test]
    fn bls_paths_meet_across_rules() {
        // m/12381/3600/3/0/0 is address 3 of v2.1.4 and account 3, address 0 of v5.
        assert_eq!(batch(BlsRule::V2_1_4, 0, 0, 10).shared_path(&batch(BlsRule::V5, 3, 0, 1)), bls(3, 0));
        assert_eq!(batch(BlsRule::V2_1_4, 0, 0, 10).shared_path(&batch(BlsRule::V5, 3, 1, 9)), None);
        assert_eq!(batch(BlsRule::V5, 1, 7, 1).shared_path(&batch(BlsRule::V6, 1, 7, 1)), eth(1, 7));
    }
}

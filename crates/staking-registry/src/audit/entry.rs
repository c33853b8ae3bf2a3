//! What there is to say about one entry.

use alloy_primitives::Address;
use bn254_bls::{HashedPoint, UnverifiedPublicKey};

use super::entry_location::EntryLocation;
use super::message::Message;

/// What there is to say about one entry, whether or not something is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which entry.
    pub location: EntryLocation,
    /// Its attester.
    pub attester: Address,
    /// What its proof signs.
    pub message: Message,
    /// Its key. None where pk1, pk2 or the proof is no point.
    pub public_key: Option<UnverifiedPublicKey>,
    /// pk1 hashed to a point. None where pk1, pk2 or the proof is no point.
    pub hashed_point: Option<HashedPoint>,
}

impl Entry {
    /// The estimate of the gas that the contract's check of the proof needs; none where a field holds no point.
    #[must_use]
    pub fn gas(&self) -> Option<u64> {
        self.hashed_point.map(|point| point.gas())
    }
}

//! What the page needs to know of the keys.

use super::MOST_ATTESTERS;
use crate::manifest::{ManifestHead, ManifestKey};

/// The keys of a batch as the page shows them, taken one by one: of most of them, only the gas estimate is kept.
#[derive(Clone, Debug, Default)]
pub struct RecordedKeys {
    /// The first of them, [`MOST_ATTESTERS`] at most.
    pub(super) listed: Vec<ManifestKey>,
    /// Of all, in the order of the keys.
    pub(super) estimates: Vec<u64>,
}

impl RecordedKeys {
    /// Takes the next key.
    pub fn push(&mut self, key: &ManifestKey) {
        if self.listed.len() < MOST_ATTESTERS {
            self.listed.push(key.clone());
        }
        self.estimates.push(key.gas_estimate());
    }

    /// How many there are.
    pub(super) fn count(&self) -> u64 {
        self.estimates.len() as u64
    }

    /// How many of them are not listed.
    pub(super) fn left_out(&self) -> u64 {
        self.count() - self.listed.len() as u64
    }

    /// The indices of the first and the last: they follow each other.
    pub(super) fn indices(&self, head: &ManifestHead) -> Option<(u64, u64)> {
        let first = u64::from(head.address_index);
        Some((first, first + self.count().checked_sub(1)?))
    }
}

impl<'a> FromIterator<&'a ManifestKey> for RecordedKeys {
    fn from_iter<I: IntoIterator<Item = &'a ManifestKey>>(keys: I) -> Self {
        let mut recorded = Self::default();
        keys.into_iter().for_each(|key| recorded.push(key));
        recorded
    }
}

//! How many keys a batch may have: as many as its lists have room for when they are read back, known before any work.

use aztec_node_keystore as node_keystore;

/// The lists of so many keys stay below what is read of a list, 128 MiB. It is far beyond what a provider runs.
const MAX_KEYS: u32 = 100_000;

/// A validator takes no more than this in the node keystore, and a publisher of it no more than that. Where accounts are
/// with a remote signer, its URL is not counted.
const VALIDATOR_BYTES: u64 = 560;
const PUBLISHER_BYTES: u64 = 160;

/// Why there are too many keys.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SizeError {
    /// More than any batch may have.
    #[error("a batch has at most {MAX_KEYS} keys, and this one would have {count}; make several")]
    Keys { count: u32 },
    /// Each of them has many publishers.
    #[error(
        "a batch of {count} keys with {publishers} publishers each makes a node keystore of more than 128 MiB; make several"
    )]
    Publishers { count: u32, publishers: usize },
}

/// Refuses what could be written but not be read back.
pub(crate) fn check_size(count: u32, publishers: usize) -> Result<(), SizeError> {
    if count > MAX_KEYS {
        return Err(SizeError::Keys { count });
    }
    let publisher_bytes = u64::try_from(publishers).unwrap_or(u64::MAX).saturating_mul(PUBLISHER_BYTES);
    let bytes = publisher_bytes.saturating_add(VALIDATOR_BYTES).saturating_mul(count.into());
    if bytes > node_keystore::MAX_BYTES as u64 { Err(SizeError::Publishers { count, publishers }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use aztec_node_keystore::{BlsKeySource, EthKeySource, KeyFile, Validator};
    use aztec_staking_registry::{
        AztecAddress, KeyStore, NonZeroAddress,
        manifest::{self, ManifestHead, ManifestKey, Source},
        staker_output,
    };
    use bn254_bls::{Identity, ProofKind, SecretKey, derive};

    use super::*;
    use crate::batch_dir::{Layout, MADE_BY};

    const LAST_INDEX: u32 = (1 << 31) - 1;

    fn attester() -> NonZeroAddress {
        NonZeroAddress::parse("0x5FbDB2315678afecb367f032d93F642f64180aa3").unwrap()
    }

    fn identity() -> Identity {
        derive(&SecretKey::from_be_bytes(&[0x11; 32]).unwrap())
    }

    /// The longest that a validator can be.
    fn node_keystore(publishers: usize) -> u64 {
        let file = |path| KeyFile { path };
        let publisher = || EthKeySource::File(file(Layout::publisher_key(LAST_INDEX, attester().get())));
        let validator = Validator {
            attester: EthKeySource::File(file(Layout::eth_key(LAST_INDEX, attester().get()))),
            bls: BlsKeySource::File(file(Layout::bls_key(LAST_INDEX, attester().get()))),
            publishers: (0..publishers).map(|_| publisher()).collect(),
            coinbase: Some(attester()),
            // Always 64 digits.
            fee_recipient: AztecAddress::ZERO,
        };
        let mut writer = node_keystore::Writer::new(Vec::new()).unwrap();
        writer.push(&validator).unwrap();
        writer.finish().unwrap().len() as u64
    }

    #[test]
    fn the_largest_batches_have_room_in_the_node_keystore() {
        for publishers in [0, 1, 2, 10, 1000] {
            let bound = VALIDATOR_BYTES + PUBLISHER_BYTES * publishers as u64;
            assert!(node_keystore(publishers) <= bound, "{publishers}: {}", node_keystore(publishers));
        }
    }

    #[test]
    fn the_largest_batches_have_room_in_the_public_lists() {
        let mut writer = staker_output::Writer::new(Vec::new()).unwrap();
        writer.push(&KeyStore::from_identity(attester().get(), &identity(), ProofKind::Registration).unwrap()).unwrap();
        let staker_output = writer.finish().unwrap().len();
        let head = ManifestHead {
            made_by: MADE_BY.to_owned(),
            source: Source::imported(false),
            account_index: LAST_INDEX,
            address_index: LAST_INDEX,
            publisher_count: 0,
            proof: ProofKind::Registration,
            encrypted: true,
            files: BTreeMap::new(),
        };
        let mut writer = manifest::Writer::new(&head, 1, Vec::new()).unwrap();
        let key = ManifestKey {
            index: LAST_INDEX,
            attester: attester(),
            public_key: identity().public_key.g1,
            path: format!("m/12381/3600/{LAST_INDEX}/{}/{LAST_INDEX}", u8::MAX),
            candidate: u8::MAX,
            attempts: u32::MAX,
            square_roots: u32::MAX,
            registration_proof: identity().registration,
            feedback_proof: identity().feedback,
        };
        let manifest = writer.push(&key).map_err(|error| error.to_string());
        manifest.unwrap();
        let manifest = writer.finish(&BTreeMap::new()).unwrap().len();
        for (list, most) in [(staker_output, staker_output::MAX_BYTES), (manifest, manifest::MAX_BYTES)] {
            assert!(list * MAX_KEYS as usize <= most, "{list} bytes");
        }
    }

    #[test]
    fn what_is_too_large_is_refused() {
        assert_eq!(check_size(MAX_KEYS, 4), Ok(()));
        assert_eq!(check_size(1, 100_000), Ok(()));
        for (count, publishers) in [(MAX_KEYS, 5), (1, 1_000_000), (2, usize::MAX)] {
            assert_eq!(check_size(count, publishers), Err(SizeError::Publishers { count, publishers }));
        }
        for count in [MAX_KEYS + 1, u32::MAX] {
            assert_eq!(check_size(count, 0), Err(SizeError::Keys { count }));
        }
    }
}

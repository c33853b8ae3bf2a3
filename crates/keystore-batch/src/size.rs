//! How many keys a batch may have: as many as its lists have room for when they are read back, known before any work.

/// The lists of so many keys stay below what is read of a list, 128 MiB. It is far beyond what a provider runs.
const MAX_KEYS: u32 = 100_000;

/// A validator takes no more than this in the node keystore, and a publisher of it no more than that. Where accounts are
/// with a remote signer, its URL is not counted.
const VALIDATOR_BYTES: u64 = 560;
const PUBLISHER_BYTES: u64 = 160;

/// Why there are too many keys.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BatchSizeError {
    /// More than any batch may have.
    #[error("a batch has at most {MAX_KEYS} keys, and this one would have {count}; make several")]
    Keys {
        /// How many it would have.
        count: u32,
    },
    /// Each of them has many publishers.
    #[error(
        "a batch of {count} keys with {publishers} publishers each makes a node keystore of more than 128 MiB; make several"
    )]
    Publishers {
        /// How many keys there are.
        count: u32,
        /// How many publishers each of them has.
        publishers: usize,
    },
}

/// Refuses what could be written but not be read back.
pub(crate) fn check_size(count: u32, publishers: usize) -> Result<(), BatchSizeError> {
    if count > MAX_KEYS {
        return Err(BatchSizeError::Keys { count });
    }
    let publisher_bytes = u64::try_from(publishers).unwrap_or(u64::MAX).saturating_mul(PUBLISHER_BYTES);
    let bytes = publisher_bytes.saturating_add(VALIDATOR_BYTES).saturating_mul(count.into());
    if bytes > aztec_node_keystore::MAX_BYTES as u64 {
        Err(BatchSizeError::Publishers { count, publishers })
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use aztec_key_derivation::{Allocation, BlsPath, BlsRule, Index, IndexRange};
    use aztec_node_keystore::{BlsKeySource, EthKeySource, KeyFile, NodeKeystore, SchemaVersion, Validator};
    use aztec_staking_registry::{AztecAddress, KeyStore, NonZeroAddress, staker_output};
    use bn254_bls::{ProofKind, ProvenPublicKey, SecretKey, gas::PopGasLimit};

    use super::*;
    use crate::{
        Layout, Manifest, ManifestKey,
        manifest::{self, Fingerprints, ManifestDetails, Origin},
        plan::THIS_PROGRAM,
    };

    const LAST_INDEX: u32 = (1 << 31) - 1;

    fn attester() -> NonZeroAddress {
        NonZeroAddress::parse("0x5FbDB2315678afecb367f032d93F642f64180aa3").unwrap()
    }

    fn proven() -> ProvenPublicKey {
        SecretKey::from_be_bytes(&[0x11; 32]).unwrap().prove()
    }

    /// The longest that a validator can be.
    fn node_keystore(publishers: usize) -> u64 {
        let file = |path| KeyFile { path };
        let publisher = || EthKeySource::File(file(Layout::publisher_key(LAST_INDEX, attester().get())));
        let validator = Validator {
            attester: EthKeySource::File(file(Layout::eth_key(LAST_INDEX, attester().get()))),
            bls: Some(BlsKeySource::File(file(Layout::bls_key(LAST_INDEX, attester().get())))),
            publishers: (0..publishers).map(|_| publisher()).collect(),
            coinbase: Some(attester()),
            // Always 64 digits.
            fee_recipient: AztecAddress::ZERO,
        };
        let (schema, validators) = (SchemaVersion::V1, vec![validator]);
        let file_of_one = NodeKeystore { schema, validators, remote_signer: None, funding_account: None };
        file_of_one.to_json().len() as u64
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
        let key_store = KeyStore::from_proven(attester().get(), &proven(), ProofKind::Registration).unwrap();
        let staker_output = staker_output::to_json(&[key_store]).len();
        let indices = IndexRange::new(Index::MAX, 1).unwrap();
        let fingerprint = || "ffffffff".parse().unwrap();
        let details = ManifestDetails {
            made_by: THIS_PROGRAM.to_owned(),
            origin: Origin::Derived {
                allocation: Allocation::new(BlsRule::V6, Index::MAX, indices),
                fingerprints: Fingerprints::KeyMaterial { ikm: fingerprint(), mnemonic: Some(fingerprint()) },
            },
            given_attesters: false,
            proof: ProofKind::Registration,
            encrypted: true,
            gas_limit: PopGasLimit::DEFAULT,
            destination: None,
        };
        let path = Some(BlsPath::new(Index::MAX, Index::MAX).with_candidate(u8::MAX));
        let key = ManifestKey {
            attempts: u32::MAX,
            square_roots: u32::MAX,
            ..ManifestKey::new(Index::MAX, attester(), path, &proven())
        };
        let manifest = Manifest::new(details, vec![key]).unwrap().to_json().len();
        for (list, most) in [(staker_output, staker_output::MAX_BYTES), (manifest, manifest::MAX_BYTES)] {
            assert!(list * MAX_KEYS as usize <= most, "{list} bytes");
        }
    }

    #[test]
    fn what_is_too_large_is_refused() {
        assert_eq!(check_size(MAX_KEYS, 4), Ok(()));
        assert_eq!(check_size(1, 100_000), Ok(()));
        for (count, publishers) in [(MAX_KEYS, 5), (1, 1_000_000), (2, usize::MAX)] {
            assert_eq!(check_size(count, publishers), Err(BatchSizeError::Publishers { count, publishers }));
        }
        for count in [MAX_KEYS + 1, u32::MAX] {
            assert_eq!(check_size(count, 0), Err(BatchSizeError::Keys { count }));
        }
    }
}

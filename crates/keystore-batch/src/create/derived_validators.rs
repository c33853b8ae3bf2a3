//! Deriving the keys of all validators, and writing their secret files.

use std::num::NonZeroU32;

use aztec_key_derivation::{BlsKeys, Index, ValidatorBlsKey};
use aztec_node_keystore::{EthKeySource, Validator};
use aztec_staking_registry::NonZeroAddress;
use rayon::prelude::*;

use super::{CreateBatchError, SecretFiles, WrittenKey};
use crate::{Account, DerivedKeys, Layout, Progress, Step, plan::non_zero, progress::check};

/// So many keys that the curve arithmetic pays off, so few that a caller who stops need not wait.
const CHUNK: NonZeroU32 = NonZeroU32::new(256).expect("not zero");

/// Writes the secret files of every key, and the mnemonic where it was made here.
pub(super) fn write(
    keys: &DerivedKeys,
    files: &SecretFiles<'_>,
    progress: &dyn Progress,
) -> Result<Vec<WrittenKey>, CreateBatchError> {
    create_directories(keys, files)?;
    // A derivation of its own, beside that of the keys.
    let (written, mnemonic) = rayon::join(
        || write_keys(keys, files, progress),
        || keys.material().new_mnemonic().map_or(Ok(()), |mnemonic| files.mnemonic(mnemonic)),
    );
    mnemonic.and(written)
}

fn write_keys(
    keys: &DerivedKeys,
    files: &SecretFiles<'_>,
    progress: &dyn Progress,
) -> Result<Vec<WrittenKey>, CreateBatchError> {
    let shared_publishers = write_shared_publishers(keys, files)?;

    let (derivation, account, validators) =
        (keys.allocation().derivation(), keys.allocation().account(), keys.allocation().validators());
    let count = usize::try_from(validators.count()).expect("the size of a batch has a limit");
    progress.begin(if files.are_encrypted() { Step::Encrypt } else { Step::Derive }, count);
    let mut written = Vec::with_capacity(count);
    for derived in BlsKeys::derive(keys.material().bls(), derivation, account, validators, CHUNK) {
        let derived = derived?;
        let chunk = derived.par_iter().map(|key| {
            check(progress)?;
            let key = write_key(keys, files, key, &shared_publishers)?;
            progress.advance(1);
            Ok(key)
        });
        written.extend(chunk.collect::<Result<Vec<_>, CreateBatchError>>()?);
    }
    progress.end();
    Ok(written)
}

fn create_directories(keys: &DerivedKeys, files: &SecretFiles<'_>) -> Result<(), CreateBatchError> {
    if keys.given_attesters().is_none() {
        files.create_directory(Layout::ETH)?;
    }
    let holds_keys = keys.publishers().iter().any(|publisher| matches!(publisher, Account::Key(_)));
    if holds_keys || keys.allocation().publishers_each() > 0 {
        files.create_directory(Layout::PUBLISHER)?;
    }
    Ok(())
}

fn write_key(
    keys: &DerivedKeys,
    files: &SecretFiles<'_>,
    ValidatorBlsKey { index, key, .. }: &ValidatorBlsKey,
    shared_publishers: &[EthKeySource],
) -> Result<WrittenKey, CreateBatchError> {
    let position = index.get() - keys.allocation().validators().start().get();
    let (attester, eth) = write_attester(keys, files, *index, position)?;
    let mut publishers = shared_publishers.to_vec();
    publishers.extend(write_own_publishers(keys, files, position)?);
    let rewards = keys.rewards();
    let validator = Validator {
        attester: eth,
        bls: Some(files.bls(*index, attester, &key.secret, Some(key.path))?),
        publishers,
        coinbase: rewards.coinbase,
        fee_recipient: rewards.fee_recipient,
    };
    Ok(WrittenKey::new(*index, attester, Some(key.path), key.proven, validator))
}

fn write_attester(
    keys: &DerivedKeys,
    files: &SecretFiles<'_>,
    index: Index,
    position: u32,
) -> Result<(NonZeroAddress, EthKeySource), CreateBatchError> {
    match (keys.given_attesters(), keys.account()) {
        (None, Some(account)) => {
            let secret = account.key(index)?.secret;
            Ok((non_zero(secret.address()), files.attester(index, &secret)?))
        }
        (given, _) => {
            let given = given.expect("attesters are derived below an account, or given");
            let attester = given[usize::try_from(position).expect("an index fits")];
            Ok((attester, EthKeySource::Address(attester)))
        }
    }
}

/// The publishers that belong to one validator alone.
fn write_own_publishers(
    keys: &DerivedKeys,
    files: &SecretFiles<'_>,
    position: u32,
) -> Result<Vec<EthKeySource>, CreateBatchError> {
    let (Some(account), Some(indices)) = (keys.account(), keys.allocation().publishers_of(position)) else {
        return Ok(Vec::new());
    };
    let write = |index: Index| {
        let secret = account.key(index)?.secret;
        files.publisher(index.get(), &secret)
    };
    indices.iter().map(write).collect()
}

/// The publishers that all validators share: the key of each is written once and listed with every validator.
fn write_shared_publishers(keys: &DerivedKeys, files: &SecretFiles<'_>) -> Result<Vec<EthKeySource>, CreateBatchError> {
    let write = |(number, publisher): (u32, &Account)| match publisher {
        Account::Key(secret) => files.publisher(number, secret),
        elsewhere => Ok(elsewhere.without_file()),
    };
    (0..).zip(keys.publishers()).map(write).collect()
}

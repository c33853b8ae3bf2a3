//! Deriving, encrypting and writing everything.

use std::num::NonZeroU32;

use aztec_key_derivation::{BlsKey, BlsKeys, OverBudget};
use aztec_node_keystore::{EthKeySource, KeyFile, PlainKey, Validator};
use aztec_staking_registry::NonZeroAddress;
use rayon::prelude::*;

use super::{
    BatchError,
    plan::{Attesters, Plan},
};
use crate::{
    batch_dir::Layout,
    input::Publisher,
    interrupt,
    new_batch::{Derived, Lists, SecretFiles, Written},
    progress,
};

/// So many keys that the curve arithmetic pays off, so few that an interrupt need not wait.
const CHUNK: NonZeroU32 = NonZeroU32::new(256).expect("not zero");

/// Writes the files of every key, and lists it.
pub(super) fn make(plan: &Plan, files: &SecretFiles<'_>, lists: &mut Lists<'_>, quiet: bool) -> Result<(), BatchError> {
    create_directories(plan, files)?;
    let shared_publishers = shared_publishers(plan, files)?;

    let label = if plan.new.protection.is_encrypted() { "encrypting" } else { "deriving" };
    let bar = progress::bar(label, plan.allocation.validators().count().into(), quiet);
    let (rule, account) = (plan.allocation.rule(), plan.allocation.account());
    let (material, validators) = (plan.entropy.bls_material(), plan.allocation.validators());
    for keys in BlsKeys::derive(material, rule, account, validators, OverBudget::Refuse, CHUNK) {
        let written: Result<Vec<Written>, BatchError> = keys?
            .par_iter()
            .map(|key| {
                interrupt::check()?;
                let written = write_key(plan, files, key, &shared_publishers)?;
                bar.inc(1);
                Ok(written)
            })
            .collect();
        written?.iter().try_for_each(|written| lists.push(written))?;
    }
    bar.finish_and_clear();
    plan.entropy.new_mnemonic().map_or(Ok(()), |mnemonic| Ok(files.mnemonic(mnemonic)?))
}

fn create_directories(plan: &Plan, files: &SecretFiles<'_>) -> Result<(), BatchError> {
    if matches!(plan.attesters, Attesters::Derived(_)) {
        files.create_directory(Layout::ETH)?;
    }
    let holds_keys = plan.publishers.iter().any(|publisher| matches!(publisher, Publisher::Key(_)));
    if holds_keys || plan.allocation.publishers_each() > 0 {
        files.create_directory(Layout::PUBLISHER)?;
    }
    Ok(())
}

fn write_key(
    plan: &Plan,
    files: &SecretFiles<'_>,
    key: &BlsKey,
    shared_publishers: &[PublisherEntry],
) -> Result<Written, BatchError> {
    let index = key.index.get();
    let place = index - plan.allocation.validators().start().get();
    let (attester, eth) = match &plan.attesters {
        Attesters::Given(given) => {
            let attester = given[usize::try_from(place).expect("an index fits")];
            (attester, EthKeySource::Address(attester))
        }
        Attesters::Derived(account) => {
            let secret = account.key(key.index)?.secret;
            let attester = NonZeroAddress::new(secret.address()).expect("no known key has the address zero");
            (attester, files.attester(index, &secret)?)
        }
    };
    let path = key.path.to_string();
    let mut publishers: Vec<_> = shared_publishers.iter().map(PublisherEntry::source).collect();
    publishers.extend(own_publishers(plan, files, place)?);
    let validator = Validator {
        attester: eth,
        bls: files.bls(index, attester, &key.secret, &path)?,
        publishers,
        coinbase: plan.coinbase,
        fee_recipient: plan.fee_recipient,
    };
    let derived = Derived { path, candidate: key.path.candidate() };
    Ok(Written::new(index, attester, derived, &key.identity, plan.proof.into(), validator)?)
}

/// The publishers that belong to one validator alone.
fn own_publishers(plan: &Plan, files: &SecretFiles<'_>, place: u32) -> Result<Vec<EthKeySource>, BatchError> {
    let (Attesters::Derived(account), Some(indices)) = (&plan.attesters, plan.allocation.publishers_of(place)) else {
        return Ok(Vec::new());
    };
    let source = |index| {
        let secret = account.key(index)?.secret;
        Ok(files.publisher(index.get(), &secret)?)
    };
    indices.iter().map(source).collect()
}

/// A publisher that all validators share: its key is written once and listed with each of them.
enum PublisherEntry {
    Address(NonZeroAddress),
    File(String),
    Plain(PlainKey),
}

impl PublisherEntry {
    fn of_key(written: EthKeySource) -> Self {
        match written {
            EthKeySource::Plain(key) => Self::Plain(key),
            EthKeySource::File(KeyFile { path }) => Self::File(path),
            _ => unreachable!("a key is written, or kept"),
        }
    }

    fn source(&self) -> EthKeySource {
        match self {
            Self::Address(address) => EthKeySource::Address(*address),
            Self::File(path) => EthKeySource::File(KeyFile { path: path.clone() }),
            Self::Plain(key) => EthKeySource::Plain(PlainKey::from_be_bytes(key.as_be_bytes())),
        }
    }
}

fn shared_publishers(plan: &Plan, files: &SecretFiles<'_>) -> Result<Vec<PublisherEntry>, BatchError> {
    let entry = |(index, publisher): (u32, &Publisher)| match publisher {
        Publisher::Address(address) => Ok(PublisherEntry::Address(*address)),
        Publisher::Key(secret) => Ok(PublisherEntry::of_key(files.publisher(index, secret)?)),
    };
    (0..).zip(&plan.publishers).map(entry).collect()
}

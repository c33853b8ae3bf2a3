//! Deriving, encrypting and writing everything.

use std::{io::Write, num::NonZeroU32, path::Path};

use encrypted_keystore::{EncryptedBlsKey, EncryptedEthKey, EncryptedMnemonic};
use key_derivation::{BlsKey, BlsKeys, EthSecretKey, OverBudget};
use rand::rngs::SysRng;
use rayon::prelude::*;
use staking_registry::{
    KeyStore, NonZeroAddress,
    node_keystore::{BlsKeySource, EthKeySource, KeyFile, PlainKey, Validator},
};

use super::{
    BatchError,
    lists::{Lists, Made, Written, listed},
    new_file::{NewFile, failed, write_text},
    plan::{Attesters, Plan, Protection},
};
use crate::{
    batch_dir::Layout,
    input::Publisher,
    interrupt,
    output_dir::{Access, create_dir},
    progress,
};

/// So many keys that the curve arithmetic pays off, so few that an interrupt need not wait.
const CHUNK: NonZeroU32 = NonZeroU32::new(256).expect("not zero");

/// Writes the whole batch below `root`, which is empty.
pub(super) fn make(plan: &Plan, root: &Path, quiet: bool) -> Result<Made, BatchError> {
    let layout = Layout::new(root);
    create_directories(plan, layout)?;
    let shared_publishers = shared_publishers(plan, layout)?;

    let label = if plan.is_encrypted() { "encrypting" } else { "deriving" };
    let bar = progress::bar(label, plan.allocation.validators().count().into(), quiet);
    let (rule, account) = (plan.allocation.rule(), plan.allocation.account());
    let (material, validators) = (plan.entropy.bls_material(), plan.allocation.validators());
    let mut lists = Lists::begin(plan, layout)?;
    for keys in BlsKeys::derive(material, rule, account, validators, OverBudget::Refuse, CHUNK) {
        let written: Result<Vec<Written>, BatchError> = keys?
            .par_iter()
            .map(|key| {
                interrupt::check()?;
                let written = write_key(plan, layout, key, &shared_publishers)?;
                bar.inc(1);
                Ok(written)
            })
            .collect();
        written?.iter().try_for_each(|written| lists.push(written))?;
    }
    bar.finish_and_clear();

    write_mnemonic(plan, layout)?;
    lists.finish()
}

fn create_directories(plan: &Plan, layout: Layout<'_>) -> Result<(), BatchError> {
    let create = |path: &Path, access| create_dir(path, access).map_err(|source| failed(path, source));
    create(&layout.public(), Access::Public)?;
    create(&layout.secret(), Access::Secret)?;
    if plan.is_encrypted() {
        if matches!(plan.attesters, Attesters::Derived(_)) {
            create(&layout.secret_file(Layout::ETH), Access::Secret)?;
        }
        create(&layout.secret_file(Layout::BLS), Access::Secret)?;
        let holds_keys = plan.publishers.iter().any(|publisher| matches!(publisher, Publisher::Key(_)));
        if holds_keys || plan.allocation.publishers_each() > 0 {
            create(&layout.secret_file(Layout::PUBLISHER), Access::Secret)?;
        }
    }
    Ok(())
}

fn write_key(
    plan: &Plan,
    layout: Layout<'_>,
    key: &BlsKey,
    shared_publishers: &[PublisherEntry],
) -> Result<Written, BatchError> {
    let place = key.index.get() - plan.allocation.validators().start().get();
    let (attester, eth) = match &plan.attesters {
        Attesters::Given(given) => {
            let attester = given[usize::try_from(place).expect("an index fits")];
            (attester, EthKeySource::Address(attester))
        }
        Attesters::Derived(account) => {
            let secret = account.key(key.index)?.secret;
            let attester = NonZeroAddress::new(secret.address()).expect("no known key has the address zero");
            (attester, eth_source(plan, layout, &secret, &Layout::eth_key(key.index.get(), attester.get()))?)
        }
    };
    let key_store = KeyStore::from_identity(attester.get(), &key.identity, plan.proof_kind())
        .map_err(|source| BatchError::KeyStore { attester, source })?;
    let mut publishers: Vec<_> = shared_publishers.iter().map(PublisherEntry::source).collect();
    publishers.extend(own_publishers(plan, layout, place)?);
    let validator = Validator {
        attester: eth,
        bls: bls_source(plan, layout, key, attester)?,
        publishers,
        coinbase: plan.coinbase,
        fee_recipient: plan.fee_recipient,
    };
    Ok(Written { listed: listed(attester, key), key_store, validator })
}

/// Writes the file of an ETH key, or keeps the key for the node keystore where nothing is encrypted.
fn eth_source(plan: &Plan, layout: Layout<'_>, secret: &EthSecretKey, name: &str) -> Result<EthKeySource, BatchError> {
    match &plan.protection {
        Protection::None => Ok(EthKeySource::Plain(PlainKey(secret.to_be_bytes()))),
        Protection::Encrypted { passwords, eth_kdf } => {
            let encrypted = EncryptedEthKey::encrypt(&secret.to_be_bytes(), *eth_kdf, &passwords.eth, &mut SysRng)?;
            write_text(&layout.secret_file(name), Access::Secret, &encrypted.to_json())?;
            Ok(EthKeySource::File(KeyFile { path: name.to_owned() }))
        }
    }
}

/// The same for a BLS key.
fn bls_source(
    plan: &Plan,
    layout: Layout<'_>,
    key: &BlsKey,
    attester: NonZeroAddress,
) -> Result<BlsKeySource, BatchError> {
    match &plan.protection {
        Protection::None => Ok(BlsKeySource::Plain(PlainKey(key.secret.to_be_bytes()))),
        Protection::Encrypted { passwords, .. } => {
            let path = key.path.to_string();
            let encrypted = EncryptedBlsKey::encrypt(&key.secret, &path, &passwords.bls, &mut SysRng)?;
            let name = Layout::bls_key(key.index.get(), attester.get());
            write_text(&layout.secret_file(&name), Access::Secret, &encrypted.to_json())?;
            Ok(BlsKeySource::File(KeyFile { path: name }))
        }
    }
}

/// The publishers that belong to one validator alone.
fn own_publishers(plan: &Plan, layout: Layout<'_>, place: u32) -> Result<Vec<EthKeySource>, BatchError> {
    let (Attesters::Derived(account), Some(indices)) = (&plan.attesters, plan.allocation.publishers_of(place)) else {
        return Ok(Vec::new());
    };
    let source = |index| {
        let secret = account.key(index)?.secret;
        eth_source(plan, layout, &secret, &Layout::publisher_key(index.get(), secret.address()))
    };
    indices.iter().map(source).collect()
}

/// A publisher that all validators share: its key is written once and listed with each of them.
enum PublisherEntry {
    Address(NonZeroAddress),
    File(String),
    Plain(zeroize::Zeroizing<[u8; 32]>),
}

impl PublisherEntry {
    fn source(&self) -> EthKeySource {
        match self {
            Self::Address(address) => EthKeySource::Address(*address),
            Self::File(path) => EthKeySource::File(KeyFile { path: path.clone() }),
            Self::Plain(key) => EthKeySource::Plain(PlainKey(key.clone())),
        }
    }
}

fn shared_publishers(plan: &Plan, layout: Layout<'_>) -> Result<Vec<PublisherEntry>, BatchError> {
    let entry = |(index, publisher): (u32, &Publisher)| match publisher {
        Publisher::Address(address) => Ok(PublisherEntry::Address(*address)),
        Publisher::Key(secret) => {
            let name = Layout::publisher_key(index, secret.address());
            Ok(match eth_source(plan, layout, secret, &name)? {
                EthKeySource::Plain(PlainKey(key)) => PublisherEntry::Plain(key),
                _ => PublisherEntry::File(name),
            })
        }
    };
    (0..).zip(&plan.publishers).map(entry).collect()
}

/// A mnemonic that was made here exists nowhere else.
fn write_mnemonic(plan: &Plan, layout: Layout<'_>) -> Result<(), BatchError> {
    let Some(mnemonic) = plan.entropy.new_mnemonic() else { return Ok(()) };
    let phrase = mnemonic.to_phrase();
    let file = layout.mnemonic(plan.is_encrypted());
    match &plan.protection {
        Protection::Encrypted { passwords, .. } => {
            let encrypted = EncryptedMnemonic::encrypt(&phrase, &passwords.eth, &mut SysRng)?;
            write_text(&file, Access::Secret, &encrypted.to_json())?;
        }
        Protection::None => {
            let mut out = NewFile::create(&file, Access::Secret)?;
            writeln!(out, "{}", *phrase).map_err(|source| failed(&file, source))?;
            out.close()?;
        }
    }
    Ok(())
}

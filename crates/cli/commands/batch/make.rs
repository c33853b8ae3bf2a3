//! Deriving, encrypting and writing everything.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    num::NonZeroU32,
    path::Path,
};

use encrypted_keystore::{EncryptedBlsKey, EncryptedEthKey, EncryptedMnemonic};
use key_derivation::{BlsKey, EthSecretKey, OverBudget, derive_bls_keys};
use rand::rngs::SysRng;
use rayon::prelude::*;
use staking_registry::{
    KeyStore, NonZeroAddress, ceremony_record,
    manifest::{Manifest, ManifestHead, ManifestKey, SharedKey},
    node_keystore::{self, BlsKeySource, EthKeySource, KeyFile, PlainKey, Validator},
    staker_output,
};

use super::{
    BatchError,
    calls::call_files,
    earlier::{Earlier, EarlierError},
    plan::{Attesters, Plan, Protection},
};
use crate::{
    batch_dir::{Layout, MADE_BY},
    check::sha256_of,
    input::Publisher,
    interrupt,
    output_dir::{Access, create_dir, create_file},
    progress,
};

/// What is public about the keys that were made.
pub(super) struct Made {
    pub(super) keys: Vec<ManifestKey>,
}

/// So many keys that the curve arithmetic pays off, so few that an interrupt need not wait.
const CHUNK: NonZeroU32 = NonZeroU32::new(256).expect("not zero");

/// Writes the whole batch below `root`, which is empty.
pub(super) fn make(plan: &Plan, root: &Path, quiet: bool) -> Result<Made, BatchError> {
    let layout = Layout::new(root);
    create_directories(plan, layout)?;
    let shared_publishers = shared_publishers(plan, layout)?;

    let label = if plan.is_encrypted() { "encrypting" } else { "deriving" };
    let bar = progress::bar(label, plan.allocation.validators().count().into(), quiet);
    let mut written = Vec::new();
    for range in plan.allocation.validators().chunks(CHUNK) {
        let material = plan.entropy.bls_material();
        let (rule, account) = (plan.allocation.rule(), plan.allocation.account());
        let keys = derive_bls_keys(material, rule, account, range, OverBudget::Refuse)?;
        let chunk: Result<Vec<Written>, BatchError> = keys
            .par_iter()
            .map(|key| {
                interrupt::check()?;
                let written = write_key(plan, layout, key, &shared_publishers)?;
                bar.inc(1);
                Ok(written)
            })
            .collect();
        written.extend(chunk?);
    }
    bar.finish_and_clear();

    write_mnemonic(plan, layout)?;
    let (mut keys, mut key_stores, mut validators) = (Vec::new(), Vec::new(), Vec::new());
    for one in written {
        keys.push(one.listed);
        key_stores.push(one.key_store);
        validators.push(one.validator);
    }
    write(&layout.node_keystore(), Access::Secret, |out| node_keystore::write_json(validators, out))?;
    let mut files = vec![Layout::STAKER_OUTPUT.to_owned()];
    for (name, text) in call_files(plan, &key_stores)? {
        write_text(&layout.public_file(&name), Access::Public, &text)?;
        files.push(name);
    }
    write(&layout.staker_output(), Access::Public, |out| staker_output::write_json(key_stores, out))?;
    write_manifest(plan, layout, keys, files)
}

fn create_directories(plan: &Plan, layout: Layout<'_>) -> Result<(), BatchError> {
    let create = |path: &Path, access| {
        create_dir(path, access).map_err(|source| BatchError::Write { file: path.to_owned(), source })
    };
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

/// One validator, as each of the files lists it.
struct Written {
    listed: ManifestKey,
    key_store: KeyStore,
    validator: Validator,
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
            write_text(&file, Access::Secret, &encrypted.to_json())
        }
        Protection::None => write(&file, Access::Secret, |out| {
            out.write_all(phrase.as_bytes())?;
            out.write_all(b"\n")
        }),
    }
}

fn write_manifest(
    plan: &Plan,
    layout: Layout<'_>,
    keys: Vec<ManifestKey>,
    files: Vec<String>,
) -> Result<Made, BatchError> {
    let digest = |name: String| {
        let file = layout.public_file(&name);
        let digest = sha256_of(&file).map_err(|source| BatchError::Write { file, source })?;
        Ok::<_, BatchError>((name, digest))
    };
    let head = ManifestHead {
        made_by: MADE_BY.to_owned(),
        source: plan.source()?,
        account_index: plan.allocation.account().get(),
        address_index: plan.allocation.validators().start().get(),
        publisher_count: plan.allocation.publishers_each(),
        proof: plan.proof_kind(),
        encrypted: plan.is_encrypted(),
        files: files.into_iter().map(digest).collect::<Result<_, _>>()?,
    };
    let manifest = Manifest::new(head, keys)?;
    for Earlier { path, manifest: other } in &plan.earlier {
        if let Some(SharedKey { attester, index, .. }) = manifest.shared_key(other) {
            return Err(EarlierError::SharedKey { path: path.clone(), attester, index }.into());
        }
    }
    write_text(&layout.manifest(), Access::Public, &manifest.to_json())?;
    write_ceremony_record(layout, &manifest)?;
    Ok(Made { keys: manifest.keys().to_vec() })
}

/// The page shows the digest of the manifest as it is on the disk.
fn write_ceremony_record(layout: Layout<'_>, manifest: &Manifest) -> Result<(), BatchError> {
    let file = layout.manifest();
    let digest = sha256_of(&file).map_err(|source| BatchError::Write { file, source })?;
    write_text(&layout.ceremony_record(), Access::Public, &ceremony_record::to_html(manifest, &digest))
}

/// What the manifest says of a key.
fn listed(attester: NonZeroAddress, key: &BlsKey) -> ManifestKey {
    ManifestKey {
        index: key.index.get(),
        attester,
        public_key: key.identity.public_key.g1,
        path: key.path.to_string(),
        candidate: key.path.candidate(),
        attempts: key.identity.digest.attempts,
        square_roots: key.identity.digest.sqrt_calls,
        registration_proof: key.identity.registration,
        feedback_proof: key.identity.feedback,
    }
}

fn write_text(file: &Path, access: Access, text: &str) -> Result<(), BatchError> {
    write(file, access, |out| out.write_all(text.as_bytes()))
}

/// Writes a new file and waits until the disk has it.
fn write(
    file: &Path,
    access: Access,
    content: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> Result<(), BatchError> {
    let written = || {
        let mut out = BufWriter::new(create_file(file, access)?);
        content(&mut out)?;
        out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
    };
    written().map_err(|source| BatchError::Write { file: file.to_owned(), source })
}

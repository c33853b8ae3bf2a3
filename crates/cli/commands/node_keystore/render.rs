//! `keygen node-keystore render`.

use std::path::{Path, PathBuf};

use encrypted_keystore::{EncryptedBlsKey, EncryptedEthKey, Password};
use staking_registry::{
    NonZeroAddress,
    node_keystore::{
        BlsKeySource, EthKeySource, Host, KeyFile, NodeKeystore, RemoteSigner, SchemaVersion, address_in_file_name,
    },
    web3signer,
};

use super::{
    NodeKeystoreFailure,
    file::{address_of_file, address_of_key, beside, read, small},
};
use crate::{
    batch_dir::Layout,
    cli::{RenderArgs, Schema},
    input::{Passwords, SecretText, StdinOnce, passwords_as_text},
    interrupt,
    output::{self, FILE_WRITTEN, Shown},
    output_dir::{Access, Staging, create_file},
    output_file::write_new,
};

pub(super) fn run(args: &RenderArgs) -> Result<(), NodeKeystoreFailure> {
    let source = if args.source.is_dir() { Layout::new(&args.source).node_keystore() } else { args.source.clone() };
    let text = read(&source)?;
    let keystore = NodeKeystore::read(&text)
        .map_err(|error| NodeKeystoreFailure::NodeKeystore { path: source.clone(), source: error })?;
    let mut host = Host::new(&args.prefix).map_err(NodeKeystoreFailure::Prefix)?;
    if let Some(directory) = &args.web3signer_out {
        Staging::check(directory)?;
    }
    if args.inline_passwords {
        let passwords = passwords_as_text(&args.passwords, &mut StdinOnce::default())?;
        try_passwords(&keystore, &source, &passwords)?;
        host = host.with_passwords(passwords.eth, passwords.bls);
    }
    let keystore = with_options(keystore, args)?;
    let signer_files = signer_files(&keystore, &source, args);
    let mut keystore = keystore.place_on(&host);
    if let Some(url) = &args.remote_signer {
        let signer = RemoteSigner { url: url.clone(), cert_path: None, cert_pass: None };
        keystore = keystore.sign_remotely(signer, |key| address_of(key, &source))?;
    }
    let rendered = keystore.to_json();
    // The node refuses a file that does not read back.
    NodeKeystore::read(&rendered)
        .map_err(|error| NodeKeystoreFailure::NodeKeystore { path: args.out.clone(), source: error })?;

    // An interrupt waits until everything is in its place, or removed.
    let _writing = interrupt::writing();
    let staged = args.web3signer_out.as_deref().map(|directory| write_signer_files(directory, &signer_files));
    let staged = staged.transpose()?;
    write_new(&args.out, Access::Secret, rendered.as_bytes())?;
    if let Some(staged) = staged {
        staged.commit()?;
    }
    Ok(output::result(&report(args, keystore.validators.len(), signer_files.len()), FILE_WRITTEN)?)
}

fn with_options(mut keystore: NodeKeystore, args: &RenderArgs) -> Result<NodeKeystore, NodeKeystoreFailure> {
    let remote = args.remote_signer.is_some() || keystore.remote_signer.is_some();
    if !remote && (!args.publisher.is_empty() || args.funding_account.is_some()) {
        return Err(NodeKeystoreFailure::NoSigner);
    }
    match args.schema {
        Some(Schema::V1) => keystore.schema = SchemaVersion::V1,
        Some(Schema::V2) => keystore.schema = SchemaVersion::V2,
        None => {}
    }
    if !args.publisher.is_empty() {
        for validator in &mut keystore.validators {
            validator.publishers = args.publisher.iter().map(|address| EthKeySource::Address(*address)).collect();
        }
    }
    if let Some(address) = args.funding_account {
        keystore.funding_account = Some(EthKeySource::Address(address));
    }
    Ok(keystore)
}

/// A node with a wrong password does not start, so the passwords are tried on the first file of each kind that is here.
fn try_passwords(
    keystore: &NodeKeystore,
    source: &Path,
    passwords: &Passwords<SecretText>,
) -> Result<(), NodeKeystoreFailure> {
    let eth = keystore.validators.iter().filter_map(|validator| match &validator.attester {
        EthKeySource::File(file) => Some(file),
        _ => None,
    });
    let bls = keystore.validators.iter().filter_map(|validator| match &validator.bls {
        BlsKeySource::File(file) => Some(file),
        _ => None,
    });
    // Both were read as passwords before.
    let password = |text: &SecretText| Password::existing(text).map_err(NodeKeystoreFailure::PasswordRefused);
    if let Some((path, content)) = first_here(source, eth) {
        let unusable = |source| NodeKeystoreFailure::KeyFile { path: path.clone(), source };
        let file = EncryptedEthKey::from_json(&content).map_err(unusable)?;
        let opened = file.decrypt(&password(&passwords.eth)?);
        opened.map_err(|source| NodeKeystoreFailure::Decrypt { path, source })?;
    }
    if let Some((path, content)) = first_here(source, bls) {
        let unusable = |source| NodeKeystoreFailure::KeyFile { path: path.clone(), source };
        let file = EncryptedBlsKey::from_json(&content).map_err(unusable)?;
        let opened = file.decrypt(&password(&passwords.bls)?);
        opened.map_err(|source| NodeKeystoreFailure::Decrypt { path, source })?;
    }
    Ok(())
}

/// The first of the key files that can be read here, with its content.
fn first_here<'a>(source: &Path, mut files: impl Iterator<Item = &'a KeyFile>) -> Option<(PathBuf, Vec<u8>)> {
    files.find_map(|file| {
        let path = beside(source, &file.path);
        small(&path).ok().map(|content| (path, content))
    })
}

fn address_of(key: &EthKeySource, source: &Path) -> Option<NonZeroAddress> {
    match key {
        EthKeySource::Plain(key) => address_of_key(key),
        EthKeySource::File(KeyFile { path }) => address_of_file(source, path),
        EthKeySource::OpenFile(file) => address_of_file(source, &file.path),
        EthKeySource::Address(_) | EthKeySource::Remote(_) => None,
    }
}

/// Name and content of each Web3Signer configuration.
fn signer_files(keystore: &NodeKeystore, source: &Path, args: &RenderArgs) -> Vec<(String, String)> {
    let Some(password_file) = &args.web3signer_password_file else { return Vec::new() };
    let mut files = std::collections::BTreeMap::new();
    for validator in &keystore.validators {
        for key in std::iter::once(&validator.attester).chain(&validator.publishers) {
            let path = match key {
                EthKeySource::File(file) => &file.path,
                EthKeySource::OpenFile(file) => &file.path,
                _ => continue,
            };
            let name = address_in_file_name(path).or_else(|| address_of(key, source));
            let name = name.map_or_else(|| path.replace('/', "_"), |address| address.to_string());
            let placed = Path::new(&args.prefix).join(path);
            let text = web3signer::key_configuration(&placed.to_string_lossy(), password_file);
            files.insert(format!("{name}.yaml"), text);
        }
    }
    files.into_iter().collect()
}

fn write_signer_files(directory: &Path, files: &[(String, String)]) -> Result<Staging, NodeKeystoreFailure> {
    let staging = Staging::create(directory)?;
    for (name, text) in files {
        let path = staging.path().join(name);
        let write = || {
            use std::io::Write;
            let mut file = create_file(&path, Access::Secret)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()
        };
        write().map_err(|source| NodeKeystoreFailure::Write { path: PathBuf::from(directory).join(name), source })?;
    }
    Ok(staging)
}

fn report(args: &RenderArgs, validators: usize, signer_files: usize) -> String {
    let s = if validators == 1 { "" } else { "s" };
    let mut text = format!("{validators} validator{s} in {}, paths below {}", Shown(&args.out), args.prefix);
    text.push_str(if args.inline_passwords {
        "\nThe passwords stand in the file: keep it for the node alone (mode 0600)."
    } else {
        "\nEncrypted keys have no password in the file; the node does not start until it has them."
    });
    if let Some(directory) = &args.web3signer_out {
        text.push_str(&format!("\n{signer_files} Web3Signer configurations in {}", Shown(directory)));
    }
    text
}

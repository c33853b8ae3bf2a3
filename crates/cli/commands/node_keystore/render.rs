//! `keygen node-keystore render`.

use std::{collections::BTreeMap, path::Path};

use aztec_keystore_batch::Layout;
use aztec_node_keystore::{
    Contents, EthKeySource, Host, KeyFile, NodeKeystore, RemoteSigner, SchemaVersion, SignerUrl, web3signer,
};
use aztec_staking_registry::NonZeroAddress;

use durable_files::Staging;

use super::{
    NodeKeystoreCommandError,
    file::{address_of_file, address_of_key, read},
    inline::try_passwords,
    write::{Signer, put_in_place},
};
use crate::{
    cli::{RenderArgs, Schema},
    files::name_left_behind,
    input::{StdinOnce, passwords_as_text},
    output::{self, FILE_WRITTEN, Shown},
};

pub(super) fn run(args: &RenderArgs) -> Result<(), NodeKeystoreCommandError> {
    let source = if args.source.is_dir() { Layout::new(&args.source).node_keystore() } else { args.source.clone() };
    let text = read(&source)?;
    let keystore = NodeKeystore::read(&text)
        .map_err(|error| NodeKeystoreCommandError::NodeKeystore { path: source.clone(), source: error })?;
    let signer_url = args.remote_signer.as_deref().map(SignerUrl::parse).transpose();
    let signer_url = signer_url.map_err(NodeKeystoreCommandError::SignerUrl)?;
    let mut host = Host::new(&args.prefix).map_err(NodeKeystoreCommandError::Prefix)?;
    if let Some(directory) = &args.web3signer_out {
        Staging::check(directory).map_err(|source| {
            // A run that was killed between the two leaves the directory in place, and the file under another name.
            name_left_behind(&args.out);
            NodeKeystoreCommandError::Signer(source)
        })?;
    }
    let unmoved = |error| NodeKeystoreCommandError::Place { path: source.clone(), source: error };
    let keystore = with_options(keystore, args)?;
    let signer_files = match &args.web3signer_password_file {
        Some(password_file) => {
            web3signer::key_configurations(&keystore, &host, password_file, |key| address_of(key, &source))
                .map_err(unmoved)?
        }
        None => BTreeMap::new(),
    };
    let keystore = match signer_url {
        Some(url) => {
            let signer = RemoteSigner { url, cert_path: None, cert_pass: None };
            keystore.sign_remotely(signer, |key| address_of(key, &source))?
        }
        None => keystore,
    };
    let before = Contents::of(&keystore);
    if args.inline_passwords {
        if !before.closed_files {
            return Err(NodeKeystoreCommandError::NoPasswordNeeded);
        }
        let passwords = passwords_as_text(&args.passwords, &mut StdinOnce::default())?;
        try_passwords(&keystore, &source, &passwords)?;
        host = host.with_passwords(passwords.eth, passwords.bls);
    }
    let keystore = keystore.for_host(&host).map_err(unmoved)?;
    let rendered = keystore.to_json();
    // The node refuses a file that does not read back.
    NodeKeystore::read(&rendered)
        .map_err(|error| NodeKeystoreCommandError::NodeKeystore { path: args.out.clone(), source: error })?;

    let signer = args.web3signer_out.as_deref().map(|directory| Signer { directory, files: &signer_files });
    put_in_place(&args.out, &rendered, signer)?;
    let report = report(args, &keystore, before, signer_files.len());
    Ok(output::result(&report, FILE_WRITTEN)?)
}

fn with_options(mut keystore: NodeKeystore, args: &RenderArgs) -> Result<NodeKeystore, NodeKeystoreCommandError> {
    let remote = args.remote_signer.is_some() || keystore.remote_signer.is_some();
    if !remote && (!args.publisher.is_empty() || args.funding_account.is_some()) {
        return Err(NodeKeystoreCommandError::NoSigner);
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

fn address_of(key: &EthKeySource, source: &Path) -> Option<NonZeroAddress> {
    match key {
        EthKeySource::Plain(key) => address_of_key(key),
        EthKeySource::File(KeyFile { path }) => address_of_file(source, path),
        EthKeySource::FileWithPassword(file) => address_of_file(source, &file.path),
        EthKeySource::Address(_) | EthKeySource::Remote(_) => None,
    }
}

/// What is in the file. `before` is what was in it when it still had no passwords from here.
fn report(args: &RenderArgs, keystore: &NodeKeystore, before: Contents, signer_files: usize) -> String {
    let after = Contents::of(keystore);
    let validators = keystore.validators.len();
    let s = if validators == 1 { "" } else { "s" };
    let mut text = format!("{validators} validator{s} in {}", Shown(&args.out));
    if after.files {
        text.push_str(&format!(", paths below {}", args.prefix));
    }
    let lines = [
        (after.plain_keys, "NOT ENCRYPTED: secret keys stand in the file in plain text, for test networks only."),
        (after.passwords, "The passwords stand in the file: keep it for the node alone (mode 0600)."),
        (args.inline_passwords && before.passwords, "Passwords that stood in it before were kept."),
        (after.closed_files, "Encrypted keys have no password in the file; the node does not start until it has them."),
    ];
    for (_, line) in lines.iter().filter(|(holds, _)| *holds) {
        text.push_str(&format!("\n{line}"));
    }
    if let Some(directory) = &args.web3signer_out {
        let s = if signer_files == 1 { "" } else { "s" };
        text.push_str(&format!("\n{signer_files} Web3Signer configuration{s} in {}", Shown(directory)));
    }
    text
}

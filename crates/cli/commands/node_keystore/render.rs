//! `keygen node-keystore render`.

mod accounts;
mod coinbases;
mod report;

use std::{collections::BTreeMap, path::Path};

use aztec_keystore_batch::{
    Layout,
    key_addresses::{KeyAddresses, with_addresses},
};
use aztec_node_keystore::{
    Contents, ForHostError, Host, NodeKeystore, RemoteSigner, SchemaVersion, SignerPlace, SignerUrl, web3signer,
};
use zeroize::Zeroizing;

use super::{
    NodeKeystoreCommandError,
    file::read,
    inline::check_passwords,
    write::{Rendered, Signer, put_in_place},
};
use crate::cli::{RenderArgs, Schema};
use aztec_operator::{
    files::{check_new_directory, name_left_behind},
    input::{StdinOnce, is_directory, passwords_as_text},
    output::{self, FILE_WRITTEN},
};

pub(super) fn run(args: &RenderArgs) -> Result<(), NodeKeystoreCommandError> {
    let stdin = &mut StdinOnce::check([
        ("--publisher-file", args.publisher_file.as_deref()),
        ("--funding-account-file", args.funding_account_file.as_deref()),
        ("--hosts", args.hosts.as_deref()),
        ("--password-file", args.passwords.password_file.as_deref()),
        ("--eth-password-file", args.passwords.eth_password_file.as_deref()),
        ("--bls-password-file", args.passwords.bls_password_file.as_deref()),
    ])?;
    let source = match is_directory("PATH", &args.source)? {
        true => Layout::new(&args.source).node_keystore(),
        false => args.source.clone(),
    };
    let keystore = parse(&source)?;
    let signer_url = args.remote_signer.as_deref().map(SignerUrl::parse).transpose();
    let signer_url = signer_url.map_err(NodeKeystoreCommandError::SignerUrl)?;
    let host = Host::new(&args.prefix).map_err(NodeKeystoreCommandError::Prefix)?;
    if let Some(directory) = &args.web3signer_out {
        check_new_directory(directory).map_err(|source| {
            // A run that was killed between the two leaves the directory in place, and the file under another name.
            name_left_behind(&args.out);
            NodeKeystoreCommandError::Signer(source)
        })?;
    }
    let signer = signer_url.map(|url| RemoteSigner { url, cert_path: None, cert_pass: None });
    let accounts = accounts::read(args, &keystore, signer.as_ref(), stdin)?;
    let keystore = coinbases::keep(accounts.without_replaced(with_schema(keystore, args)), &source, args)?;
    let unmoved = |error| NodeKeystoreCommandError::Place { path: source.clone(), source: error };
    let signer_files = with_addresses(&source, |addresses| signer_files(&keystore, &host, addresses, args))?;
    let signer_files = signer_files.map_err(unmoved)?;
    let keystore = match signer {
        Some(signer) => {
            with_addresses(&source, |addresses| keystore.sign_remotely(signer, place(args), |key| addresses.of(key)))??
        }
        None => keystore,
    };
    let keystores = with_addresses(&source, |addresses| accounts.with_each(keystore, |key| addresses.of(key)))?;
    let keystores = keystores.map_err(accounts::shared)?;
    coinbases::warn_of_lost(&keystores, &source, args)?;

    let before = keystores.iter().map(|(_, keystore)| Contents::of(keystore)).fold(Contents::default(), Contents::or);
    let host = with_passwords(host, &keystores, before, &source, args, stdin)?;
    let mut rendered = Vec::new();
    for (name, keystore) in keystores {
        let keystore = keystore.for_host(&host).map_err(unmoved)?;
        let text = keystore.to_json();
        // The node refuses a file that does not read back.
        NodeKeystore::read(&text)
            .map_err(|error| NodeKeystoreCommandError::NodeKeystore { path: args.out.clone(), source: error })?;
        rendered.push((name, text, keystore));
    }
    let signer = args.web3signer_out.as_deref().map(|directory| Signer { directory, files: &signer_files });
    put_in_place(&args.out, &files(args, &rendered), signer)?;
    let keystores: Vec<_> = rendered.iter().map(|(name, _, keystore)| (name.as_deref(), keystore)).collect();
    Ok(output::result(&report::report(args, &keystores, before, signer_files.len()), FILE_WRITTEN)?)
}

/// One file, or one for each host.
fn files<'a>(args: &RenderArgs, all: &'a [(Option<String>, Zeroizing<String>, NodeKeystore)]) -> Rendered<'a> {
    match all {
        [(_, text, _)] if args.hosts.is_none() => Rendered::File(text),
        _ => Rendered::Directory(
            all.iter()
                .map(|(name, text, _)| (report::file_of(name.as_deref().unwrap_or_default()), text.as_str()))
                .collect(),
        ),
    }
}

fn parse(path: &Path) -> Result<NodeKeystore, NodeKeystoreCommandError> {
    NodeKeystore::read(&read(path)?)
        .map_err(|source| NodeKeystoreCommandError::NodeKeystore { path: path.to_owned(), source })
}

fn with_schema(keystore: NodeKeystore, args: &RenderArgs) -> NodeKeystore {
    match args.schema {
        Some(Schema::V1) => NodeKeystore { schema: SchemaVersion::V1, ..keystore },
        Some(Schema::V2) => NodeKeystore { schema: SchemaVersion::V2, ..keystore },
        None => keystore,
    }
}

fn place(args: &RenderArgs) -> SignerPlace {
    if args.signer_in_each_account { SignerPlace::EachAccount } else { SignerPlace::Top }
}

fn signer_files(
    keystore: &NodeKeystore,
    host: &Host,
    addresses: &KeyAddresses<'_>,
    args: &RenderArgs,
) -> Result<BTreeMap<String, String>, ForHostError> {
    match &args.web3signer_password_file {
        Some(password_file) => web3signer::key_configurations(keystore, host, password_file, |key| addresses.of(key)),
        None => Ok(BTreeMap::new()),
    }
}

/// The host with the passwords that are written into the file, tried before.
fn with_passwords(
    host: Host,
    keystores: &[(Option<String>, NodeKeystore)],
    before: Contents,
    source: &Path,
    args: &RenderArgs,
    stdin: &mut StdinOnce,
) -> Result<Host, NodeKeystoreCommandError> {
    if !args.inline_passwords {
        return Ok(host);
    }
    if !before.closed_files {
        return Err(NodeKeystoreCommandError::NoPasswordNeeded);
    }
    let passwords = passwords_as_text(&args.passwords, stdin)?;
    let all: Vec<_> = keystores.iter().map(|(_, keystore)| keystore).collect();
    check_passwords(&all, source, &passwords)?;
    Ok(host.with_passwords(passwords.eth, passwords.bls))
}

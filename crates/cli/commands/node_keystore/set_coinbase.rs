//! `keygen node-keystore set-coinbase`.

use std::path::Path;

use aztec_keystore_batch::key_addresses::with_addresses;
use aztec_node_keystore::{CoinbaseChange, CoinbaseChanges, set_all_coinbases, set_coinbase};
use aztec_staking_registry::NonZeroAddress;
use durable_files::Edit;

use super::{NodeKeystoreCommandError, file::read_edited};
use crate::cli::SetCoinbaseArgs;
use aztec_operator::{
    counted::Counted,
    files::{begin_edit, replace},
    input::{StdinOnce, read_public},
    output::{self, FILE_WRITTEN, Shown},
};

pub(super) fn run(args: &SetCoinbaseArgs) -> Result<(), NodeKeystoreCommandError> {
    let list = match (&args.from, args.attester, args.coinbase) {
        (Some(from), _, _) => {
            let text = read_public("--from", from, &mut StdinOnce::default())?;
            CoinbaseChanges::read(&text)
                .map_err(|source| NodeKeystoreCommandError::Changes { path: from.clone(), source })?
        }
        (None, Some(attester), Some(coinbase)) => {
            CoinbaseChanges { changes: vec![CoinbaseChange { attester, coinbase }], without_checksum: Vec::new() }
        }
        // clap asks for one of the three.
        _ => CoinbaseChanges::default(),
    };
    // From here on no other run can change the file, so that no change of another is lost.
    let edit = begin_edit(&args.file)?;
    let mut lines = match args.all {
        Some(coinbase) => set_all(&args.file, edit, coinbase)?,
        None => set_listed(&args.file, edit, &list)?,
    };
    lines.push(format!(
        "{} is changed; a running node takes it over with aztecAdmin_reloadKeystore (before v5: \
         nodeAdmin_reloadKeystore)",
        Shown(&args.file)
    ));
    Ok(output::result(&lines.join("\n"), FILE_WRITTEN)?)
}

fn set_listed(file: &Path, edit: Edit, list: &CoinbaseChanges) -> Result<Vec<String>, NodeKeystoreCommandError> {
    let text = read_edited(file, &edit)?;
    let changed =
        with_addresses(file, |addresses| set_coinbase(&text, &list.changes, |key| addresses.of_attester(key)))?
            .map_err(|source| NodeKeystoreCommandError::SetCoinbase { path: file.to_owned(), source })?;
    replace(file, edit, changed.as_bytes())?;
    for change in list.changes.iter().filter(|change| change.attester == change.coinbase) {
        output::warn(&format!(
            "the coinbase of {} is the attester itself, and not the Split contract of a delegation",
            change.attester
        ));
    }
    if !list.without_checksum.is_empty() {
        let count = list.without_checksum.len();
        output::warn(&format!(
            "{count} of the coinbases had no checksum in the list, so no wrong digit in them is noticed; compare them"
        ));
    }
    Ok(list.changes.iter().map(|change| format!("{}  coinbase {}", change.attester, change.coinbase)).collect())
}

fn set_all(file: &Path, edit: Edit, coinbase: NonZeroAddress) -> Result<Vec<String>, NodeKeystoreCommandError> {
    let text = read_edited(file, &edit)?;
    let set = with_addresses(file, |addresses| set_all_coinbases(&text, coinbase, |key| addresses.of_attester(key)))?
        .map_err(|source| NodeKeystoreCommandError::SetCoinbase { path: file.to_owned(), source })?;
    replace(file, edit, set.text.as_bytes())?;
    if set.is_an_attester {
        output::warn(&format!("the coinbase {coinbase} is one of the attesters itself"));
    }
    Ok(vec![format!("all {}  coinbase {coinbase}", Counted(set.entries, "entry", "entries"))])
}

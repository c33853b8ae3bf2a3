//! Coinbases that were set before: kept where the operator names the file that has them, and missed aloud otherwise.

use std::{
    fs,
    path::{Path, PathBuf},
};

use aztec_keystore_batch::key_addresses::with_addresses;
use aztec_node_keystore::{NodeKeystore, SetCoinbase};

use super::{NodeKeystoreCommandError, parse, report};
use crate::cli::RenderArgs;
use aztec_operator::output::{self, Shown};

/// The node keystore with the coinbases of the file that `--coinbases-from` names.
pub(super) fn keep(
    keystore: NodeKeystore,
    source: &Path,
    args: &RenderArgs,
) -> Result<NodeKeystore, NodeKeystoreCommandError> {
    let Some(model) = &args.coinbases_from else { return Ok(keystore) };
    let there = parse(model)?;
    let set = set_in(&there, model)?;
    let unknown = with_addresses(model, |addresses| there.coinbases_of_unknown(|key| addresses.of(key)))?;
    if unknown > 0 {
        output::warn(&format!(
            "--coinbases-from {}: {unknown} of its attesters have an address that is not known, and their coinbases are \
             not kept; set them with set-coinbase",
            Shown(model)
        ));
    } else if set.is_empty() {
        output::warn(&format!("--coinbases-from {}: no coinbase is set in it", Shown(model)));
    }
    let before = set_in(&keystore, source)?;
    let kept = with_addresses(source, |addresses| keystore.with_coinbases(&set, |key| addresses.of(key)))?;
    warn(&lost(&before, &set_in(&kept, source)?), source, args);
    Ok(kept)
}

/// Names the coinbases that stand in the model, or in the file that is to be replaced, and in nothing that is written.
pub(super) fn warn_of_lost(
    keystores: &[(Option<String>, NodeKeystore)],
    source: &Path,
    args: &RenderArgs,
) -> Result<(), NodeKeystoreCommandError> {
    for (host, keystore) in keystores {
        let written = set_in(keystore, source)?;
        let in_the_way = match host {
            Some(host) => args.out.join(report::file_of(host)),
            None => args.out.clone(),
        };
        let models = args.coinbases_from.iter().map(PathBuf::as_path);
        for model in models.chain([in_the_way.as_path()]) {
            // What cannot be read as a node keystore is told of elsewhere, or is none.
            if !fs::metadata(model).is_ok_and(|file| file.is_file()) {
                continue;
            }
            let Ok(there) = parse(model) else { continue };
            warn(&lost(&set_in(&there, model)?, &written), model, args);
        }
    }
    Ok(())
}

fn set_in(keystore: &NodeKeystore, path: &Path) -> Result<Vec<SetCoinbase>, NodeKeystoreCommandError> {
    Ok(with_addresses(path, |addresses| keystore.coinbases(|key| addresses.of(key)))?)
}

fn lost(before: &[SetCoinbase], after: &[SetCoinbase]) -> Vec<SetCoinbase> {
    before.iter().filter(|set| !after.contains(set)).copied().collect()
}

/// So many are named.
const FEW: usize = 5;

fn warn(lost: &[SetCoinbase], path: &Path, args: &RenderArgs) {
    if lost.is_empty() {
        return;
    }
    let named = lost.iter().take(FEW).map(|set| format!("{} of {}", set.coinbase, set.attester));
    let mut named: Vec<_> = named.collect();
    if lost.len() > FEW {
        named.push(format!("and {} others", lost.len() - FEW));
    }
    let remedy = match args.coinbases_from {
        Some(_) => "set them with set-coinbase where they still hold",
        None => "give --coinbases-from to keep them",
    };
    let (path, named) = (Shown(path), named.join(", "));
    output::warn(&format!("{path} has coinbases that the rendered file has not: {named}; {remedy}"));
}

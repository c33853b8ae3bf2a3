//! `keygen node-keystore set-coinbase`.

use aztec_node_keystore::{AttesterKey, CoinbaseChange, set_coinbase};

use super::{
    NodeKeystoreCommandError,
    file::{address_of_file, address_of_key, read_edited},
};
use crate::{
    cli::SetCoinbaseArgs,
    files::{begin_edit, replace},
    input::{StdinOnce, read_public},
    output::{self, FILE_WRITTEN, Shown},
};

pub(super) fn run(args: &SetCoinbaseArgs) -> Result<(), NodeKeystoreCommandError> {
    let changes = match (&args.from, args.attester, args.coinbase) {
        (Some(from), _, _) => {
            let text = read_public("--from", from, &mut StdinOnce::default())?;
            CoinbaseChange::read_list(&text)
                .map_err(|source| NodeKeystoreCommandError::Changes { path: from.clone(), source })?
        }
        (None, Some(attester), Some(coinbase)) => vec![CoinbaseChange { attester, coinbase }],
        // clap asks for one of the two.
        _ => Vec::new(),
    };
    // From here on no other run can change the file, so that no change of another is lost.
    let edit = begin_edit(&args.file)?;
    let text = read_edited(&args.file, &edit)?;
    let changed = set_coinbase(&text, &changes, |key| match key {
        AttesterKey::File { path } => address_of_file(&args.file, path),
        AttesterKey::Plain(key) => address_of_key(key),
    })
    .map_err(|source| NodeKeystoreCommandError::SetCoinbase { path: args.file.clone(), source })?;
    replace(&args.file, edit, changed.as_bytes())?;

    let mut lines: Vec<_> =
        changes.iter().map(|change| format!("{}  coinbase {}", change.attester, change.coinbase)).collect();
    lines.push(format!("{} is changed; a running node takes it over with nodeAdmin_reloadKeystore", Shown(&args.file)));
    Ok(output::result(&lines.join("\n"), FILE_WRITTEN)?)
}

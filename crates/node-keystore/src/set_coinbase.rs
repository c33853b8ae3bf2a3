//! Pointing the rewards of an attester somewhere else, in a file that stays as it is otherwise.

use core::ops::Range;
use std::collections::HashMap;

use aztec_staking_registry::{FirstOccurrences, NonZeroAddress, parse_address};
use strict_json::{Kind, View};
use zeroize::Zeroizing;

use crate::members::Object;
use crate::read::{Top, validator_members};
use crate::read_key::read_plain;
use crate::{AttesterKey, CoinbaseChange, FieldPath, NodeKeystoreError, SetCoinbaseError};

/// Sets the coinbase of these attesters: after a delegation, to the Split contract of the delegation.
///
/// Every byte outside the coinbase fields stays as it is. `address_of` says which address a key has whose address is
/// not in the file: see [`address_in_file_name`](crate::address_in_file_name).
///
/// ```
/// use aztec_node_keystore::{AttesterKey, CoinbaseChanges, address_in_file_name, set_coinbase};
///
/// let text = r#"{"schemaVersion": 1, "validators": [{
///     "attester": {"eth": {"path": "eth/00000_0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266.json"}},
///     "feeRecipient": "0x0000000000000000000000000000000000000000000000000000000000000000"
/// }]}"#;
/// let changes = CoinbaseChanges::read(
///     "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266,0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
/// )?;
/// let changed = set_coinbase(text, &changes.changes, |key| match key {
///     AttesterKey::File { path } => address_in_file_name(path),
///     AttesterKey::Plain(_) => None,
/// })?;
/// assert!(changed.contains(r#""coinbase": "0x70997970C51812dc3A010C7d01b50e0d17dc79C8""#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`SetCoinbaseError`]; nothing is changed unless everything can be.
pub fn set_coinbase(
    text: &str,
    changes: &[CoinbaseChange],
    address_of: impl Fn(&AttesterKey<'_>) -> Option<NonZeroAddress>,
) -> Result<Zeroizing<String>, SetCoinbaseError> {
    let mut wanted = HashMap::new();
    for CoinbaseChange { attester, coinbase } in changes {
        if wanted.insert(attester.get(), *coinbase).is_some_and(|other| other != *coinbase) {
            return Err(SetCoinbaseError::Contradiction { attester: *attester });
        }
    }
    let mut unknown = 0;
    let mut listed = FirstOccurrences::default();
    let mut edits = Vec::new();
    for (entry, view) in Top::of(text)?.validators()?.into_iter().enumerate() {
        let members = validator_members(entry, view)?;
        let value = members.required("attester", FieldPath::entry(entry, "attester"))?;
        let attesters = attesters_of(value, entry, &address_of)?;
        unknown += attesters.iter().filter(|attester| attester.is_none()).count();
        for attester in attesters.iter().flatten() {
            if let Some(first) = listed.repeats(*attester, entry) {
                return Err(SetCoinbaseError::Repeated { attester: *attester, first, second: entry });
            }
            let Some(coinbase) = wanted.get(&attester.get()) else { continue };
            if attesters.len() > 1 {
                return Err(SetCoinbaseError::Shared { attester: *attester, entry });
            }
            edits.push(edit(text, &members, value, *coinbase));
        }
    }
    if let Some(change) = changes.iter().find(|change| listed.first(&change.attester).is_none()) {
        return Err(SetCoinbaseError::NotThere { attester: change.attester, unknown });
    }
    Ok(splice(text, edits))
}

/// The file that [`set_all_coinbases`] has made, and what it found.
pub struct AllCoinbasesSet {
    /// The new file.
    pub text: Zeroizing<String>,
    /// How many entries there are.
    pub entries: usize,
    /// Whether the coinbase is one of the attesters itself.
    pub is_an_attester: bool,
}

/// The text may hold secrets.
impl core::fmt::Debug for AllCoinbasesSet {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let mut shown = f.debug_struct("AllCoinbasesSet");
        shown.field("entries", &self.entries).field("is_an_attester", &self.is_an_attester).finish_non_exhaustive()
    }
}

/// Gives every entry this coinbase, whoever its attester is: for a provider that pays out by itself.
///
/// Every byte outside the coinbase fields stays as it is; `address_of` as in [`set_coinbase`].
///
/// # Errors
/// [`SetCoinbaseError::File`].
pub fn set_all_coinbases(
    text: &str,
    coinbase: NonZeroAddress,
    address_of: impl Fn(&AttesterKey<'_>) -> Option<NonZeroAddress>,
) -> Result<AllCoinbasesSet, SetCoinbaseError> {
    let (mut edits, mut is_an_attester) = (Vec::new(), false);
    for (entry, view) in Top::of(text)?.validators()?.into_iter().enumerate() {
        let members = validator_members(entry, view)?;
        let value = members.required("attester", FieldPath::entry(entry, "attester"))?;
        is_an_attester |= attesters_of(value, entry, &address_of)?.contains(&Some(coinbase));
        edits.push(edit(text, &members, value, coinbase));
    }
    Ok(AllCoinbasesSet { entries: edits.len(), text: splice(text, edits), is_an_attester })
}

/// The attesters of an entry; none for one whose address nobody knows.
fn attesters_of(
    attester: View<'_>,
    entry: usize,
    address_of: &impl Fn(&AttesterKey<'_>) -> Option<NonZeroAddress>,
) -> Result<Vec<Option<NonZeroAddress>>, NodeKeystoreError> {
    match attester.kind() {
        Kind::Array(several) => several.into_iter().map(|one| attester_of(one, entry, address_of)).collect(),
        _ => Ok(vec![attester_of(attester, entry, address_of)?]),
    }
}

fn attester_of(
    attester: View<'_>,
    entry: usize,
    address_of: &impl Fn(&AttesterKey<'_>) -> Option<NonZeroAddress>,
) -> Result<Option<NonZeroAddress>, NodeKeystoreError> {
    let path = FieldPath::entry(entry, "attester");
    let expected = "an attester with its ETH key";
    let not_one = || NodeKeystoreError::not_a(path, expected);
    let eth = if attester.has("eth") {
        Object::of(attester, path, ["eth", "bls"])?.required("eth", FieldPath::entry(entry, "attester.eth"))?
    } else {
        attester
    };
    let address = |view: View<'_>| {
        let text = view.text().ok_or_else(not_one)?;
        parse_address(&text).and_then(|(address, _)| NonZeroAddress::new(address)).map_err(|_| not_one())
    };
    match eth.kind() {
        Kind::Text => match eth.text().ok_or_else(not_one)? {
            text if text.len() == 66 => Ok(address_of(&AttesterKey::Plain(&read_plain(&text, path, expected)?))),
            _ => address(eth).map(Some),
        },
        Kind::Object(_) if eth.has("path") => {
            let file = Object::of(eth, path, ["path", "password"])?.required("path", path)?;
            let file = file.text().ok_or_else(not_one)?;
            Ok(address_of(&AttesterKey::File { path: &file }))
        }
        Kind::Object(_) if eth.has("address") => {
            let members = Object::of(eth, path, ["address", "remoteSignerUrl", "certPath", "certPass"])?;
            address(members.required("address", path)?).map(Some)
        }
        // Attesters from a mnemonic: nobody here knows their addresses.
        Kind::Object(_) if eth.has("mnemonic") => Ok(None),
        _ => Err(not_one()),
    }
}

/// A piece of the text and what comes in its path.
type Edit = (Range<usize>, String);

fn edit(text: &str, members: &Object<'_, 6>, attester: View<'_>, coinbase: NonZeroAddress) -> Edit {
    if let Some(old) = members.get("coinbase") {
        return (old.range(text), format!("\"{coinbase}\""));
    }
    // A new member behind the attester, indented as that one is.
    let value = attester.range(text);
    let name = text[..value.start].rfind("\"attester\"").unwrap_or(value.start);
    let before = &text[..name];
    let indent = &before[before.trim_end().len()..];
    (value.end..value.end, format!(",{indent}\"coinbase\": \"{coinbase}\""))
}

fn splice(text: &str, mut edits: Vec<Edit>) -> Zeroizing<String> {
    edits.sort_by_key(|(range, _)| range.start);
    let added: usize = edits.iter().map(|(_, new)| new.len()).sum();
    let mut out = Zeroizing::new(String::with_capacity(text.len() + added));
    let mut done = 0;
    for (range, new) in edits {
        out.push_str(&text[done..range.start]);
        out.push_str(&new);
        done = range.end;
    }
    out.push_str(&text[done..]);
    out
}

//! Pointing the rewards of an attester somewhere else, in a file that stays as it is otherwise.

use core::ops::Range;
use std::collections::HashMap;

use alloy_primitives::Address;
use strict_json::{Kind, View};
use zeroize::Zeroizing;

use super::members::Members;
use super::read::{Top, read_plain, validator_members};
use super::{FieldFault, NodeKeystoreError, Place, PlainKey};
use crate::{NonZeroAddress, parse_address};

/// A key of which the file does not say the address.
#[derive(Debug)]
pub enum AttesterKey<'a> {
    /// An encrypted file.
    File {
        /// Its path, as the node keystore has it.
        path: &'a str,
    },
    /// A plain key.
    Plain(&'a PlainKey),
}

/// The address in the name of a key file that this program wrote: what follows the last `_` in
/// `eth/00003_0x….json`.
#[must_use]
pub fn address_in_file_name(path: &str) -> Option<NonZeroAddress> {
    let name = path.rsplit('/').next()?.strip_suffix(".json")?;
    NonZeroAddress::parse(name.rsplit('_').next()?).ok()
}

/// Sets the coinbase of these attesters: after a delegation, to the Split contract of the delegation.
///
/// Every byte outside the coinbase fields stays as it is. `address_of` says which address a key has whose address is
/// not in the file: see [`address_in_file_name`].
///
/// # Errors
/// [`SetCoinbaseError`]; nothing is changed unless everything can be.
pub fn set_coinbase(
    text: &str,
    changes: &[(NonZeroAddress, NonZeroAddress)],
    address_of: impl Fn(&AttesterKey<'_>) -> Option<NonZeroAddress>,
) -> Result<Zeroizing<String>, SetCoinbaseError> {
    let mut wanted = HashMap::new();
    for (attester, coinbase) in changes {
        if wanted.insert(attester.get(), *coinbase).is_some_and(|other| other != *coinbase) {
            return Err(SetCoinbaseError::Contradiction { attester: *attester });
        }
    }
    let mut unknown = 0;
    let mut found: HashMap<Address, usize> = HashMap::new();
    let mut edits = Vec::new();
    for (entry, view) in Top::of(text)?.validators()?.into_iter().enumerate() {
        let members = validator_members(entry, view)?;
        let attester = members.required("attester", Place::entry(entry, "attester"))?;
        let attesters = attesters_of(attester, entry, &address_of)?;
        unknown += attesters.iter().filter(|attester| attester.is_none()).count();
        for attester in attesters.iter().flatten() {
            if let Some(first) = found.insert(attester.get(), entry) {
                return Err(SetCoinbaseError::Repeated { attester: *attester, first, second: entry });
            }
            let Some(coinbase) = wanted.get(&attester.get()) else { continue };
            if attesters.len() > 1 {
                return Err(SetCoinbaseError::Shared { attester: *attester, entry });
            }
            edits.push(edit(text, &members, attester_value(&members, entry)?, *coinbase));
        }
    }
    if let Some((attester, _)) = changes.iter().find(|(attester, _)| !found.contains_key(&attester.get())) {
        return Err(SetCoinbaseError::NotThere { attester: *attester, unknown });
    }
    Ok(splice(text, edits))
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
    let place = Place::entry(entry, "attester");
    let expected = "an attester with its ETH key";
    let not_one = || NodeKeystoreError::Field { place, fault: FieldFault::NotA { expected } };
    let has =
        |view: View<'_>, name| view.object().is_some_and(|members| members.iter().any(|(other, _)| other == name));
    let eth = if has(attester, "eth") {
        Members::of(attester, place, ["eth", "bls"])?.required("eth", Place::entry(entry, "attester.eth"))?
    } else {
        attester
    };
    let address = |view: View<'_>| {
        let text = view.text().ok_or_else(not_one)?;
        parse_address(&text).and_then(|(address, _)| NonZeroAddress::new(address)).map_err(|_| not_one())
    };
    match eth.kind() {
        Kind::Text => match eth.text().ok_or_else(not_one)? {
            text if text.len() == 66 => Ok(address_of(&AttesterKey::Plain(&read_plain(&text, place, expected)?))),
            _ => address(eth).map(Some),
        },
        Kind::Object(_) if has(eth, "path") => {
            let path = Members::of(eth, place, ["path", "password"])?.required("path", place)?;
            let path = path.text().ok_or_else(not_one)?;
            Ok(address_of(&AttesterKey::File { path: &path }))
        }
        Kind::Object(_) if has(eth, "address") => {
            let members = Members::of(eth, place, ["address", "remoteSignerUrl", "certPath", "certPass"])?;
            address(members.required("address", place)?).map(Some)
        }
        // Attesters from a mnemonic: nobody here knows their addresses.
        Kind::Object(_) if has(eth, "mnemonic") => Ok(None),
        _ => Err(not_one()),
    }
}

fn attester_value<'a>(members: &Members<'a, 6>, entry: usize) -> Result<View<'a>, NodeKeystoreError> {
    members.required("attester", Place::entry(entry, "attester"))
}

/// A piece of the text and what comes in its place.
type Edit = (Range<usize>, String);

fn edit(text: &str, members: &Members<'_, 6>, attester: View<'_>, coinbase: NonZeroAddress) -> Edit {
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

/// Why the coinbase was not set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SetCoinbaseError {
    /// The file is not a node keystore.
    #[error(transparent)]
    File(#[from] NodeKeystoreError),
    /// The changes give two coinbases for one attester.
    #[error("attester {attester} is given two different coinbases; remove one")]
    Contradiction {
        /// The attester.
        attester: NonZeroAddress,
    },
    /// No entry is known to be that of the attester.
    #[error(
        "no entry has the attester {attester} ({unknown} have an address that is not known); check address and file"
    )]
    NotThere {
        /// The attester.
        attester: NonZeroAddress,
        /// How many attesters of the file have an address that is not known.
        unknown: usize,
    },
    /// Two entries have the same attester, which the node refuses.
    #[error("entries {first} and {second} have the same attester {attester}; remove one")]
    Repeated {
        /// The attester.
        attester: NonZeroAddress,
        /// The earlier entry.
        first: usize,
        /// The later entry.
        second: usize,
    },
    /// The entry has other attesters too, whose coinbase would change with it.
    #[error("entry {entry} has one coinbase for {attester} and others; give the attester an entry of its own")]
    Shared {
        /// The attester.
        attester: NonZeroAddress,
        /// The entry.
        entry: usize,
    },
}

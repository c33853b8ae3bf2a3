//! What is not yet complete is called `.NAME.partial-NUMBER`, beside the name that it will have.

use std::ffi::{OsStr, OsString};

/// So many numbers are tried. Containers that share a disk may well have the same process number.
const NUMBERS: u32 = 64;

/// Names to try for something that will be called `name`: with the number of this process, and with those after it.
pub(crate) fn partial_names(name: &OsStr) -> impl Iterator<Item = OsString> {
    let (prefix, first) = (prefix(name), std::process::id());
    (0..NUMBERS).map(move |more| {
        let mut partial = prefix.clone();
        partial.push(first.wrapping_add(more).to_string());
        partial
    })
}

/// Whether something may be what a run left that was to make `name`. Anybody may use such a name for something else.
pub(crate) fn is_partial_name(name: &OsStr, actual: &OsStr) -> bool {
    let number = actual.as_encoded_bytes().strip_prefix(prefix(name).as_encoded_bytes());
    number.is_some_and(|number| !number.is_empty() && number.iter().all(u8::is_ascii_digit))
}

fn prefix(name: &OsStr) -> OsString {
    let mut prefix = OsString::from(".");
    prefix.push(name);
    prefix.push(".partial-");
    prefix
}

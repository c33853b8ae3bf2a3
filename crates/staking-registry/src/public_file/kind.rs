//! Telling public files apart.

use strict_json::View;

#[derive(Clone, Copy)]
pub(super) enum Kind {
    Calldata,
    Script,
    Manifest,
    NodeKeystore,
    Encrypted,
    Page,
    StakerOutput,
    Calls,
    ContractCalls,
    SafeBatch,
}

/// What the text seems to be. The text has no byte order mark.
pub(super) fn seems(text: &str) -> Kind {
    let text = text.trim_start();
    if text.starts_with("0x") || begins_as_digits(text) {
        return Kind::Calldata;
    }
    if text.starts_with("#!") || text.starts_with("cast ") {
        return Kind::Script;
    }
    if text.starts_with("<!DOCTYPE") {
        return Kind::Page;
    }
    let Ok(whole) = View::parse(text) else { return Kind::StakerOutput };
    let first = whole.array().and_then(|items| items.first().copied()).unwrap_or(whole);
    if whole.has("transactions") {
        Kind::SafeBatch
    } else if whole.has("formatVersion") && whole.has("keys") {
        Kind::Manifest
    } else if whole.has("schemaVersion") && whole.has("validators") {
        Kind::NodeKeystore
    } else if whole.has("crypto") || whole.has("Crypto") {
        Kind::Encrypted
    } else if first.has("calldata") {
        Kind::Calls
    } else if first.has("contractToCall") || first.has("callData") {
        Kind::ContractCalls
    } else {
        Kind::StakerOutput
    }
}

/// Whether the first line is hexadecimal digits, at least those of a selector: calldata without `0x`.
fn begins_as_digits(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default().trim_end();
    line.len() >= 8 && line.bytes().all(|digit| digit.is_ascii_hexdigit())
}

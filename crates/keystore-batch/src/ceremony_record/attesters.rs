//! The table of attesters.

use alloy_primitives::hex;
use bn254_bls::{G1Point, gas::PopGasLimit};
use maud::{Markup, PreEscaped, html};

use super::{
    MOST_ATTESTERS,
    limits::Limits,
    text::{in_groups, keys_text, number},
};
use crate::ManifestKey;

/// How many bytes of a compressed public key its short fingerprint has.
///
/// A hundred thousand keys share one of 8 bytes with a chance of one in a thousand million.
const FINGERPRINT_BYTES: usize = 8;

pub(super) fn section(keys: &[ManifestKey], limits: Limits) -> Markup {
    let (listed, left_out) = keys.split_at(keys.len().min(MOST_ATTESTERS));
    html! {
        section aria-labelledby="attesters" {
            h2 id="attesters" { "Attesters" }
            p {
                "The short fingerprint of a BLS key is how its " code { "publicKey" } " in the manifest begins: the first "
                (FINGERPRINT_BYTES) " bytes of the compressed point in G1. The gas is an estimate of what the contract’s check "
                "of the proof takes."
            }
            @if let Some(first) = left_out.first() {
                p.left-out {
                    strong { (keys_text(left_out.len())) " more, from index " (first.index) ", are not listed here." }
                    " They are in " code { "manifest.json" } ", and its SHA-256 at the top of this page stands for them too."
                }
            }
            @if !listed.is_empty() {
                table.keys {
                    thead { tr {
                        th scope="col" { "Index" } th scope="col" { "Attester" }
                        th scope="col" { "BLS key, short" } th scope="col" { "Gas" }
                    } }
                    tbody { (PreEscaped("\n")) @for key in listed { (row(key, limits)) } }
                }
            }
        }
        (PreEscaped("\n"))
    }
}

fn row(key: &ManifestKey, limits: Limits) -> Markup {
    let estimate = key.gas_estimate();
    html! {
        tr {
            th scope="row" {
                (key.index)
                @if key.candidate() > 0 { small { " candidate " (key.candidate()) } }
            }
            td { (in_groups(&key.attester.to_string())) }
            td { (in_groups(&fingerprint(&key.public_key))) }
            td {
                (number(estimate))
                @if !key.is_within(limits.cap) { small { " over the cap" } }
                @else if !key.is_within(PopGasLimit::BEFORE_V6) { small { " needs the raised limit" } }
            }
        }
        (PreEscaped("\n"))
    }
}

pub(super) fn fingerprint(key: &G1Point) -> String {
    hex::encode(&key.to_compressed()[..FINGERPRINT_BYTES])
}

//! What was made, and from what.

use aztec_key_derivation::{Allocation, BlsDerivation};
use bn254_bls::ProofKind;
use maud::{Markup, PreEscaped, html};

use super::{
    destination::destination,
    text::{in_groups, keys_text, number},
};
use crate::Manifest;

pub(super) fn section(manifest: &Manifest) -> Markup {
    let allocation = manifest.origin().allocation();
    html! {
        section aria-labelledby="made" {
            h2 id="made" { "What was made" }
            dl {
                (fact("Keys", &html! { (number(manifest.keys().len())) }))
                (fact("Account", &html! { (allocation.map_or(0, |of| of.account().get())) }))
                (fact("Indices", &indices(manifest)))
                (fact("BLS derivation", &derivation(manifest)))
                @if let Some(moved) = later_candidates(manifest) { (fact("Candidates", &moved)) }
                (source(manifest))
                (fact("Proof", &proof(manifest.proof())))
                (fact("Gas limit", &html! {
                    (number(manifest.gas_limit().get()))
                    span.aside { " what the contract is taken to give to the check of a proof" }
                }))
                @if let Some(calls) = manifest.destination() { (fact("Goes to", &destination(calls))) }
                (fact("Secret files", &secret_files(manifest.is_encrypted())))
                @if let Some(each @ 1..) = allocation.map(Allocation::publishers_each) {
                    (fact("Publisher keys", &html! { (each) " for each attester, besides these keys" }))
                }
            }
        }
        (PreEscaped("\n"))
    }
}

fn fact(name: &str, value: &Markup) -> Markup {
    html! { div { dt { (name) } dd { (value) } } (PreEscaped("\n")) }
}

fn indices(manifest: &Manifest) -> Markup {
    html! {
        @match manifest.keys() {
            [] => "none",
            [one] => (one.index),
            [first, .., last] => { (first.index) " to " (last.index) }
        }
        @if let Some(next) = manifest.next_index() {
            span.aside { " the next batch begins at " (next) }
        }
    }
}

fn derivation(manifest: &Manifest) -> Markup {
    html! {
        @match manifest.derivation() {
            None => { "none known" span.aside { " the keys were made elsewhere and imported" } }
            Some(derivation) => { "rule " (derivation) }
        }
        @if let Some(path) = manifest.keys().first().and_then(|first| first.path) {
            span.aside { " first path " code { (path) } }
        }
    }
}

/// So many later candidates are listed with their paths; the table marks all of them.
const MOST_CANDIDATES: usize = 10;

/// Keys that are not candidate 0, and how the official tool makes the same ones.
fn later_candidates(manifest: &Manifest) -> Option<Markup> {
    let moved: Vec<_> = manifest.later_candidates().collect();
    let options = manifest.derivation().map(BlsDerivation::official_options)?;
    (!moved.is_empty()).then(|| {
        html! {
            (keys_text(moved.len())) " not candidate 0: "
            @for key in moved.iter().take(MOST_CANDIDATES) {
                "index " (key.index) " is candidate " (key.candidate())
                @if let Some(path) = key.path { ", " code { (path) } }
                "; "
            }
            @if moved.len() > MOST_CANDIDATES { "the others are marked in the table; " }
            span.aside { "the official tool makes the same keys with " code { (options.join(" ")) } }
        }
    })
}

/// What the keys come from: that which has to be kept to make them again.
fn source(manifest: &Manifest) -> Markup {
    html! {
        @if let Some(fingerprint) = manifest.origin().mnemonic_fingerprint() {
            (fact("Mnemonic", &html! { "master fingerprint " (in_groups(&fingerprint.to_string())) }))
        }
        @if let Some(fingerprint) = manifest.origin().ikm_fingerprint() {
            (fact("BLS key material", &html! {
                "given"
                span.aside { " fingerprint " (in_groups(&fingerprint.to_string())) }
            }))
        }
        @if manifest.given_attesters() {
            (fact("Attesters", &html! { "given; no ETH keys were made" }))
        }
    }
}

fn proof(kind: ProofKind) -> Markup {
    html! {
        @match kind {
            ProofKind::Registration => { "registration" span.aside { " over the public key itself, as the contract demands" } }
            ProofKind::Feedback => {
                strong { "feedback" } span.aside { " over the word “feedback”, which the deployed contract refuses" }
            }
        }
    }
}

fn secret_files(encrypted: bool) -> Markup {
    html! {
        @if encrypted { "encrypted" } @else { strong { "NOT ENCRYPTED" } span.aside { " for test networks only" } }
    }
}

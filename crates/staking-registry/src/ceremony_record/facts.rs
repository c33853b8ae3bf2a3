//! What was made, and from what.

use bn254_bls::ProofKind;
use maud::{Markup, PreEscaped, html};

use super::{
    RecordedKeys,
    text::{in_groups, number, visible},
};
use crate::manifest::{ManifestHead, Source};

pub(super) fn section(manifest: &ManifestHead, keys: &RecordedKeys) -> Markup {
    html! {
        section aria-labelledby="made" {
            h2 id="made" { "What was made" }
            dl {
                (fact("Keys", &html! { (number(keys.count())) }))
                (fact("Account", &html! { (manifest.account_index) }))
                (fact("Indices", &indices(manifest, keys)))
                (fact("BLS derivation", &derivation(manifest, keys)))
                (source(&manifest.source))
                (fact("Proof", &proof(manifest.proof)))
                (fact("Secret files", &secret_files(manifest.encrypted)))
                @if manifest.publisher_count > 0 {
                    (fact("Publisher keys", &html! { (manifest.publisher_count) " for each attester, besides these keys" }))
                }
            }
        }
        (PreEscaped("\n"))
    }
}

fn fact(name: &str, value: &Markup) -> Markup {
    html! { div { dt { (name) } dd { (value) } } (PreEscaped("\n")) }
}

fn indices(manifest: &ManifestHead, keys: &RecordedKeys) -> Markup {
    html! {
        @match keys.indices(manifest) {
            None => "none",
            Some((first, last)) if first == last => (first),
            Some((first, last)) => { (first) " to " (last) }
        }
        @if let Some(next) = manifest.next_index(keys.count()) {
            span.aside { " the next batch begins at " (next) }
        }
    }
}

fn derivation(manifest: &ManifestHead, keys: &RecordedKeys) -> Markup {
    html! {
        @if manifest.source.is_imported() { "none known" span.aside { " the keys were made elsewhere and imported" } }
        @else { "rule " (visible(&manifest.source.bls_derivation)) }
        @if let Some(first) = keys.listed.first().filter(|key| !key.path.is_empty()) {
            span.aside { " first path " code { (visible(&first.path)) } }
        }
    }
}

/// What the keys come from: that which has to be kept to make them again.
fn source(source: &Source) -> Markup {
    let Source { master_fingerprint, ikm_fingerprint, given_attesters, .. } = source;
    html! {
        @if let Some(fingerprint) = master_fingerprint {
            (fact("Mnemonic", &html! { "master fingerprint " (in_groups(&visible(fingerprint))) }))
        }
        @if let Some(fingerprint) = ikm_fingerprint {
            (fact("BLS key material", &html! {
                "given"
                span.aside { " fingerprint " (in_groups(&visible(fingerprint))) }
            }))
        }
        @if *given_attesters {
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

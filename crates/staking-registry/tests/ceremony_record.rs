//! The ceremony record: what it says is what the manifest says, and nothing in a manifest can make it say more.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeMap;

use alloy_primitives::hex;
use aztec_staking_registry::ceremony_record::{MOST_ATTESTERS, names_manifest, to_html};
use aztec_staking_registry::manifest::{Manifest, ManifestHead, ManifestKey, Sha256, Source};
use bn254_bls::ProofKind;
use common::manifest_key;
use proptest::prelude::*;

const DIGEST: Sha256 = Sha256([0xa5; 32]);

fn key(index: u32) -> ManifestKey {
    manifest_key(index, format!("m/12381/3600/0/0/{index}"))
}

fn head() -> ManifestHead {
    ManifestHead {
        made_by: "keygen 0.1.0".into(),
        source: Source {
            bls_derivation: "v6".into(),
            master_fingerprint: Some("73c5da0a".into()),
            ikm_fingerprint: None,
            given_attesters: false,
        },
        account_index: 4,
        address_index: 0,
        publisher_count: 0,
        proof: ProofKind::Registration,
        encrypted: true,
        files: BTreeMap::from([("staker_output.json".into(), Sha256([0x1b; 32]))]),
    }
}

fn page(head: ManifestHead, keys: Vec<ManifestKey>) -> String {
    to_html(&Manifest::new(head, keys).unwrap(), &DIGEST)
}

/// What a reader sees of an element, without the tags in it.
fn text_of(html: &str) -> String {
    let mut text = String::new();
    for part in html.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, after)| after));
    }
    text
}

/// The names of all tags, in their order.
fn tags(html: &str) -> Vec<&str> {
    html.split('<').skip(1).map(|tag| tag.split([' ', '>']).next().unwrap_or_default()).collect()
}

#[track_caller]
fn shows(page: &str, words: &[&str]) {
    let text = text_of(page.split_once("<body>").unwrap().1);
    for word in words {
        assert!(text.contains(word), "no {word:?} in: {text}");
    }
}

#[test]
fn what_was_made() {
    let page = page(head(), (0..3).map(key).collect());
    shows(
        &page,
        &["3 keys for Aztec sequencers", "Made by keygen 0.1.0", "Account4", "0 to 2 the next batch begins at 3"],
    );
    shows(&page, &["rule v6 first path m/12381/3600/0/0/0", "Mnemonicmaster fingerprint 73c5da0a"]);
    shows(&page, &["registration over the public key", "Secret filesencrypted"]);
    shows(&page, &["a5a5 a5a5 a5a5 a5a5", &"a5".repeat(32)]);
    shows(&page, &["staker_output.json", &"1b".repeat(32)]);
    shows(&page, &["Operator", "Witness", "Name", "Date", "Signature"]);

    let mut other = head();
    (other.proof, other.encrypted, other.publisher_count) = (ProofKind::Feedback, false, 2);
    other.source.master_fingerprint = None;
    other.source.ikm_fingerprint = Some("01020304".into());
    other.source.given_attesters = true;
    let page = self::page(other, vec![key(0)]);
    shows(&page, &["1 key for", "feedback over the word", "the deployed contract refuses", "NOT ENCRYPTED"]);
    shows(&page, &["BLS key materialgiven fingerprint 01020304", "no ETH keys were made", "2 for each attester"]);
    assert!(!page.contains("master fingerprint"));
}

#[test]
fn every_attester_has_a_row() {
    let keys: Vec<_> = (0..3).map(key).collect();
    let page = page(head(), keys.clone());
    for key in &keys {
        let row = page.lines().find(|line| line.contains(&format!("<th scope=\"row\">{}</th>", key.index))).unwrap();
        let fingerprint = &hex::encode(key.public_key.to_compressed())[..16];
        let gas = key.gas_estimate().to_string();
        let (thousands, rest) = gas.split_at(gas.len() - 3);
        assert_eq!(text_of(row), format!("{}{}{fingerprint}{thousands},{rest}", key.index, key.attester));
    }
    // Groups of four, as one reads them aloud.
    let attester = keys[0].attester.to_string();
    let groups = format!("<span>{}</span><span>{}</span>", &attester[..6], &attester[6..10]);
    assert!(page.contains(&groups), "{groups}");
}

#[test]
fn what_stands_out() {
    let over_budget = ManifestKey { attempts: 100, square_roots: 10, candidate: 3, ..key(0) };
    let over_cap = ManifestKey { attempts: 4_000_000_000, square_roots: u32::MAX, ..key(1) };
    let page = page(head(), vec![over_budget, over_cap]);
    shows(&page, &["0 candidate 3", "over the budget", "over the cap", "2 over it", "1 over it"]);
    assert_eq!(page.matches("class=\"bar over\"").count(), 2);
}

#[test]
fn an_empty_batch() {
    let page = page(head(), Vec::new());
    shows(&page, &["0 keys", "Indicesnone"]);
    assert!(!page.contains("<svg") && !page.contains("class=\"keys\""));
}

#[test]
fn the_page_needs_nothing_but_itself() {
    let page = page(head(), (0..3).map(key).collect());
    assert!(page.starts_with("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">"));
    assert!(
        page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\"")
    );
    let loads =
        ["<script", "<link", "<img", "<iframe", "<a ", " src=", " href=", "url(", "@import", "://", "javascript:"];
    for word in loads {
        assert!(!page.contains(word), "{word}");
    }
    let handlers = page.split('<').filter(|tag| tag.split('>').next().unwrap().contains(" on"));
    assert_eq!(handlers.count(), 0);
}

#[test]
fn which_manifest_a_page_names() {
    let page = page(head(), vec![key(0)]);
    assert!(names_manifest(&page, &DIGEST));
    assert!(!names_manifest(&page, &Sha256([0xa6; 32])));
    assert!(!names_manifest(&"a5".repeat(32), &DIGEST), "not in its head");
}

#[test]
fn a_bar_for_each_key_or_a_bar_for_each_range() {
    let rects = |count| page(head(), (0..count).map(key).collect()).matches("<rect").count();
    assert_eq!((rects(1), rects(100)), (1, 100));
    assert!(rects(101) < 34);
}

/// The page of many keys is hardly larger than that of a thousand, and says where the others are.
#[test]
fn a_bound_for_the_page() {
    let most = u32::try_from(MOST_ATTESTERS).unwrap();
    let keys: Vec<_> = (0..2 * most).map(key).collect();
    let page_of = |count| page(head(), keys[..count].to_vec());
    let whole = page_of(MOST_ATTESTERS);
    assert!(!whole.contains("not listed here"));
    shows(&page_of(MOST_ATTESTERS + 1), &["1 key more, from index 1000, are not listed here"]);
    let double = page_of(2 * MOST_ATTESTERS);
    shows(&double, &["1,000 keys more, from index 1000, are not listed here", "manifest.json"]);
    assert_eq!(double.matches("scope=\"row\"").count(), whole.matches("scope=\"row\"").count());
    assert!(double.len() < whole.len() + 1000, "{} and {}", double.len(), whole.len());
}

/// Changes all that is text in a manifest.
fn with_texts(text: &str) -> (ManifestHead, ManifestKey) {
    let mut head = head();
    head.made_by = text.into();
    head.source = Source {
        bls_derivation: text.into(),
        master_fingerprint: Some(text.into()),
        ikm_fingerprint: Some(text.into()),
        ..head.source
    };
    head.files = BTreeMap::from([(text.into(), Sha256([1; 32]))]);
    (head, ManifestKey { path: text.into(), ..key(0) })
}

proptest! {
    #[test]
    fn no_text_becomes_a_tag(text in "[<>&\"'/=a-z! -]{0,40}|</title><script>alert\\(1\\)</script>|</style>|\" onload=\"x|-->") {
        let (head, key) = with_texts(&text);
        let page = page(head, vec![key]);
        let (head, key) = with_texts(&"x".repeat(text.chars().count()));
        let harmless = self::page(head, vec![key]);
        prop_assert_eq!(tags(&page), tags(&harmless));
        prop_assert_eq!(page.matches('"').count(), harmless.matches('"').count());
        prop_assert_eq!(page.matches('>').count(), harmless.matches('>').count());
    }

    #[test]
    fn equal_inputs_give_equal_pages(text in any::<String>(), count in 0_u32..4) {
        let manifest = || {
            let (mut head, _) = with_texts(&text);
            head.address_index = 0;
            Manifest::new(head, (0..count).map(key).collect()).unwrap()
        };
        prop_assert_eq!(to_html(&manifest(), &DIGEST), to_html(&manifest(), &DIGEST));
        prop_assert!(!to_html(&manifest(), &DIGEST).chars().any(|c| c.is_control() && c != '\n'));
    }
}

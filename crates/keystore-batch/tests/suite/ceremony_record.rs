//! The ceremony record: what it says is what the manifest says, and nothing in a manifest can make it say more.

use std::collections::BTreeMap;

use crate::common::{derived, details, index, key};
use alloy_primitives::hex;
use aztec_key_derivation::{Allocation, BlsDerivation, BlsRule, GasBudget, IndexRange};
use aztec_keystore_batch::ceremony_record::{MOST_ATTESTERS, names_manifest, to_html};
use aztec_keystore_batch::manifest::{Fingerprints, ManifestDetails, Origin};
use aztec_keystore_batch::{Manifest, ManifestKey, RegistryCalls, RegistryTarget, Sha256Digest};
use aztec_staking_registry::{Network, NonZeroAddress, ProviderId};
use bn254_bls::{ProofKind, gas::PopGasLimit};
use proptest::prelude::*;

const DIGEST: Sha256Digest = Sha256Digest([0xa5; 32]);

fn allocation(count: usize) -> Allocation {
    let indices = IndexRange::new(index(0), u32::try_from(count).unwrap()).unwrap();
    Allocation::new(BlsRule::V6, index(4), indices)
}

fn page(keys: Vec<ManifestKey>) -> String {
    page_of(details(allocation(keys.len())), keys, "staker_output.json")
}

fn page_of(details: ManifestDetails, keys: Vec<ManifestKey>, file: &str) -> String {
    let files = BTreeMap::from([(file.to_owned(), Sha256Digest([0x1b; 32]))]);
    to_html(&Manifest::new(details, keys).unwrap().with_files(files).unwrap(), &DIGEST)
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
    let page = page((0..3).map(key).collect());
    shows(
        &page,
        &["3 keys for Aztec sequencers", "Made by keygen 0.1.0", "Account4", "0 to 2 the next batch begins at 3"],
    );
    shows(&page, &["rule v6 first path m/12381/3600/0/0/0", "Mnemonicmaster fingerprint 73c5da0a"]);
    shows(&page, &["registration over the public key", "Secret filesencrypted"]);
    shows(&page, &["a5a5 a5a5 a5a5 a5a5", &"a5".repeat(32)]);
    shows(&page, &["staker_output.json", &"1b".repeat(32)]);
    shows(&page, &["Operator", "Witness", "Name", "Date", "Signature"]);

    let allocation = allocation(1).with_publishers(2).unwrap();
    let fingerprints = Fingerprints::KeyMaterial { ikm: "01020304".parse().unwrap(), mnemonic: None };
    let other = ManifestDetails {
        origin: Origin::Derived { allocation, fingerprints },
        given_attesters: true,
        proof: ProofKind::Feedback,
        encrypted: false,
        ..details(allocation)
    };
    let page = page_of(other, vec![key(0)], "a.json");
    shows(&page, &["1 key for", "feedback over the word", "the deployed contract refuses", "NOT ENCRYPTED"]);
    shows(&page, &["BLS key materialgiven fingerprint 01020304", "no ETH keys were made", "2 for each attester"]);
    assert!(!page.contains("master fingerprint"));
}

#[test]
fn every_attester_has_a_row() {
    let keys: Vec<_> = (0..3).map(key).collect();
    let page = page(keys.clone());
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
    let path = key(0).path.map(|path| path.with_candidate(3));
    let moved = ManifestKey { attempts: 100, square_roots: 10, path, ..key(0) };
    let over_cap = ManifestKey { attempts: 4_000_000_000, square_roots: u32::MAX, ..key(1) };
    let raised = ManifestKey { attempts: 95, square_roots: 18, ..key(2) };
    let page = page(vec![moved, over_cap, raised]);
    shows(&page, &["0 candidate 3", "over the cap", "needs the raised limit", "1 over it"]);
    shows(
        &page,
        &[
            "Budget 270,000",
            "Cap 300,000",
            "1 key not candidate 0: index 0 is candidate 3, m/12381/3600/0/0/0/3; ",
            "the same keys with --bls-key-derivation-v6",
        ],
    );
    assert_eq!(page.matches("class=\"bar over\"").count(), 1);
}

/// The lines of the drawing are those of the batch, and so are the remarks.
#[test]
fn limits_of_the_batch() {
    let keys = vec![key(0), ManifestKey { attempts: 95, square_roots: 18, ..key(1) }];
    let allocation = |derivation| derived(derivation, 0, 2);
    let careful = BlsDerivation::v6_within(GasBudget::new(150_000).unwrap());
    let low = ManifestDetails { gas_limit: PopGasLimit::BEFORE_V6, ..details(allocation(careful)) };
    let page = page_of(low, keys.clone(), "a.json");
    shows(&page, &["rule v6 within 150000 gas", "Gas limit250,000", "Budget 150,000", "Cap 250,000", "over the cap"]);
    assert!(!page.contains("needs the raised limit"));

    let old = details(allocation(BlsRule::V5.into()));
    let page = page_of(old, keys.clone(), "a.json");
    shows(&page, &["rule v5", "Cap 300,000"]);
    assert!(!page.contains("Budget"));

    let many = ManifestDetails { gas_limit: PopGasLimit::new(u64::MAX).unwrap(), ..details(derived(careful, 0, 101)) };
    let page = page_of(many, (0..101).map(key).collect(), "a.json");
    shows(&page, &["Cap 18,446,744,073,709,551,615"]);
}

#[test]
fn where_the_keys_go() {
    let page = |target| {
        let destination = Some(RegistryCalls { provider: ProviderId::FIRST, target });
        page_of(ManifestDetails { destination, ..details(allocation(1)) }, vec![key(0)], "a.json")
    };
    shows(&page(None), &["Goes toprovider 1 no registry was named"]);
    let mainnet = page(Some(Network::Mainnet.into()));
    shows(&mainnet, &["0x042dF8f42790d6943F41C25C2132400fd727f452 on chain 1 the network mainnet", "networks page"]);
    let registry = NonZeroAddress::parse("0x5FbDB2315678afecb367f032d93F642f64180aa3").unwrap();
    let elsewhere = page(Some(RegistryTarget { registry, chain_id: None }));
    shows(&elsewhere, &["0x5FbDB2315678afecb367f032d93F642f64180aa3 no network that this program knows"]);
}

#[test]
fn imported_keys() {
    let imported = ManifestDetails { origin: Origin::Imported, ..details(allocation(1)) };
    let page = page_of(imported, vec![ManifestKey { path: None, ..key(0) }], "a.json");
    shows(&page, &["1 key for", "Account0", "Indices0", "none known the keys were made elsewhere and imported"]);
    assert!(!page.contains("first path") && !page.contains("next batch") && !page.contains("master fingerprint"));
}

#[test]
fn the_page_needs_nothing_but_itself() {
    let page = page((0..3).map(key).collect());
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
    let page = page(vec![key(0)]);
    assert!(names_manifest(&page, &DIGEST));
    assert!(!names_manifest(&page, &Sha256Digest([0xa6; 32])));
    assert!(!names_manifest(&"a5".repeat(32), &DIGEST), "not in its head");
}

#[test]
fn a_bar_for_each_key_or_a_bar_for_each_range() {
    let rects = |count| page((0..count).map(key).collect()).matches("<rect").count();
    assert_eq!((rects(1), rects(100)), (1, 100));
    assert!(rects(101) < 34);
}

/// The page of many keys is hardly larger than that of a thousand, and says where the others are.
#[test]
fn a_bound_for_the_page() {
    let most = u32::try_from(MOST_ATTESTERS).unwrap();
    let keys: Vec<_> = (0..2 * most).map(key).collect();
    let page_of = |count: usize| page(keys[..count].to_vec());
    let whole = page_of(MOST_ATTESTERS);
    assert!(!whole.contains("not listed here"));
    shows(&page_of(MOST_ATTESTERS + 1), &["1 key more, from index 1000, are not listed here"]);
    let double = page_of(2 * MOST_ATTESTERS);
    shows(&double, &["1,000 keys more, from index 1000, are not listed here", "manifest.json"]);
    assert_eq!(double.matches("scope=\"row\"").count(), whole.matches("scope=\"row\"").count());
    assert!(double.len() < whole.len() + 1000, "{} and {}", double.len(), whole.len());
}

/// The page of a manifest in which all that is free text is this.
fn with_text(text: &str) -> String {
    page_of(ManifestDetails { made_by: text.into(), ..details(allocation(1)) }, vec![key(0)], &file_name(text))
}

/// A name of a file is no hidden one, and in no other directory.
fn file_name(text: &str) -> String {
    format!("a{}", text.replace(['/', '\\'], "|").replace(char::is_control, "|"))
}

proptest! {
    #[test]
    fn no_text_becomes_a_tag(text in "[<>&\"'/=a-z! -]{0,40}|</title><script>alert\\(1\\)</script>|</style>|\" onload=\"x|-->") {
        let page = with_text(&text);
        let harmless = with_text(&"x".repeat(text.chars().count()));
        prop_assert_eq!(tags(&page), tags(&harmless));
        prop_assert_eq!(page.matches('"').count(), harmless.matches('"').count());
        prop_assert_eq!(page.matches('>').count(), harmless.matches('>').count());
    }

    #[test]
    fn equal_inputs_give_equal_pages(text in any::<String>()) {
        prop_assert_eq!(with_text(&text), with_text(&text));
        prop_assert!(!with_text(&text).chars().any(|c| c.is_control() && c != '\n'));
    }
}

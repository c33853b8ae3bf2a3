//! The repository's vectors, which independent libraries computed (`vectors/README.md`).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use aztec_key_derivation::{
    BlsKeyError, BlsPath, BlsRule, EthAccount, Ikm, IkmError, Index, IndexRange, MasterFingerprint, Mnemonic,
    MnemonicError, OverBudget, Passphrase, PassphraseError, Seed, derive_bls, derive_bls_custom, derive_bls_keys,
};
use serde::Deserialize;

mod support;

#[derive(Deserialize)]
struct Validator {
    name: String,
    mnemonic: String,
    passphrase: String,
    seed: String,
    master_fingerprint: String,
    rule: String,
    account: u32,
    index: u32,
    path: String,
    candidate: u8,
    sk: String,
    gas: u64,
    attester: String,
    attester_private_key: String,
}

fn seed(name: &str, mnemonic: &str, passphrase: &str) -> Seed {
    let passphrase = match Passphrase::new(passphrase) {
        Err(PassphraseError::Empty) => Passphrase::none(),
        other => other.expect(name),
    };
    Mnemonic::parse(mnemonic).expect(name).to_seed(&passphrase)
}

fn single(index: u32) -> IndexRange {
    IndexRange::new(Index::new(index).unwrap(), 1).unwrap()
}

#[test]
fn validators() {
    for vector in support::vectors::<Validator>("derivation.json") {
        let name = &vector.name;
        let seed = seed(name, &vector.mnemonic, &vector.passphrase);
        let rule: BlsRule = vector.rule.parse().expect(name);
        let account = Index::new(vector.account).unwrap();

        let path: BlsPath = vector.path.parse().expect(name);
        assert_eq!(
            path,
            rule.path(account, Index::new(vector.index).unwrap()).with_candidate(vector.candidate),
            "{name}"
        );
        let expected = support::hex::<32>(&vector.sk);
        assert_eq!(*derive_bls(&seed, &path).to_be_bytes(), expected, "{name}: derive_bls");
        let listed = Seed::from_bytes(&support::hex(&vector.seed));
        assert_eq!(*derive_bls(&listed, &path).to_be_bytes(), expected, "{name}: the listed seed");

        let keys = derive_bls_keys(&seed, rule, account, single(vector.index), OverBudget::Keep).expect(name);
        assert_eq!(keys[0].path, path, "{name}: derive_bls_keys");
        assert_eq!(*keys[0].secret.to_be_bytes(), expected, "{name}: derive_bls_keys");
        assert_eq!(keys[0].identity.hashed_point().gas(), vector.gas, "{name}: gas");

        let eth = EthAccount::new(&seed, account).unwrap().key(Index::new(vector.index).unwrap()).unwrap();
        assert_eq!(eth.secret.address().to_string(), vector.attester, "{name}");
        assert_eq!(*eth.secret.to_be_bytes(), support::hex(&vector.attester_private_key), "{name}");
        let fingerprint = MasterFingerprint::of_seed(&seed).unwrap();
        assert_eq!(format!("0x{fingerprint}"), vector.master_fingerprint, "{name}");
    }
}

/// Under the rules without candidates, an over-budget key is refused by default, and its index is named.
#[test]
fn over_budget_keys_are_refused() {
    let over_budget = support::vectors::<Validator>("derivation.json")
        .into_iter()
        .filter(|vector| vector.gas > bn254_bls::gas::DERIVATION_BUDGET);
    let mut seen = 0;
    for vector in over_budget {
        let name = &vector.name;
        let seed = seed(name, &vector.mnemonic, &vector.passphrase);
        let (account, index) = (Index::new(vector.account).unwrap(), Index::new(vector.index).unwrap());
        let rule = vector.rule.parse().expect(name);
        let error = derive_bls_keys(&seed, rule, account, single(vector.index), OverBudget::Refuse).unwrap_err();
        assert_eq!(error, BlsKeyError::OverBudget { index, gas: vector.gas, rule }, "{name}");
        seen += 1;
    }
    assert!(seen >= 3, "the vectors have {seen} keys over the budget");
}

#[derive(Deserialize)]
struct CustomPath {
    name: String,
    mnemonic: String,
    passphrase: String,
    path: String,
    sk: String,
}

#[test]
fn custom_paths() {
    for vector in support::vectors::<CustomPath>("derivation_custom_path.json") {
        let name = &vector.name;
        let seed = seed(name, &vector.mnemonic, &vector.passphrase);
        let expected = support::hex::<32>(&vector.sk);
        assert_eq!(*derive_bls_custom(&seed, &vector.path).to_be_bytes(), expected, "{name}");
        if let Ok(path) = vector.path.parse::<BlsPath>() {
            assert_eq!(*derive_bls(&seed, &path).to_be_bytes(), expected, "{name}");
        }
    }
}

#[derive(Deserialize)]
struct FromIkm {
    name: String,
    ikm: String,
    rule: String,
    account: u32,
    index: u32,
    path: String,
    candidate: u8,
    sk: String,
    gas: u64,
}

/// The function of the official library takes any length, its command line 32 bytes and more; so do we.
#[test]
fn key_material() {
    for vector in support::vectors::<FromIkm>("derivation_ikm.json") {
        let name = &vector.name;
        let bytes = (vector.ikm.len() - 2) / 2;
        let ikm = Ikm::from_hex(&vector.ikm);
        if bytes < 32 {
            assert_eq!(ikm.unwrap_err(), IkmError::TooShort { bytes }, "{name}");
            continue;
        }
        let ikm = ikm.expect(name);
        let (rule, account) = (vector.rule.parse().expect(name), Index::new(vector.account).unwrap());
        let keys = derive_bls_keys(&ikm, rule, account, single(vector.index), OverBudget::Keep).expect(name);
        assert_eq!(keys[0].path.to_string(), vector.path, "{name}");
        assert_eq!(keys[0].path.candidate(), vector.candidate, "{name}");
        assert_eq!(*keys[0].secret.to_be_bytes(), support::hex(&vector.sk), "{name}");
        assert_eq!(keys[0].identity.hashed_point().gas(), vector.gas, "{name}");
    }
}

#[derive(Deserialize)]
struct BadMnemonic {
    name: String,
    mnemonic: String,
    reason: String,
    count: Option<usize>,
    position: Option<usize>,
}

#[test]
fn bad_mnemonics() {
    for vector in support::vectors::<BadMnemonic>("mnemonics_invalid.json") {
        let error = Mnemonic::parse(&vector.mnemonic).expect_err(&vector.name);
        let expected = match (vector.reason.as_str(), vector.count, vector.position) {
            ("word_count", Some(count), None) => MnemonicError::WordCount { count },
            ("unknown_word", None, Some(position)) => MnemonicError::UnknownWord { position },
            ("checksum", None, None) => MnemonicError::Checksum,
            (reason, ..) => panic!("{}: unknown reason {reason}", vector.name),
        };
        assert_eq!(error, expected, "{}", vector.name);
    }
}

//! The vectors of this package, which independent libraries computed (`vectors/README.md` of the repository).

use aztec_key_derivation::{
    BlsDerivation, BlsPath, BlsRule, EthAccount, GasBudget, Ikm, IkmError, Index, IndexRange, MasterFingerprint,
    Mnemonic, MnemonicError, Passphrase, PassphraseError, Seed, derive_bls, derive_bls_custom, derive_bls_keys,
    derive_bls_paths,
};
use serde::Deserialize;

use crate::support;

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

        let keys = derive_bls_keys(&seed, rule, account, single(vector.index)).expect(name);
        assert_eq!(keys[0].key.path, path, "{name}: derive_bls_keys");
        assert_eq!(*keys[0].key.secret.to_be_bytes(), expected, "{name}: derive_bls_keys");
        assert_eq!(keys[0].key.proven.hashed_point().gas(), vector.gas, "{name}: gas");

        let eth = EthAccount::new(&seed, account).unwrap().key(Index::new(vector.index).unwrap()).unwrap();
        assert_eq!(eth.secret.address().to_string(), vector.attester, "{name}");
        assert_eq!(*eth.secret.to_be_bytes(), support::hex(&vector.attester_private_key), "{name}");
        let fingerprint = MasterFingerprint::of_seed(&seed).unwrap();
        assert_eq!(format!("0x{fingerprint}"), vector.master_fingerprint, "{name}");
    }
}

#[test]
fn some_vectors_need_a_later_candidate() {
    let vectors = support::vectors::<Validator>("derivation.json");
    assert!(vectors.iter().any(|vector| vector.candidate > 0));
    assert!(vectors.iter().any(|vector| vector.gas > GasBudget::V6.get() && vector.candidate == 0));
}

#[derive(Deserialize)]
struct WithinBudget {
    name: String,
    mnemonic: String,
    account: u32,
    index: u32,
    budget: u64,
    path: String,
    candidate: u8,
    sk: String,
    pk: String,
    gas: u64,
    skipped: Vec<u64>,
}

/// Budgets lower than that of the rule, as `--bls-key-derivation-max-gas` of the official command line sets them.
#[test]
fn gas_budgets() {
    for vector in support::vectors::<WithinBudget>("derivation_gas_budget.json") {
        let name = &vector.name;
        let seed = seed(name, &vector.mnemonic, "");
        let derivation = BlsDerivation::v6_within(GasBudget::new(vector.budget).expect(name));
        let account = Index::new(vector.account).unwrap();
        let keys = derive_bls_keys(&seed, derivation, account, single(vector.index)).expect(name);
        let key = &keys[0].key;
        assert_eq!((key.path.to_string(), key.path.candidate()), (vector.path, vector.candidate), "{name}");
        assert_eq!(*key.secret.to_be_bytes(), support::hex(&vector.sk), "{name}");
        assert_eq!(key.proven.public_key().g1().to_compressed(), support::hex(&vector.pk), "{name}");
        assert_eq!((key.proven.hashed_point().gas(), &keys[0].skipped), (vector.gas, &vector.skipped), "{name}");
        let restored = derive_bls_paths(&seed, &[key.path]);
        assert_eq!(restored[0].proven, key.proven, "{name}");
    }
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
        let (rule, account) = (vector.rule.parse::<BlsRule>().expect(name), Index::new(vector.account).unwrap());
        let keys = derive_bls_keys(&ikm, rule, account, single(vector.index)).expect(name);
        assert_eq!(keys[0].key.path.to_string(), vector.path, "{name}");
        assert_eq!(keys[0].key.path.candidate(), vector.candidate, "{name}");
        assert_eq!(*keys[0].key.secret.to_be_bytes(), support::hex(&vector.sk), "{name}");
        assert_eq!(keys[0].key.proven.hashed_point().gas(), vector.gas, "{name}");
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

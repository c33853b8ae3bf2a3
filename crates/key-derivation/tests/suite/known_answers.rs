//! What the official command line (npm `@aztec/cli` 4.1.2) makes of the mnemonic that every local test network uses.

use aztec_key_derivation::{
    BlsRule, EthAccount, Index, IndexRange, MasterFingerprint, Mnemonic, Passphrase, Seed, derive_bls_keys,
};

use crate::support;

fn seed() -> Seed {
    let phrase = "test test test test test test test test test test test junk";
    Mnemonic::parse(phrase).unwrap().to_seed(&Passphrase::none())
}

#[test]
fn attesters_and_bls_keys() {
    let range = IndexRange::new(Index::ZERO, 3).unwrap();
    let expected = [
        (
            "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
            "285526323b860bde9d845bed1bcaffe6a0da0373b3cf08f45f5ee3c85e095da5",
        ),
        (
            "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
            "23ef9bdaf48228f4479ade66987623a161ccb66f69e128fa70c155ff0dcc4f2f",
        ),
        (
            "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC",
            "26a3a3e47938f6a889191862abb188ab630833aed879e109f1379db25e266ae2",
        ),
    ];
    let account = EthAccount::new(&seed(), Index::ZERO).unwrap();
    let keys = derive_bls_keys(&seed(), BlsRule::V6, Index::ZERO, range).unwrap();
    for (validator, (attester, secret)) in keys.iter().zip(expected) {
        assert_eq!(account.key(validator.index).unwrap().secret.address().to_string(), attester);
        assert_eq!(*validator.key.secret.to_be_bytes(), support::hex(secret), "{attester}");
    }
}

#[test]
fn public_key_and_proof_of_the_first() {
    let range = IndexRange::new(Index::ZERO, 1).unwrap();
    let keys = derive_bls_keys(&seed(), BlsRule::V5, Index::ZERO, range).unwrap();
    let identity = &keys[0].key.proven;
    assert_eq!(
        identity.public_key().g1().to_words()[0],
        support::hex("0bc32126860a70c71bc6b37ff9aa7d0eabfae432d5c9f08db63dab0072e2620e")
    );
    assert_eq!(
        identity.registration_proof().point().to_words(),
        [
            support::hex("0c21b8d8b473dc7e218cda32e0ec68ab94821fc30cd665823d1e3cc5b62a708c"),
            support::hex("21665f2e91d098f3a27dbc4e98f8706fc05060e9c10f8f73319ac71806a407df"),
        ]
    );
}

/// As hardware signers show it for this mnemonic.
#[test]
fn master_fingerprint() {
    assert_eq!(MasterFingerprint::of_seed(&seed()).unwrap().to_string(), "16a93ed0");
}

//! The same secret under another password.

use std::collections::HashSet;

use aztec_encrypted_keystore::{DecryptedSecret, EncryptedKeystore, NewPassword, SealingKeys};
use rand::rngs::SysRng;
use serde_json::Value;
use subtle::ConstantTimeEq;

use crate::samples::{
    bls_secret, cheap_bls_file, cheap_eth_file, cheap_eth_pbkdf2_file, cheap_mnemonic_file, eth_secret, password,
};

fn read(content: &str) -> EncryptedKeystore {
    EncryptedKeystore::from_json(content.as_bytes()).unwrap()
}

fn same(one: &DecryptedSecret, other: &DecryptedSecret) -> bool {
    one.ct_eq(other).into()
}

#[test]
fn every_kind_keeps_its_secret_and_its_function() {
    let new = NewPassword::ascii("battery staple correct").unwrap();
    let mut bls = cheap_bls_file();
    bls["path"] = "m/12381/3600/0/0/7/1".into();
    for (file, kdf) in [
        (cheap_eth_file(), "scrypt n=131072 r=8 p=1"),
        (cheap_eth_pbkdf2_file(), "pbkdf2 c=262144 prf=hmac-sha256"),
        (bls, "pbkdf2 c=262144 prf=hmac-sha256"),
        (cheap_mnemonic_file(), "scrypt n=131072 r=8 p=1"),
    ] {
        let file = read(&file.to_string());
        let secret = file.decrypt(&password()).unwrap();
        let rewritten = read(&file.reencrypt(&secret, &new, &mut SysRng).unwrap().to_json());
        assert_eq!(rewritten.kdf().to_string(), kdf);
        assert!(rewritten.decrypt(&password()).is_err());
        assert!(same(&rewritten.decrypt(&new).unwrap(), &secret));
        assert!(!format!("{secret:?}").contains("11111111"), "{secret:?}");
    }
}

#[test]
fn secrets_are_told_apart() {
    let open = |file: serde_json::Value| read(&file.to_string()).decrypt(&password()).unwrap();
    let (eth, bls, mnemonic) = (open(cheap_eth_file()), open(cheap_bls_file()), open(cheap_mnemonic_file()));
    assert!(same(&eth, &open(cheap_eth_pbkdf2_file())));
    assert!(!same(&eth, &bls) && !same(&bls, &mnemonic) && !same(&mnemonic, &eth));
    let mut with_path = cheap_bls_file();
    with_path["path"] = "m/12381/3600/0/0/0".into();
    assert!(!same(&bls, &open(with_path)));
}

/// The salts of two ETH files under PBKDF2, of one under scrypt that comes between them, and of two BLS files.
fn salts_under(keys: &SealingKeys<'_>, password: &NewPassword) -> [String; 5] {
    let mut scrypt = cheap_eth_file();
    scrypt["crypto"]["kdfparams"]["n"] = (1 << 14).into();
    let files = [cheap_eth_pbkdf2_file(), scrypt, cheap_eth_pbkdf2_file(), cheap_bls_file(), cheap_bls_file()];
    let kdfs = ["pbkdf2 c=262144", "scrypt n=16384", "pbkdf2 c=262144", "pbkdf2 c=262144", "pbkdf2 c=262144"];
    let mut kdfs = kdfs.into_iter();
    files.map(|file| {
        let file = read(&file.to_string());
        let secret = match &file {
            EncryptedKeystore::Bls(_) => DecryptedSecret::Bls { secret: bls_secret(), path: String::new() },
            _ => DecryptedSecret::Eth(eth_secret()),
        };
        let rewritten = file.reseal(&secret, keys, &mut SysRng).unwrap();
        assert!(rewritten.kdf().to_string().starts_with(kdfs.next().unwrap()), "{}", rewritten.kdf());
        assert!(same(&rewritten.decrypt(password).unwrap(), &secret));
        let json: Value = serde_json::from_str(&rewritten.to_json()).unwrap();
        let salts = ["/crypto/kdfparams/salt", "/crypto/kdf/params/salt"];
        salts.iter().find_map(|pointer| json.pointer(pointer)).unwrap().to_string()
    })
}

#[test]
fn files_of_one_kind_and_function_share_a_salt_unless_each_is_to_have_its_own() {
    let password = NewPassword::ascii("battery staple correct").unwrap();
    let [eth, scrypt, eth_again, bls, bls_again] = salts_under(&SealingKeys::of(&password), &password);
    assert_eq!((&eth, &bls), (&eth_again, &bls_again));
    assert_eq!(HashSet::from([eth, scrypt, bls]).len(), 3);
    let own = salts_under(&SealingKeys::with_salt_per_file(&password), &password);
    assert_eq!(HashSet::from(own).len(), 5);
}

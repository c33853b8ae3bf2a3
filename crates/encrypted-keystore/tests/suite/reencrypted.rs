//! The same secret under another password.

use aztec_encrypted_keystore::{DecryptedSecret, EncryptedKeystore, NewPassword};
use rand::rngs::SysRng;
use subtle::ConstantTimeEq;

use crate::samples::{cheap_bls_file, cheap_eth_file, cheap_eth_pbkdf2_file, cheap_mnemonic_file, password};

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

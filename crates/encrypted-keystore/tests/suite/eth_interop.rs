//! Our Web3 Secret Storage files in other readers' hands, and theirs in ours.

use aztec_encrypted_keystore::{DecryptError, EncryptedEthKey, EthKdf, Password, ScryptCost};
use rand::rngs::SysRng;

use crate::judge;
use crate::samples::{ETH_ADDRESS, ETH_SECRET, PASSWORD, eth_secret, new_password, password};

fn both_kdfs() -> [EthKdf; 2] {
    [EthKdf::Scrypt(ScryptCost::MIN), EthKdf::Pbkdf2]
}

#[test]
fn the_judge_opens_what_we_write() {
    for kdf in both_kdfs() {
        let file = EncryptedEthKey::encrypt(&eth_secret(), kdf, &new_password(), &mut SysRng).unwrap();
        assert_eq!(judge::open_v3(&file.to_json(), PASSWORD.as_bytes()), ETH_SECRET, "{kdf:?}");
    }
}

#[test]
fn eth_keystore_opens_what_we_write() {
    let directory = tempfile::tempdir().unwrap();
    for kdf in both_kdfs() {
        let file = EncryptedEthKey::encrypt(&eth_secret(), kdf, &new_password(), &mut SysRng).unwrap();
        let path = directory.path().join(file.id().to_string());
        std::fs::write(&path, file.to_json()).unwrap();
        assert_eq!(eth_keystore::decrypt_key(&path, PASSWORD).unwrap(), ETH_SECRET, "{kdf:?}");
        assert!(eth_keystore::decrypt_key(&path, "another password").is_err());
    }
}

#[test]
fn we_open_what_eth_keystore_writes() {
    let directory = tempfile::tempdir().unwrap();
    let mut rng = rand_08::rngs::OsRng;
    let name = eth_keystore::encrypt_key(directory.path(), &mut rng, ETH_SECRET, "short", None).unwrap();
    let content = std::fs::read(directory.path().join(name)).unwrap();
    let file = EncryptedEthKey::from_json(&content).unwrap();
    assert_eq!(file.kdf().to_string(), "scrypt n=8192 r=8 p=1");
    let password = Password::existing("short").unwrap();
    assert_eq!(file.decrypt_for(&password, ETH_ADDRESS), Ok(eth_secret()));
    assert_eq!(file.decrypt(&password), Err(DecryptError::AddressMissing));
    assert_eq!(file.decrypt_unconfirmed(&password), Ok(eth_secret()));
    let wrong = file.decrypt_unconfirmed(&Password::existing("wrong").unwrap());
    assert_eq!(wrong, Err(DecryptError::WrongPassword));
}

#[test]
fn default_file_opens_again_and_has_the_shape_of_the_definition() {
    let file = EncryptedEthKey::encrypt(&eth_secret(), EthKdf::default(), &new_password(), &mut SysRng).unwrap();
    let text = file.to_json();
    let read = EncryptedEthKey::from_json(text.as_bytes()).unwrap();
    assert_eq!(read.decrypt(&password()), Ok(eth_secret()));
    assert_eq!(read.to_json(), text);

    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["version"], 3);
    assert_eq!(json["address"], "7e5f4552091a69125d5dfcb7b8c2659029395bdf");
    assert_eq!(json["crypto"]["kdf"], "scrypt");
    assert_eq!(json["crypto"]["kdfparams"]["n"], 131_072);
    assert_eq!(json["crypto"]["kdfparams"]["dklen"], 32);
    assert_eq!(file.id().get_version_num(), 4);
    assert!(text.ends_with("}\n"));
}

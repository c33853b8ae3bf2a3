//! What other programs write beside the plain form of a Web3 Secret Storage file, and open.

use aztec_encrypted_keystore::{DecryptError, EncryptedEthKey, EncryptedKeystore, Password};
use serde_json::{Value, json};

use crate::judge::{self, JudgeKdf, Plain, hex};
use crate::samples::{ETH_ADDRESS, ETH_SECRET, PASSWORD, cheap_eth_file, eth_secret, password};

fn file(crypto: &Value) -> Value {
    json!({ "version": 3, "id": "fecfc4ce-e956-48fd-953b-30f8b52ed66c", "crypto": crypto })
}

fn scrypt_2(iv: &str, ciphertext: &str, salt: &str, mac: &str) -> Value {
    file(&json!({
        "cipher": "aes-128-ctr", "cipherparams": { "iv": iv }, "ciphertext": ciphertext, "mac": mac,
        "kdf": "scrypt", "kdfparams": { "dklen": 32, "n": 2, "r": 8, "p": 1, "salt": salt },
    }))
}

/// With a version within `crypto`, as these two have it.
fn pbkdf2(iv: &str, ciphertext: &str, salt: &str, mac: &str) -> Value {
    file(&json!({
        "cipher": "aes-128-ctr", "cipherparams": { "iv": iv }, "ciphertext": ciphertext, "mac": mac, "version": 1,
        "kdf": "pbkdf2", "kdfparams": { "c": 262_144, "dklen": 32, "prf": "hmac-sha256", "salt": salt },
    }))
}

/// None of the published files names its address.
fn opens(file: &Value, text: &str, secret: &str) {
    let file = EncryptedEthKey::from_json(file.to_string().as_bytes()).unwrap();
    let opened = file.decrypt_unconfirmed(&Password::existing(text).unwrap()).unwrap();
    assert_eq!(hex(&opened.to_be_bytes()[..]), format!("{secret:0>64}"));
}

/// geth, `accounts/keystore/testdata/v3_test_vector.json`: `31_byte_key` and `30_byte_key`.
#[test]
fn keys_without_their_leading_zeros() {
    let bytes_31 = scrypt_2(
        "e0c41130a323adc1446fc82f724bca2f",
        "9517cd5bdbe69076f9bf5057248c6c050141e970efa36ce53692d5d59a3984",
        "711f816911c92d649fb4c84b047915679933555030b3552c1212609b38208c63",
        "d5e116151c6aa71470e67a7d42c9620c75c4d23229847dcc127794f0732b0db5",
    );
    opens(&bytes_31, "foo", "fa7b3db73dc7dfdf8c5fbdb796d741e4488628c41fc4febd9160a866ba0f35");
    let bytes_30 = scrypt_2(
        "3ca92af36ad7c2cd92454c59cea5ef00",
        "108b7d34f3442fc26ab1ab90ca91476ba6bfa8c00975a49ef9051dc675aa",
        "d0769e608fb86cda848065642a9c6fa046845c928175662b8e356c77f914cd3b",
        "75d0e6759f7b3cefa319c3be41680ab6beea7d8328653474bd06706d4cc67420",
    );
    opens(&bytes_30, "foo", "81c29e8142bb6a81bef5a92bda7a8328a5c85bb2f9542e76f9b0f94fc018");
}

/// nim-eth, `tests/keyfile/test_keyfile.nim`: `python_generated_test_with_odd_iv`, and `evilnonce`, whose counter overflows.
#[test]
fn published_initialisation_vectors() {
    let odd = pbkdf2(
        "514ccc8c4fb3e60e5538e0cf1e27c233",
        "ee75456c006b1e468133c5d2a916bacd3cf515ced4d9b021b5c59978007d1e87",
        "504490577620f64f43d73f29479c2cf0",
        "196815708465de9af7504144a1360d08874fc3c30bb0e648ce88fbc36830d35d",
    );
    opens(&odd, "foo", &"01".repeat(32));
    let evil = pbkdf2(
        "ffffffffffffffffffffffffffffffff",
        "d69313b6470ac1942f75d72ebf8818a0d484ac78478a132ee081cd954d6bd7a9",
        "c82ef14476014cbf438081a42709e2ed",
        "cf6bfbcc77142a22c4a908784b4a16f1023a1d0e2aff404c20158fa4f1587177",
    );
    opens(&evil, "bar", &"02".repeat(32));
}

/// A file under this IV, with so many of its leading bytes cut off in the text.
fn with_short_iv(iv: [u8; 16], cut: usize) -> EncryptedEthKey {
    let kdf = JudgeKdf::Pbkdf2 { c: 1 };
    let plain = Plain { secret: &ETH_SECRET, kdf, password: PASSWORD.as_bytes(), salt: [1; 32], iv };
    let mut file = judge::write_v3(&plain, &hex(ETH_ADDRESS.as_slice()));
    file["crypto"]["cipherparams"]["iv"] = hex(&iv[cut..]).into();
    EncryptedEthKey::from_json(file.to_string().as_bytes()).unwrap()
}

/// Python's eth-keyfile once wrote the IV as a number without leading zeros.
#[test]
fn initialisation_vectors_without_their_leading_zeros() {
    let mut iv = [0xa5; 16];
    iv[0] = 0;
    assert_eq!(with_short_iv(iv, 1).decrypt(&password()), Ok(eth_secret()));
    iv[1] = 0;
    assert_eq!(with_short_iv(iv, 2).decrypt(&password()), Ok(eth_secret()));
    // What is written again has all of them.
    assert!(with_short_iv(iv, 2).to_json().contains(&hex(&iv)));
    // A byte that was lost is noticed by the address.
    let error = with_short_iv([0xa5; 16], 1).decrypt(&password()).unwrap_err();
    assert!(matches!(error, DecryptError::AddressMismatch { expected: ETH_ADDRESS, .. }), "{error}");
}

#[test]
fn a_byte_order_mark_is_skipped() {
    let content = format!("\u{feff}{}", cheap_eth_file());
    assert_eq!(EncryptedEthKey::from_json(content.as_bytes()).unwrap().decrypt(&password()), Ok(eth_secret()));
    assert!(matches!(EncryptedKeystore::from_json(content.as_bytes()), Ok(EncryptedKeystore::Eth(_))));
}

#[test]
fn the_empty_password_opens_what_it_closed() {
    let kdf = JudgeKdf::Scrypt { log_n: 1, r: 8, p: 1 };
    let plain = Plain { secret: &ETH_SECRET, kdf, password: b"", salt: [1; 32], iv: [2; 16] };
    let content = judge::write_v3(&plain, &hex(ETH_ADDRESS.as_slice())).to_string();
    let file = EncryptedEthKey::from_json(content.as_bytes()).unwrap();
    assert_eq!(file.decrypt(&Password::existing("").unwrap()), Ok(eth_secret()));
    assert_eq!(file.decrypt(&password()), Err(DecryptError::WrongPassword));
}

/// They are sound, so nobody is sent to look for a backup of them.
#[test]
fn sound_files_of_another_kind_are_not_called_damaged() {
    let mut bls12381 = crate::samples::cheap_mnemonic_file();
    bls12381["pubkey"] = "96".repeat(48).into();
    bls12381["description"] = "".into();
    let utf16: Vec<u8> = format!("\u{feff}{}", cheap_eth_file()).encode_utf16().flat_map(u16::to_le_bytes).collect();
    let presale = json!({ "encseed": "00", "ethaddr": "00", "email": "a@example.org", "btcaddr": "1" });
    let mut version_1 = cheap_eth_file();
    version_1["version"] = 1.into();
    let texts = [bls12381.to_string(), presale.to_string(), version_1.to_string()].map(String::into_bytes);
    let messages = texts.iter().chain([&utf16]).map(|text| EncryptedKeystore::from_json(text).unwrap_err().to_string());
    let messages: Vec<_> = messages.collect();
    assert!(messages.iter().all(|message| !message.contains("backup")), "{messages:#?}");
    assert!(messages[0].contains("BLS12-381") && messages[3].contains("UTF-16"), "{messages:#?}");
}

//! BLS key files, written and read; the judge opens ours and we open the judge's.

use aztec_encrypted_keystore::{DecryptError, EncryptError, EncryptedBlsKey, NewPassword, Password};
use bn254_bls::SecretKey;
use rand::rngs::SysRng;

use crate::judge::{self, JudgeKdf, Plain, hex};
use crate::samples::{PASSWORD, bls_secret, new_password, password};

const PATH: &str = "m/12381/3600/0/0/7";

#[test]
fn the_judge_opens_what_we_write() {
    let file = EncryptedBlsKey::encrypt(&bls_secret(), PATH, &new_password(), &mut SysRng).unwrap();
    assert_eq!(judge::open_eip2335(&file.to_json(), PASSWORD.as_bytes()), [0x11; 32]);
}

#[test]
fn we_open_what_the_judge_writes() {
    let pubkey = hex(&bls_secret().public_key().g1().to_compressed());
    let kdf = JudgeKdf::Pbkdf2 { c: 262_144 };
    let plain = Plain { secret: &[0x11; 32], kdf, password: b"short", salt: [3; 32], iv: [4; 16] };
    let content = judge::write_eip2335(&plain, &pubkey, Some(&format!("0x{pubkey}"))).to_string();
    let file = EncryptedBlsKey::from_json(content.as_bytes()).unwrap();
    let secret = file.decrypt(&Password::existing("short").unwrap()).unwrap();
    assert_eq!(*secret.to_be_bytes(), [0x11; 32]);
}

#[test]
fn file_opens_again_and_has_every_field_that_the_node_asks_for() {
    let secret = bls_secret();
    let file = EncryptedBlsKey::encrypt(&secret, PATH, &new_password(), &mut SysRng).unwrap();
    let text = file.to_json();
    let read = EncryptedBlsKey::from_json(text.as_bytes()).unwrap();
    assert_eq!(*read.decrypt(&password()).unwrap().to_be_bytes(), *secret.to_be_bytes());
    assert_eq!(read.public_key(), *secret.public_key().g1());
    assert_eq!(read.path(), PATH);
    assert_eq!(read.uuid(), file.uuid());
    assert_eq!(read.to_json(), text);

    let mut json: serde_json::Value = serde_json::from_str(&text).unwrap();
    for (pointer, digits) in [
        ("/crypto/kdf/params/salt", 64),
        ("/crypto/checksum/message", 64),
        ("/crypto/cipher/params/iv", 32),
        ("/crypto/cipher/message", 64),
    ] {
        let field = json.pointer_mut(pointer).unwrap().take();
        assert_eq!(field.as_str().unwrap().len(), digits, "{pointer}");
    }
    let compressed = hex(&secret.public_key().g1().to_compressed());
    let expected = serde_json::json!({
        "crypto": {
            "kdf": {
                "function": "pbkdf2",
                "params": { "dklen": 32, "c": 262_144, "prf": "hmac-sha256", "salt": null },
                "message": "",
            },
            "checksum": { "function": "sha256", "params": {}, "message": null },
            "cipher": { "function": "aes-128-ctr", "params": { "iv": null }, "message": null },
        },
        "description": compressed,
        "pubkey": format!("0x{compressed}"),
        "path": PATH,
        "uuid": file.uuid().to_string(),
        "version": 4,
    });
    assert_eq!(json, expected);
}

#[test]
fn another_password_opens_nothing() {
    let file = EncryptedBlsKey::encrypt(&bls_secret(), "", &new_password(), &mut SysRng).unwrap();
    let error = file.decrypt(&Password::existing("Correct horse battery").unwrap()).unwrap_err();
    assert_eq!(error, DecryptError::WrongPassword);
}

#[test]
fn passwords_beyond_ascii_are_normalised_nfkd() {
    let password = NewPassword::unicode("contraseña ﬁrme").unwrap();
    let file = EncryptedBlsKey::encrypt(&bls_secret(), "", &password, &mut SysRng).unwrap();
    let nfkd = "contrasen\u{303}a firme";
    assert_eq!(judge::open_eip2335(&file.to_json(), nfkd.as_bytes()), [0x11; 32]);
}

#[test]
fn a_path_that_is_none_is_refused() {
    let error = EncryptedBlsKey::encrypt(&bls_secret(), "index 7", &new_password(), &mut SysRng).unwrap_err();
    assert_eq!(error, EncryptError::DerivationPath);
}

#[test]
fn small_keys_keep_their_leading_zeros() {
    let mut one = [0; 32];
    one[31] = 1;
    let secret = SecretKey::from_be_bytes(&one).unwrap();
    let file = EncryptedBlsKey::encrypt(&secret, "", &new_password(), &mut SysRng).unwrap();
    assert_eq!(*file.decrypt(&password()).unwrap().to_be_bytes(), one);
}

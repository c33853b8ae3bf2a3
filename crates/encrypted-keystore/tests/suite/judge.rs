//! The judge: both formats once more, written and opened by `cryptoxide`, which shares no code with the crates that the
//! library uses. It has no bounds and no defaults, so it also writes what the library never would.

use cryptoxide::aes::Aes128;
use cryptoxide::hashing::{keccak256, sha256};
use cryptoxide::hmac::Hmac;
use cryptoxide::scrypt::ScryptParams;
use cryptoxide::sha2::Sha256;
use serde_json::{Value, json};

#[derive(Clone, Copy)]
pub(crate) enum JudgeKdf {
    Scrypt { log_n: u8, r: u32, p: u32 },
    Pbkdf2 { c: u32 },
}

/// What goes into a file, all of it chosen by the test.
pub(crate) struct Plain<'a> {
    pub(crate) secret: &'a [u8],
    pub(crate) kdf: JudgeKdf,
    pub(crate) password: &'a [u8],
    pub(crate) salt: [u8; 32],
    pub(crate) iv: [u8; 16],
}

impl JudgeKdf {
    fn derive(self, password: &[u8], salt: &[u8]) -> [u8; 32] {
        let mut key = [0u8; 32];
        match self {
            Self::Scrypt { log_n, r, p } => {
                cryptoxide::scrypt::scrypt(password, salt, &ScryptParams::new(log_n, r, p), &mut key);
            }
            Self::Pbkdf2 { c } => {
                cryptoxide::pbkdf2::pbkdf2(&mut Hmac::new(Sha256::new(), password), salt, c, &mut key);
            }
        }
        key
    }

    fn params(self, salt: &[u8]) -> Value {
        match self {
            Self::Scrypt { log_n, r, p } => {
                json!({ "dklen": 32, "n": 1u64 << log_n, "r": r, "p": p, "salt": hex(salt) })
            }
            Self::Pbkdf2 { c } => json!({ "dklen": 32, "c": c, "prf": "hmac-sha256", "salt": hex(salt) }),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Scrypt { .. } => "scrypt",
            Self::Pbkdf2 { .. } => "pbkdf2",
        }
    }

    fn from_json(function: &Value, params: &Value) -> Self {
        let number = |name: &str| u32::try_from(params[name].as_u64().unwrap()).unwrap();
        match function.as_str().unwrap() {
            "scrypt" => {
                let log_n = u8::try_from(number("n").trailing_zeros()).unwrap();
                Self::Scrypt { log_n, r: number("r"), p: number("p") }
            }
            "pbkdf2" => {
                assert_eq!(params["prf"], "hmac-sha256");
                Self::Pbkdf2 { c: number("c") }
            }
            other => panic!("unknown KDF {other}"),
        }
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(bytes)
}

pub(crate) fn unhex(text: &Value) -> Vec<u8> {
    base16ct::lower::decode_vec(text.as_str().unwrap()).unwrap()
}

/// SP 800-38A, 6.5: the key stream is the encrypted counter, a big-endian number of 128 bits.
fn aes_128_ctr(key: &[u8], iv: &[u8], data: &[u8]) -> Vec<u8> {
    let aes = Aes128::new(key.try_into().unwrap());
    let first = u128::from_be_bytes(iv.try_into().unwrap());
    let blocks = data.chunks(16).zip(0u128..);
    let xor = |(block, i): (&[u8], u128)| {
        let stream = aes.encrypt_block(&first.wrapping_add(i).to_be_bytes());
        block.iter().zip(stream).map(|(byte, key)| byte ^ key).collect::<Vec<u8>>()
    };
    blocks.flat_map(xor).collect()
}

fn seal(plain: &Plain<'_>, hash: fn(&[u8]) -> [u8; 32]) -> (Vec<u8>, [u8; 32]) {
    let key = plain.kdf.derive(plain.password, &plain.salt);
    let ciphertext = aes_128_ctr(&key[..16], &plain.iv, plain.secret);
    let checksum = hash(&[&key[16..], &ciphertext[..]].concat());
    (ciphertext, checksum)
}

pub(crate) fn write_v3(plain: &Plain<'_>, address: &str) -> Value {
    let (ciphertext, mac) = seal(plain, keccak256);
    json!({
        "version": 3,
        "id": "00112233-4455-4677-8899-aabbccddeeff",
        "address": address,
        "crypto": {
            "cipher": "aes-128-ctr",
            "cipherparams": { "iv": hex(&plain.iv) },
            "ciphertext": hex(&ciphertext),
            "kdf": plain.kdf.name(),
            "kdfparams": plain.kdf.params(&plain.salt),
            "mac": hex(&mac),
        },
    })
}

pub(crate) fn write_eip2335(plain: &Plain<'_>, description: &str, pubkey: Option<&str>) -> Value {
    let (ciphertext, checksum) = seal(plain, sha256);
    let mut file = json!({
        "crypto": {
            "kdf": { "function": plain.kdf.name(), "params": plain.kdf.params(&plain.salt), "message": "" },
            "checksum": { "function": "sha256", "params": {}, "message": hex(&checksum) },
            "cipher": { "function": "aes-128-ctr", "params": { "iv": hex(&plain.iv) }, "message": hex(&ciphertext) },
        },
        "description": description,
        "path": "",
        "uuid": "00112233-4455-4677-8899-aabbccddeeff",
        "version": 4,
    });
    if let Some(pubkey) = pubkey {
        file["pubkey"] = pubkey.into();
    }
    file
}

pub(crate) fn open_v3(file: &str, password: &[u8]) -> Vec<u8> {
    let crypto = &serde_json::from_str::<Value>(file).unwrap()["crypto"];
    let kdf = JudgeKdf::from_json(&crypto["kdf"], &crypto["kdfparams"]);
    let key = kdf.derive(password, &unhex(&crypto["kdfparams"]["salt"]));
    let ciphertext = unhex(&crypto["ciphertext"]);
    assert_eq!(unhex(&crypto["mac"]), keccak256(&[&key[16..], &ciphertext[..]].concat()), "mac");
    aes_128_ctr(&key[..16], &unhex(&crypto["cipherparams"]["iv"]), &ciphertext)
}

pub(crate) fn open_eip2335(file: &str, password: &[u8]) -> Vec<u8> {
    let crypto = &serde_json::from_str::<Value>(file).unwrap()["crypto"];
    let params = &crypto["kdf"]["params"];
    let key = JudgeKdf::from_json(&crypto["kdf"]["function"], params).derive(password, &unhex(&params["salt"]));
    let ciphertext = unhex(&crypto["cipher"]["message"]);
    assert_eq!(unhex(&crypto["checksum"]["message"]), sha256(&[&key[16..], &ciphertext[..]].concat()), "checksum");
    aes_128_ctr(&key[..16], &unhex(&crypto["cipher"]["params"]["iv"]), &ciphertext)
}

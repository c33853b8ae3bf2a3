//! The secrets of a run in every form in which the program might have them, and the search for them.

use num_bigint::BigUint;
use serde_json::Value;

/// Names and bytes of what must not be found.
#[derive(Default)]
pub struct Secrets(Vec<(String, Vec<u8>)>);

/// The order of the scalar field of BN254 (EIP-196).
const BN254_ORDER: &[u8] = b"21888242871839275222246405745257275088548364400416034343698204186575808495617";

impl Secrets {
    /// The words, their numbers, their entropy, the seed, and the chain codes above the keys.
    pub fn of_mnemonic(phrase: &str) -> Self {
        let mut secrets = Self::default();
        secrets.add_text("mnemonic", phrase);
        // A part of the words is enough to look for the rest.
        let words: Vec<_> = phrase.split(' ').collect();
        for (number, part) in words.chunks(4).enumerate() {
            secrets.add_text(&format!("words from {}", number * 4 + 1), &part.join(" "));
        }
        let parsed = bip39::Mnemonic::parse_in_normalized(bip39::Language::English, phrase).unwrap();
        let (entropy, length) = parsed.to_entropy_array();
        secrets.add("entropy", &entropy[..length]);
        let numbers: Vec<u8> =
            parsed.word_indices().flat_map(|word| u16::try_from(word).unwrap().to_le_bytes()).collect();
        secrets.add("numbers of the words", &numbers);
        let seed = parsed.to_seed_normalized("");
        secrets.add("seed, first half", &seed[..32]);
        secrets.add("seed, second half", &seed[32..]);
        let mut key = bip32::XPrv::new(&seed).unwrap();
        secrets.add_extended("m", &key);
        for (name, number) in [("44'", 44), ("60'", 60), ("0'", 0)] {
            key = key.derive_child(bip32::ChildNumber::new(number, true).unwrap()).unwrap();
            secrets.add_extended(name, &key);
        }
        key = key.derive_child(bip32::ChildNumber::new(0, false).unwrap()).unwrap();
        secrets.add_extended("0", &key);
        for index in 0..4 {
            let child = key.derive_child(bip32::ChildNumber::new(index, false).unwrap()).unwrap();
            secrets.add(&format!("chain code of ETH key {index}"), &child.attrs().chain_code);
        }
        secrets
    }

    fn add_extended(&mut self, name: &str, key: &bip32::XPrv) {
        self.add(&format!("chain code of {name}"), &key.attrs().chain_code);
        self.add_integer(&format!("key of {name}"), &key.private_key().to_bytes());
    }

    pub fn add_text(&mut self, name: &str, text: &str) {
        self.add(name, text.as_bytes());
    }

    /// All keys of a node keystore that has them in plain text.
    pub fn add_node_keystore(&mut self, node: &Value) {
        for (number, validator) in node["validators"].as_array().unwrap().iter().enumerate() {
            self.add_hex(&format!("ETH key {number}"), &validator["attester"]["eth"]);
            self.add_hex(&format!("publisher {number}"), &validator["publisher"]);
            let bls = self.add_hex(&format!("BLS key {number}"), &validator["attester"]["bls"]);
            let order = BigUint::parse_bytes(BN254_ORDER, 10).unwrap();
            let montgomery: BigUint = (BigUint::from_bytes_be(&bls) << 256) % order;
            let mut limbs = montgomery.to_bytes_le();
            limbs.resize(32, 0);
            self.add(&format!("BLS key {number}, Montgomery form"), &limbs);
        }
    }

    fn add_hex(&mut self, name: &str, json: &Value) -> Vec<u8> {
        let text = json.as_str().or_else(|| json[0].as_str()).unwrap();
        let digits = text.trim_start_matches("0x");
        let bytes = base16ct::lower::decode_vec(digits).unwrap();
        self.add(&format!("{name}, hexadecimal"), &digits.as_bytes()[..32]);
        self.add(&format!("{name}, hexadecimal, second half"), &digits.as_bytes()[32..]);
        self.add_integer(name, &bytes);
        bytes
    }

    fn add_integer(&mut self, name: &str, big_endian: &[u8]) {
        self.add(&format!("{name}, big-endian"), big_endian);
        let little: Vec<u8> = big_endian.iter().rev().copied().collect();
        self.add(&format!("{name}, little-endian"), &little);
    }

    /// What the password gives for an encrypted file.
    pub fn add_derived_key(&mut self, file: &[u8], password: &str) {
        let json: Value = serde_json::from_slice(file).unwrap();
        let Some(salt) = json.pointer("/crypto/kdfparams/salt").or_else(|| json.pointer("/crypto/kdf/params/salt"))
        else {
            return;
        };
        let salt = base16ct::lower::decode_vec(salt.as_str().unwrap()).unwrap();
        let mut key = [0; 32];
        if json.pointer("/crypto/kdf") == Some(&Value::from("scrypt")) {
            scrypt::scrypt(password.as_bytes(), &salt, &scrypt::Params::new(14, 8, 1).unwrap(), &mut key).unwrap();
            self.add_first_block(password, &salt);
        } else {
            let rounds = json.pointer("/crypto/kdf/params/c").unwrap().as_u64().unwrap();
            pbkdf2::pbkdf2_hmac::<sha2::Sha256>(password.as_bytes(), &salt, u32::try_from(rounds).unwrap(), &mut key);
        }
        if !self.0.iter().any(|(_, known)| *known == key[..16]) {
            self.add("derived key, for AES", &key[..16]);
            self.add("derived key, for the checksum", &key[16..]);
        }
    }

    /// What scrypt's buffer begins with: with it a password can be tried without scrypt's cost. Implementations that compute with
    /// vectors keep the words of 4 bytes in another order, the diagonals of Salsa's matrix.
    fn add_first_block(&mut self, password: &str, salt: &[u8]) {
        let mut block = [0; 64];
        pbkdf2::pbkdf2_hmac::<sha2::Sha256>(password.as_bytes(), salt, 1, &mut block);
        let diagonal = [0, 5, 10, 15].map(|word| &block[4 * word..][..4]).concat();
        self.add("scrypt's first block", &block[..16]);
        self.add("scrypt's first block, in the order of vectors", &diagonal);
    }

    fn add(&mut self, name: &str, bytes: &[u8]) {
        assert!(bytes.len() >= 8, "{name} is too short to be looked for");
        self.0.push((name.to_owned(), bytes.to_vec()));
    }

    /// Names of those that are there, and how often.
    pub fn found_in(&self, memory: &[Vec<u8>]) -> Vec<String> {
        let mut by_start = vec![Vec::new(); 1 << 16];
        for (number, (_, bytes)) in self.0.iter().enumerate() {
            by_start[usize::from(u16::from_le_bytes([bytes[0], bytes[1]]))].push(number);
        }
        let mut counts = vec![0; self.0.len()];
        for region in memory {
            for at in 0..region.len().saturating_sub(1) {
                let start = &by_start[usize::from(u16::from_le_bytes([region[at], region[at + 1]]))];
                if start.is_empty() {
                    continue;
                }
                for number in start {
                    if region[at..].starts_with(&self.0[*number].1) {
                        counts[*number] += 1;
                    }
                }
            }
        }
        let named = self.0.iter().zip(counts).filter(|(_, count)| *count > 0);
        named.map(|((name, _), count)| format!("{name}, {count} times")).collect()
    }
}

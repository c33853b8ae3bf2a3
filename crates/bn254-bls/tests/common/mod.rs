//! What the test files share: the shapes of `vectors/`, and a few keys.
#![allow(dead_code, unreachable_pub, reason = "each test file uses its part of this module")]

use bn254_bls::{
    G1Point, G2Point, PointError, ProofKind, ProofOfPossession, PublicKey, SecretKey, UnverifiedPublicKey, VerifyError,
    reference,
};
use serde::{Deserialize, Deserializer, de::DeserializeOwned, de::Error as _};

/// Reads the known answers in `vectors/<file>`. Their `source` field says where they come from.
pub fn vectors<T: DeserializeOwned>(file: &str) -> Vec<T> {
    #[derive(Deserialize)]
    struct File<T> {
        vectors: Vec<T>,
    }
    let path = format!("{}/vectors/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let file: File<T> = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
    assert!(!file.vectors.is_empty(), "{path} holds no vectors");
    file.vectors
}

/// Bytes of any length, written `0x…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hex(pub Vec<u8>);

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let digits = text.strip_prefix("0x").ok_or_else(|| D::Error::custom("no 0x"))?;
        base16ct::lower::decode_vec(digits).map(Self).map_err(D::Error::custom)
    }
}

/// A 32-byte big-endian word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Hex")]
pub struct Word(pub [u8; 32]);

impl TryFrom<Hex> for Word {
    type Error = String;

    fn try_from(hex: Hex) -> Result<Self, String> {
        hex.0.try_into().map(Self).map_err(|bytes: Vec<u8>| format!("{} bytes in place of 32", bytes.len()))
    }
}

/// A point of G1 in words; nothing says that it is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct G1Words {
    pub x: Word,
    pub y: Word,
}

impl G1Words {
    pub fn of(point: &G1Point) -> Self {
        let [x, y] = point.to_words().map(Word);
        Self { x, y }
    }

    pub fn point(&self) -> Result<G1Point, PointError> {
        G1Point::from_words(&[self.x.0, self.y.0])
    }
}

/// A point of G2 in words; nothing says that it is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct G2Words {
    pub x0: Word,
    pub x1: Word,
    pub y0: Word,
    pub y1: Word,
}

impl G2Words {
    pub fn of(point: &G2Point) -> Self {
        let [x0, x1, y0, y1] = point.to_words().map(Word);
        Self { x0, x1, y0, y1 }
    }

    pub fn point(&self) -> Result<G2Point, PointError> {
        G2Point::from_words(&[self.x0.0, self.x1.0, self.y0.0, self.y1.0])
    }
}

/// `vectors/keys.json`.
#[derive(Deserialize)]
pub struct KeyVector {
    pub name: String,
    pub sk: Word,
    pub pk1: G1Words,
    pub compressed: Word,
    pub pk2: G2Words,
    pub hashed_point: G1Words,
    pub attempts: u32,
    pub square_roots: u32,
    pub gas: u64,
    pub registration_proof: G1Words,
    pub feedback_proof: G1Words,
}

/// The secret key of a small number.
pub fn small_key(number: u64) -> SecretKey {
    SecretKey::from_be_bytes_mod_order(&number.to_be_bytes()).unwrap_or_else(|error| panic!("{number}: {error}"))
}

/// The verdict on a proof, which both pairings must share.
pub fn pop_verify(
    public: &impl AsRef<UnverifiedPublicKey>,
    proof: &ProofOfPossession,
    kind: ProofKind,
) -> Result<PublicKey, VerifyError> {
    let verdict = bn254_bls::pop_verify(public, proof, kind);
    assert_eq!(verdict, reference::pop_verify(public, proof, kind), "our pairing and that of arkworks");
    verdict
}

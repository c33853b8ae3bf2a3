//! What the test files share: the shapes of `vectors/`, and a few keys.

use bn254_bls::{
    G1Point, G2Point, PointError, ProofKind, ProofOfPossession, PublicKey, SecretKey, UnverifiedPublicKey, VerifyError,
    reference,
};
use num_bigint::BigUint;
use serde::{Deserialize, Deserializer, de::DeserializeOwned, de::Error as _};

/// Reads the known answers in `vectors/<file>`. Their `source` field says where they come from.
pub(crate) fn vectors<T: DeserializeOwned>(file: &str) -> Vec<T> {
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
pub(crate) struct Hex(pub Vec<u8>);

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
pub(crate) struct Word(pub [u8; 32]);

impl TryFrom<Hex> for Word {
    type Error = String;

    fn try_from(hex: Hex) -> Result<Self, String> {
        hex.0.try_into().map(Self).map_err(|bytes: Vec<u8>| format!("{} bytes in place of 32", bytes.len()))
    }
}

/// A point of G1 in words; nothing says that it is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct G1Words {
    pub(crate) x: Word,
    pub(crate) y: Word,
}

impl G1Words {
    pub(crate) fn of(point: &G1Point) -> Self {
        let [x, y] = point.to_words().map(Word);
        Self { x, y }
    }

    pub(crate) fn point(&self) -> Result<G1Point, PointError> {
        G1Point::from_words(&[self.x.0, self.y.0])
    }
}

/// A point of G2 in words; nothing says that it is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct G2Words {
    pub(crate) x0: Word,
    pub(crate) x1: Word,
    pub(crate) y0: Word,
    pub(crate) y1: Word,
}

impl G2Words {
    pub(crate) fn of(point: &G2Point) -> Self {
        let [x0, x1, y0, y1] = point.to_words().map(Word);
        Self { x0, x1, y0, y1 }
    }

    pub(crate) fn point(&self) -> Result<G2Point, PointError> {
        G2Point::from_words(&[self.x0.0, self.x1.0, self.y0.0, self.y1.0])
    }
}

/// `vectors/keys.json`.
#[derive(Deserialize)]
pub(crate) struct KeyVector {
    pub(crate) name: String,
    pub(crate) sk: Word,
    pub(crate) pk1: G1Words,
    pub(crate) compressed: Word,
    pub(crate) pk2: G2Words,
    pub(crate) hashed_point: G1Words,
    pub(crate) attempts: u32,
    pub(crate) square_roots: u32,
    pub(crate) gas: u64,
    pub(crate) registration_proof: G1Words,
    pub(crate) feedback_proof: G1Words,
}

/// The order of the groups (EIP-197), in decimal as it stands there.
pub(crate) fn order() -> BigUint {
    let text = b"21888242871839275222246405745257275088548364400416034343698204186575808495617";
    BigUint::parse_bytes(text, 10).expect("a decimal number")
}

/// The secret key of a number, which is no multiple of the order.
pub(crate) fn key(number: &BigUint) -> SecretKey {
    SecretKey::from_be_bytes_mod_order(&number.to_bytes_be()).expect("not a multiple of the order")
}

/// The secret key of a small number.
pub(crate) fn small_key(number: u64) -> SecretKey {
    SecretKey::from_be_bytes_mod_order(&number.to_be_bytes()).unwrap_or_else(|error| panic!("{number}: {error}"))
}

/// The verdict on a proof, which both pairings must share.
pub(crate) fn pop_verify(
    public: &impl AsRef<UnverifiedPublicKey>,
    proof: &ProofOfPossession,
    kind: ProofKind,
) -> Result<PublicKey, VerifyError> {
    let verdict = bn254_bls::pop_verify(public, proof, kind);
    assert_eq!(verdict, reference::pop_verify(public, proof, kind), "our pairing and that of arkworks");
    verdict
}

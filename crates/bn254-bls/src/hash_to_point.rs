//! Hashing a message to a point of G1, as the deployed contract does it.

use ark_bn254::{Fq, G1Affine};
use ark_ff::{Field, PrimeField};
use sha3::{Digest, Keccak256};

use crate::{G1Point, fast, gas, word};

/// The domain of proofs of possession: the ASCII text `AZTEC_BLS_POP_BN254_V1` as Solidity's `bytes32`, zeros at the
/// end.
///
/// Source: `BN254Lib.sol` of the deployed GSE contract (npm `@aztec/l1-artifacts` 4.1.2).
pub const POP_DOMAIN: [u8; 32] = *b"AZTEC_BLS_POP_BN254_V1\0\0\0\0\0\0\0\0\0\0";

/// A message hashed to G1, and what it took to get there.
///
/// The contract repeats the loop on chain under a gas limit, so the two counts decide whether a key can be registered:
/// see [`gas`]. The counts belong to the point: a value comes from [`hash_to_point`] or
/// [`hash_pubkey_to_point`](crate::hash_pubkey_to_point) only.
///
/// # Examples
/// ```
/// let hashed = bn254_bls::hash_to_point(b"feedback");
/// assert_eq!((hashed.attempts(), hashed.square_roots()), (1, 1));
/// assert_eq!(hashed.gas(), 137_790);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HashedPoint {
    point: G1Point,
    attempts: u32,
    square_roots: u32,
}

impl HashedPoint {
    /// The caller has hashed a message to this point, with these counts.
    pub(crate) fn of_message(point: G1Point, attempts: u32, square_roots: u32) -> Self {
        Self { point, attempts, square_roots }
    }

    /// The point.
    #[must_use]
    pub fn point(&self) -> &G1Point {
        &self.point
    }

    /// How many candidates for `x` were hashed, the successful one included.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// How many of the candidates were below `p`, so that a square root was tried.
    #[must_use]
    pub fn square_roots(&self) -> u32 {
        self.square_roots
    }

    /// The estimated gas of the proof-of-possession check that hashes to this point: [`gas::pop_gas`].
    #[must_use]
    pub fn gas(&self) -> u64 {
        gas::pop_gas(self.attempts, self.square_roots)
    }
}

/// Hashes a message of any length to G1 under [`POP_DOMAIN`].
///
/// Candidates are `x = keccak256(abi.encode(domain, message, attempt))` for attempt 0, 1, 2, ... until `x < p` and
/// `x^3 + 3` is a square. Of its two roots the lower is taken when `keccak256(abi.encode(domain, message, 2^256 - 1))`
/// is even, else the higher.
///
/// The message is public, so this does not hide how long it took.
#[must_use]
pub fn hash_to_point(message: &[u8]) -> HashedPoint {
    let mut encoding = AbiEncoding::new(message);
    let mut attempts = 0;
    let mut square_roots = 0;
    loop {
        let digest = encoding.keccak(&attempt_word(attempts));
        attempts += 1;
        let Some(x) = word::to_element(&digest) else { continue };
        square_roots += 1;
        let square = x.square() * x + Fq::from(3u64);
        // It is never zero: -3 is not a cube modulo p, as the order of the curve is odd.
        if !fast::is_square(&square) {
            continue;
        }
        let y = fast::square_root(&square);
        let wants_lower = encoding.keccak(&ROOT_ATTEMPT)[31] & 1 == 0;
        let y = if wants_lower == is_lower_root(&y) { y } else { -y };
        return HashedPoint { point: G1Point::from_affine(G1Affine::new_unchecked(x, y)), attempts, square_roots };
    }
}

/// In the place of the attempt, the number whose hash selects the root: 2^256 - 1.
const ROOT_ATTEMPT: [u8; 32] = [0xff; 32];

fn attempt_word(attempt: u32) -> [u8; 32] {
    let mut word = [0; 32];
    word[28..].copy_from_slice(&attempt.to_be_bytes());
    word
}

/// Whether `y` is the smaller one of `y` and `p - y`.
fn is_lower_root(y: &Fq) -> bool {
    y.into_bigint() <= (-*y).into_bigint()
}

/// `abi.encode(bytes32 domain, bytes message, uint256 attempt)`:
/// domain | offset of the message, 0x60 | attempt | length of the message | message, zeros up to a whole word.
struct AbiEncoding(alloc::vec::Vec<u8>);

impl AbiEncoding {
    fn new(message: &[u8]) -> Self {
        let mut bytes = alloc::vec![0; 4 * 32 + message.len().next_multiple_of(32)];
        bytes[..32].copy_from_slice(&POP_DOMAIN);
        bytes[63] = 0x60;
        bytes[120..128].copy_from_slice(&(message.len() as u64).to_be_bytes());
        bytes[128..128 + message.len()].copy_from_slice(message);
        Self(bytes)
    }

    fn keccak(&mut self, attempt: &[u8; 32]) -> [u8; 32] {
        self.0[64..96].copy_from_slice(attempt);
        Keccak256::digest(&self.0).into()
    }
}

//! The contract's verifier on precompiles alone.

use revm_precompile::{bn254, modexp};
use sha3::{Digest, Keccak256};

pub(crate) type Word = [u8; 32];

/// The eight words of a registration.
#[derive(Clone, Copy)]
pub(crate) struct KeyWords {
    pub(crate) pk1: [Word; 2],
    /// x0, x1, y0, y1: real parts first.
    pub(crate) pk2: [Word; 4],
    pub(crate) proof: [Word; 2],
}

pub(crate) struct Digest1 {
    pub(crate) point: [Word; 2],
    pub(crate) attempts: u32,
    pub(crate) square_roots: u32,
}

/// p, from EIP-196.
const P: Word = hex32(b"30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47");
/// (p + 1) / 4, the exponent of a square root.
const ROOT: Word = hex32(b"0c19139cb84c680a6e14116da060561765e05aa45a1c72a34f082305b61f3f52");
/// r, from EIP-197.
const R: Word = hex32(b"30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001");
const G1: [Word; 2] = [small(1), small(2)];
/// -G2, imaginary parts first, as the precompile wants them; from EIP-197, with y replaced by p - y.
const NEG_G2: [Word; 4] = [
    hex32(b"198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2"),
    hex32(b"1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed"),
    hex32(b"275dc4a288d1afb3cbb1ac09187524c7db36395df7be3b99e673b13a075a65ec"),
    hex32(b"1d9befcd05a5323e6da4d435f3b617cdb3af83285c2df711ef39c01571827f9d"),
];
/// Enough for any call here; what the calls cost is measured on a chain, not here.
const GAS: u64 = 10_000_000;

/// `abi.encode(bytes32 domain, bytes message, uint256 attempt)`, hashed.
fn keccak_attempt(message: &[u8], attempt: &Word) -> Word {
    let mut padded = message.to_vec();
    padded.resize(message.len().next_multiple_of(32), 0);
    let mut domain = [0; 32];
    domain[..22].copy_from_slice(b"AZTEC_BLS_POP_BN254_V1");
    let length = small(u8::try_from(message.len()).expect("test messages are short"));
    let text = [&domain[..], &small(0x60), attempt, &length, &padded].concat();
    Keccak256::digest(text).into()
}

pub(crate) fn hash_to_point(message: &[u8]) -> Digest1 {
    let mut square_roots = 0;
    for attempt in 0u32.. {
        let mut counter = [0; 32];
        counter[28..].copy_from_slice(&attempt.to_be_bytes());
        let x = keccak_attempt(message, &counter);
        if x >= P {
            continue;
        }
        square_roots += 1;
        let square = curve_right_side(&x);
        let y = power(&square, &ROOT);
        if power(&y, &small(2)) != square {
            continue;
        }
        let negative = minus(&P, &y);
        let (low, high) = if y < negative { (y, negative) } else { (negative, y) };
        let even = keccak_attempt(message, &[0xff; 32])[31] & 1 == 0;
        return Digest1 { point: [x, if even { low } else { high }], attempts: attempt + 1, square_roots };
    }
    unreachable!("one attempt in eleven succeeds")
}

/// What the wrapper contract answers: false also where a precompile fails.
pub(crate) fn proof_of_possession(key: &KeyWords, digest: &[Word; 2]) -> bool {
    let gamma = reduce(
        Keccak256::digest([key.pk1.as_flattened(), key.pk2.as_flattened(), key.proof.as_flattened()].concat()).into(),
    );
    if gamma == [0; 32] || key.pk1 == [[0; 32]; 2] || key.proof == [[0; 32]; 2] || key.pk2 == [[0; 32]; 4] {
        return false;
    }
    let checked = || {
        let left = add(&key.proof, &multiply(&key.pk1, &gamma)?)?;
        let right = add(digest, &multiply(&G1, &gamma)?)?;
        let [x0, x1, y0, y1] = key.pk2;
        pairing_is_one(&[(left, NEG_G2), (right, [x1, x0, y1, y0])])
    };
    checked().unwrap_or(false)
}

/// Address 5: `base ^ exponent mod p`.
fn power(base: &Word, exponent: &Word) -> Word {
    let input = [&small(32)[..], &small(32), &small(32), base, exponent, &P].concat();
    word(&modexp::osaka_run(&input, GAS).expect("the input is well-formed").bytes)
}

/// Address 6.
fn add(a: &[Word; 2], b: &[Word; 2]) -> Option<[Word; 2]> {
    let input = [a.as_flattened(), b.as_flattened()].concat();
    Some(point(&bn254::run_add(&input, bn254::add::ISTANBUL_ADD_GAS_COST, GAS).ok()?.bytes))
}

/// Address 7.
fn multiply(a: &[Word; 2], scalar: &Word) -> Option<[Word; 2]> {
    let input = [a.as_flattened(), scalar].concat();
    Some(point(&bn254::run_mul(&input, bn254::mul::ISTANBUL_MUL_GAS_COST, GAS).ok()?.bytes))
}

/// Address 8.
fn pairing_is_one(pairs: &[([Word; 2], [Word; 4])]) -> Option<bool> {
    let input: Vec<u8> = pairs.iter().flat_map(|(a, b)| [a.as_flattened(), b.as_flattened()].concat()).collect();
    let (per_point, base) = (bn254::pair::ISTANBUL_PAIR_PER_POINT, bn254::pair::ISTANBUL_PAIR_BASE);
    Some(bn254::run_pair(&input, per_point, base, GAS).ok()?.bytes[..] == small(1))
}

/// `x^3 + 3 mod p`.
fn curve_right_side(x: &Word) -> Word {
    let cube = power(x, &small(3));
    let (sum, _) = plus(&cube, &small(3));
    if sum >= P { minus(&sum, &P) } else { sum }
}

/// A hash modulo r, which is at most five subtractions away.
fn reduce(mut hash: Word) -> Word {
    while hash >= R {
        hash = minus(&hash, &R);
    }
    hash
}

fn plus(a: &Word, b: &Word) -> (Word, bool) {
    let mut sum = [0; 32];
    let mut carry = false;
    for i in (0..32).rev() {
        let (partial, first) = a[i].overflowing_add(b[i]);
        let (total, second) = partial.overflowing_add(u8::from(carry));
        (sum[i], carry) = (total, first || second);
    }
    (sum, carry)
}

/// `a - b` for `a >= b`.
fn minus(a: &Word, b: &Word) -> Word {
    let mut difference = [0; 32];
    let mut borrow = false;
    for i in (0..32).rev() {
        let (partial, first) = a[i].overflowing_sub(b[i]);
        let (total, second) = partial.overflowing_sub(u8::from(borrow));
        (difference[i], borrow) = (total, first || second);
    }
    difference
}

fn word(bytes: &[u8]) -> Word {
    bytes.try_into().expect("the precompile returns one word")
}

fn point(bytes: &[u8]) -> [Word; 2] {
    [word(&bytes[..32]), word(&bytes[32..])]
}

const fn small(number: u8) -> Word {
    let mut word = [0; 32];
    word[31] = number;
    word
}

const fn hex32(text: &[u8; 64]) -> Word {
    const fn digit(character: u8) -> u8 {
        if character <= b'9' { character - b'0' } else { character - b'a' + 10 }
    }
    let mut word = [0; 32];
    let mut i = 0;
    while i < 32 {
        word[i] = digit(text[2 * i]) << 4 | digit(text[2 * i + 1]);
        i += 1;
    }
    word
}

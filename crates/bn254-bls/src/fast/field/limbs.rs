//! 256-bit integers as four limbs of 64 bits, the least significant first.

use cmov::Cmov;

/// All bits set for true, none for false.
///
/// Were the mask computed in plain sight, the compiler would see the condition in it and make branches of what follows;
/// it did. `cmov` is one instruction that it does not look into.
#[inline(always)]
pub(crate) fn mask(condition: bool) -> u64 {
    let mut mask = 0;
    mask.cmovnz(&u64::MAX, u8::from(condition));
    mask
}

/// `a` where the mask is set, else zero.
#[inline(always)]
pub(crate) fn and(mask: u64, a: &[u64; 4]) -> [u64; 4] {
    core::array::from_fn(|i| a[i] & mask)
}

/// `a` where the mask is set, else `b`.
#[inline(always)]
pub(super) fn select(mask: u64, a: &[u64; 4], b: &[u64; 4]) -> [u64; 4] {
    core::array::from_fn(|i| b[i] ^ ((a[i] ^ b[i]) & mask))
}

/// `a + b`, and whether it is `2^256` or more.
#[inline(always)]
pub(super) fn add(a: &[u64; 4], b: &[u64; 4]) -> ([u64; 4], bool) {
    let (s0, carry) = a[0].carrying_add(b[0], false);
    let (s1, carry) = a[1].carrying_add(b[1], carry);
    let (s2, carry) = a[2].carrying_add(b[2], carry);
    let (s3, carry) = a[3].carrying_add(b[3], carry);
    ([s0, s1, s2, s3], carry)
}

/// `a - b`, and whether it is negative; then `2^256` was added.
#[inline(always)]
pub(crate) fn sub(a: &[u64; 4], b: &[u64; 4]) -> ([u64; 4], bool) {
    let (d0, borrow) = a[0].borrowing_sub(b[0], false);
    let (d1, borrow) = a[1].borrowing_sub(b[1], borrow);
    let (d2, borrow) = a[2].borrowing_sub(b[2], borrow);
    let (d3, borrow) = a[3].borrowing_sub(b[3], borrow);
    ([d0, d1, d2, d3], borrow)
}

/// `a - bound` if that is not negative, else `a`.
#[inline(always)]
pub(crate) fn reduce(a: &[u64; 4], bound: &[u64; 4]) -> [u64; 4] {
    let (difference, negative) = sub(a, bound);
    select(mask(negative), a, &difference)
}

/// `a / 2` modulo an odd `modulus`: half of `a`, or of `a + modulus`, whichever is even. Neither may exceed 256 bits.
///
/// If `a` is below the modulus, so is the result.
#[inline(always)]
pub(crate) fn half_modulo(a: &[u64; 4], modulus: &[u64; 4]) -> [u64; 4] {
    let (even, carry) = add(a, &and(mask(a[0] & 1 == 1), modulus));
    debug_assert!(!carry);
    [even[0] >> 1 | even[1] << 63, even[1] >> 1 | even[2] << 63, even[2] >> 1 | even[3] << 63, even[3] >> 1]
}

/// `a + b` modulo `modulus`, for two numbers below it and a modulus of at most 255 bits.
pub(crate) fn add_modulo(a: &[u64; 4], b: &[u64; 4], modulus: &[u64; 4]) -> [u64; 4] {
    reduce(&add(a, b).0, modulus)
}

/// The product, of 512 bits.
#[inline(always)]
pub(super) fn multiply(a: &[u64; 4], b: &[u64; 4]) -> [u64; 8] {
    let mut product = [0; 8];
    for i in 0..4 {
        let mut carry = 0;
        for j in 0..4 {
            (product[i + j], carry) = a[j].carrying_mul_add(b[i], product[i + j], carry);
        }
        product[i + 4] = carry;
    }
    product
}

/// The square, of 512 bits. Products of two different limbs are made once and doubled.
#[inline(always)]
pub(super) fn square(a: &[u64; 4]) -> [u64; 8] {
    let (p1, carry) = a[0].carrying_mul(a[1], 0);
    let (p2, carry) = a[0].carrying_mul(a[2], carry);
    let (p3, p4) = a[0].carrying_mul(a[3], carry);
    let (p3, carry) = a[1].carrying_mul_add(a[2], p3, 0);
    let (p4, p5) = a[1].carrying_mul_add(a[3], p4, carry);
    let (p5, p6) = a[2].carrying_mul(a[3], p5);
    let doubled = [
        p1 << 1,
        p2 << 1 | p1 >> 63,
        p3 << 1 | p2 >> 63,
        p4 << 1 | p3 >> 63,
        p5 << 1 | p4 >> 63,
        p6 << 1 | p5 >> 63,
        p6 >> 63,
    ];

    let (s0, high) = a[0].carrying_mul(a[0], 0);
    let (s1, carry) = doubled[0].carrying_add(high, false);
    let (low, high) = a[1].carrying_mul(a[1], 0);
    let (s2, carry) = doubled[1].carrying_add(low, carry);
    let (s3, carry) = doubled[2].carrying_add(high, carry);
    let (low, high) = a[2].carrying_mul(a[2], 0);
    let (s4, carry) = doubled[3].carrying_add(low, carry);
    let (s5, carry) = doubled[4].carrying_add(high, carry);
    let (low, high) = a[3].carrying_mul(a[3], 0);
    let (s6, carry) = doubled[5].carrying_add(low, carry);
    let (s7, _) = doubled[6].carrying_add(high, carry);
    [s0, s1, s2, s3, s4, s5, s6, s7]
}

/// `a - b`, and whether it is negative; then `2^512` was added.
#[inline(always)]
pub(super) fn sub_wide(a: &[u64; 8], b: &[u64; 8]) -> ([u64; 8], bool) {
    let mut borrow = false;
    let difference = core::array::from_fn(|i| {
        let limb;
        (limb, borrow) = a[i].borrowing_sub(b[i], borrow);
        limb
    });
    (difference, borrow)
}

/// `a + 2^256 * b`, modulo `2^512`.
#[inline(always)]
pub(super) fn add_high(a: &[u64; 8], b: &[u64; 4]) -> [u64; 8] {
    let [a0, a1, a2, a3, a4, a5, a6, a7] = *a;
    let ([s4, s5, s6, s7], _) = add(&[a4, a5, a6, a7], b);
    [a0, a1, a2, a3, s4, s5, s6, s7]
}

#[cfg(test)]
mod tests {
    use num_bigint::BigUint;
    use proptest::prelude::*;

    use super::*;

    fn integer(limbs: &[u64]) -> BigUint {
        limbs.iter().rev().fold(BigUint::ZERO, |sum, limb| (sum << 64) + *limb)
    }

    /// Limbs that are small or large more often than by chance, for the sake of the carries.
    fn limb() -> impl Strategy<Value = u64> {
        prop_oneof![any::<u64>(), 0u64..3, (u64::MAX - 2)..=u64::MAX]
    }

    fn limbs() -> impl Strategy<Value = [u64; 4]> {
        [limb(), limb(), limb(), limb()]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn sums_and_differences(a in limbs(), b in limbs()) {
            let (sum, carry) = add(&a, &b);
            prop_assert_eq!(integer(&sum) + (BigUint::from(carry) << 256), integer(&a) + integer(&b));
            let (difference, borrow) = sub(&a, &b);
            prop_assert_eq!(integer(&difference) + integer(&b), integer(&a) + (BigUint::from(borrow) << 256));
            prop_assert_eq!(borrow, integer(&a) < integer(&b));
        }

        #[test]
        fn products_and_squares(a in limbs(), b in limbs()) {
            prop_assert_eq!(integer(&multiply(&a, &b)), integer(&a) * integer(&b));
            prop_assert_eq!(square(&a), multiply(&a, &a));
        }

        #[test]
        fn wide_differences(a in limbs(), b in limbs(), c in limbs(), d in limbs()) {
            let (left, right) = (multiply(&a, &b), multiply(&c, &d));
            let (difference, borrow) = sub_wide(&left, &right);
            prop_assert_eq!(integer(&difference) + integer(&right), integer(&left) + (BigUint::from(borrow) << 512));
            prop_assert_eq!(integer(&add_high(&left, &b)), (integer(&left) + (integer(&b) << 256)) % (BigUint::from(1u32) << 512));
        }

        #[test]
        fn halves_and_sums_modulo(a in limbs(), b in limbs(), modulus in limbs()) {
            let modulus = [modulus[0] | 1, modulus[1], modulus[2], modulus[3] >> 1 | 1];
            let below = |limbs: [u64; 4]| {
                let digits = (integer(&limbs) % integer(&modulus)).to_u64_digits();
                core::array::from_fn(|i| digits.get(i).copied().unwrap_or(0))
            };
            let (a, b): ([u64; 4], [u64; 4]) = (below(a), below(b));
            let sum = add_modulo(&a, &b, &modulus);
            prop_assert_eq!(integer(&sum), (integer(&a) + integer(&b)) % integer(&modulus));
            let half = half_modulo(&a, &modulus);
            prop_assert!(integer(&half) < integer(&modulus));
            prop_assert_eq!(add_modulo(&half, &half, &modulus), a);
        }
    }

    #[test]
    fn selection() {
        let (a, b) = ([1, 2, 3, 4], [5, 6, 7, 8]);
        assert_eq!(select(mask(true), &a, &b), a);
        assert_eq!(select(mask(false), &a, &b), b);
        assert_eq!(reduce(&a, &b), a);
        assert_eq!(reduce(&b, &a), [4, 4, 4, 4]);
        assert_eq!(reduce(&a, &a), [0; 4]);
    }
}

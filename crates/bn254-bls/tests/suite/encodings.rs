//! Points survive both encodings, and a changed bit does not go unnoticed.

use bn254_bls::{G1Point, G2Point, PublicKey, SecretKey};
use proptest::prelude::*;

fn public_key() -> impl Strategy<Value = PublicKey> {
    any::<[u8; 48]>().prop_map(|bytes| SecretKey::from_be_bytes_mod_order(&bytes).expect("not zero").public_key())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn words_give_the_same_points(public in public_key()) {
        prop_assert_eq!(G1Point::from_words(&public.g1().to_words()), Ok(*public.g1()));
        prop_assert_eq!(G2Point::from_words(&public.g2().to_words()), Ok(*public.g2()));
    }

    #[test]
    fn the_compressed_form_gives_the_same_point(public in public_key()) {
        prop_assert_eq!(G1Point::from_compressed(&public.g1().to_compressed()), Ok(*public.g1()));
    }

    #[test]
    fn the_top_bit_of_the_compressed_form_is_the_parity_of_y(public in public_key()) {
        let [x, y] = public.g1().to_words();
        let mut expected = x;
        expected[0] |= (y[31] & 1) << 7;
        prop_assert_eq!(public.g1().to_compressed(), expected);
    }

    /// One x has at most two y, and they do not differ by one bit only: a changed word is off the curve or too large.
    #[test]
    fn a_flipped_bit_in_a_word_is_refused(public in public_key(), bit in 0usize..512) {
        let mut words = public.g1().to_words();
        words[bit / 256][bit / 8 % 32] ^= 1 << (bit % 8);
        prop_assert!(G1Point::from_words(&words).is_err());
    }

    #[test]
    fn a_flipped_bit_in_a_word_of_g2_is_refused(public in public_key(), bit in 0usize..1024) {
        let mut words = public.g2().to_words();
        words[bit / 256][bit / 8 % 32] ^= 1 << (bit % 8);
        prop_assert!(G2Point::from_words(&words).is_err());
    }

    /// The compressed form has no redundancy: a changed bit may give another point, never the same.
    #[test]
    fn a_flipped_bit_in_the_compressed_form_is_another_point(public in public_key(), bit in 0usize..256) {
        let mut bytes = public.g1().to_compressed();
        bytes[bit / 8] ^= 1 << (bit % 8);
        prop_assert_ne!(G1Point::from_compressed(&bytes), Ok(*public.g1()));
    }
}

/// Every 32 bytes that are a compressed point are the compressed form of that point: no second spelling.
#[test]
fn a_compressed_point_has_one_spelling() {
    let mut points = 0;
    for start in 0..200u8 {
        let bytes: [u8; 32] = core::array::from_fn(|i| if i == 0 { start } else { start.wrapping_mul(7) });
        if let Ok(point) = G1Point::from_compressed(&bytes) {
            assert_eq!(point.to_compressed(), bytes);
            points += 1;
        }
    }
    assert!(points > 20, "{points} points");
}

#[test]
fn points_are_shown_and_ordered_as_their_words() {
    let keys: Vec<_> = (1..=20u8).map(|byte| SecretKey::try_from(&[byte; 32]).unwrap().public_key()).collect();
    let hex = |word: &[u8; 32]| word.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let (g1, g2) = (keys[0].g1(), keys[0].g2());
    let ([x, y], [x0, x1, y0, y1]) = (g1.to_words(), g2.to_words());
    assert_eq!(format!("{g1:?}"), format!("G1Point {{ x: 0x{}, y: 0x{} }}", hex(&x), hex(&y)));
    let words = format!("x0: 0x{}, x1: 0x{}, y0: 0x{}, y1: 0x{}", hex(&x0), hex(&x1), hex(&y0), hex(&y1));
    assert_eq!(format!("{g2:?}"), format!("G2Point {{ {words} }}"));

    for (one, other) in keys.iter().zip(&keys[1..]) {
        assert_eq!(one.g1().cmp(other.g1()), one.g1().to_words().cmp(&other.g1().to_words()));
        assert_eq!(one.g2().cmp(other.g2()), one.g2().to_words().cmp(&other.g2().to_words()));
        assert_eq!(one.g1().partial_cmp(other.g1()), Some(one.g1().cmp(other.g1())));
        assert_eq!(one.g2().partial_cmp(other.g2()), Some(one.g2().cmp(other.g2())));
        assert!(one.cmp(one).is_eq() && one.cmp(other) == other.cmp(one).reverse());
    }
}

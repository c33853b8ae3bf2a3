//! Bytes that are no key and no point: `vectors/invalid_scalars.json` and `vectors/invalid_points.json`.

use crate::common::{G1Words, G2Words, Word, small_key, vectors};
use bn254_bls::{G1Point, PointError, SecretKey, SecretKeyError};
use serde::Deserialize;

#[derive(Deserialize)]
struct ScalarVector {
    name: String,
    sk: Word,
    reason: ScalarReason,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum ScalarReason {
    Zero,
    NotBelowOrder,
}

#[derive(Deserialize)]
#[serde(tag = "encoding", rename_all = "snake_case")]
enum PointVector {
    G1 { name: String, words: G1Words, reason: PointReason },
    G1Compressed { name: String, compressed: Word, reason: PointReason },
    G2 { name: String, words: G2Words, reason: PointReason },
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PointReason {
    CoordinateNotCanonical,
    Infinity,
    NotOnCurve,
    NotInSubgroup,
}

impl PointReason {
    fn of(error: PointError) -> Self {
        match error {
            PointError::NotCanonical { .. } => Self::CoordinateNotCanonical,
            PointError::Infinity => Self::Infinity,
            PointError::NotOnCurve => Self::NotOnCurve,
            PointError::NotInSubgroup => Self::NotInSubgroup,
            other => panic!("no vector is about {other:?}"),
        }
    }
}

#[test]
fn scalars_out_of_range_are_refused() {
    for vector in vectors::<ScalarVector>("invalid_scalars.json") {
        let expected = match vector.reason {
            ScalarReason::Zero => SecretKeyError::Zero,
            ScalarReason::NotBelowOrder => SecretKeyError::NotBelowOrder,
        };
        assert_eq!(SecretKey::from_be_bytes(&vector.sk.0).err(), Some(expected), "{}", vector.name);
    }
}

#[test]
fn invalid_points_are_refused_for_the_right_reason() {
    for vector in vectors::<PointVector>("invalid_points.json") {
        let (name, error, reason) = match vector {
            PointVector::G1 { name, words, reason } => (name, words.point().err(), reason),
            PointVector::G1Compressed { name, compressed, reason } => {
                (name, G1Point::from_compressed(&compressed.0).err(), reason)
            }
            PointVector::G2 { name, words, reason } => (name, words.point().err(), reason),
        };
        assert_eq!(error.map(PointReason::of), Some(reason), "{name}");
    }
}

#[test]
fn the_coordinate_that_is_not_canonical_is_named() {
    let above = Word([0xff; 32]);
    let g1 = G1Words::of(small_key(5).public_key().g1());
    let g2 = G2Words::of(small_key(5).public_key().g2());
    let named = |coordinate| Some(PointError::NotCanonical { coordinate });
    assert_eq!(G1Words { x: above, ..g1 }.point().err(), named("x"));
    assert_eq!(G1Words { y: above, ..g1 }.point().err(), named("y"));
    assert_eq!(G2Words { x0: above, ..g2 }.point().err(), named("x0"));
    assert_eq!(G2Words { x1: above, ..g2 }.point().err(), named("x1"));
    assert_eq!(G2Words { y0: above, ..g2 }.point().err(), named("y0"));
    assert_eq!(G2Words { y1: above, ..g2 }.point().err(), named("y1"));
}

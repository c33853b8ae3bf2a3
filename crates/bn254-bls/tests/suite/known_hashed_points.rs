//! Messages of many lengths hashed to a point by another implementation: `vectors/hash_to_point.json`.

use crate::common::{G1Words, Hex, Word, vectors};
use bn254_bls::hash_to_point;
use serde::Deserialize;

#[derive(Deserialize)]
struct Vector {
    name: String,
    message: Hex,
    x: Word,
    y: Word,
    attempts: u32,
    square_roots: u32,
}

#[test]
fn messages_hash_to_the_known_points() {
    for vector in vectors::<Vector>("hash_to_point.json") {
        let hashed = hash_to_point(&vector.message.0);
        assert_eq!(G1Words::of(hashed.point()), G1Words { x: vector.x, y: vector.y }, "{}", vector.name);
        assert_eq!(hashed.attempts(), vector.attempts, "attempts of {}", vector.name);
        assert_eq!(hashed.square_roots(), vector.square_roots, "square roots of {}", vector.name);
    }
}

//! Every bit of a file. It takes longer than all other tests together, so that mutants are tried without it.

use aztec_node_keystore::{NodeKeystore, SchemaVersion};

use crate::common::everything;

/// A file with one bit turned is refused, or what is read of it is written and read again as the same: nothing is read that is not
/// kept, and nothing is guessed.
#[test]
fn every_single_bit() {
    let expected = everything(SchemaVersion::V1);
    let text = expected.to_json();
    let mut bytes = text.as_bytes().to_vec();
    let [mut refused, mut same, mut other] = [0, 0, 0];
    for bit in 0..8 * bytes.len() {
        let (at, mask) = (bit / 8, 1 << (bit % 8));
        bytes[at] ^= mask;
        match std::str::from_utf8(&bytes).ok().and_then(|text| NodeKeystore::read(text).ok()) {
            None => refused += 1,
            Some(actual) => {
                let written = actual.to_json();
                assert_eq!(*NodeKeystore::read(&written).unwrap().to_json(), *written, "bit {bit}");
                if *written == *text {
                    let case = mask == 0x20 && bytes[at].is_ascii_alphabetic();
                    assert!(case, "bit {bit}: {}", String::from_utf8_lossy(&bytes[at.saturating_sub(30)..=at]));
                    same += 1;
                } else {
                    other += 1;
                }
            }
        }
        bytes[at] ^= mask;
    }
    assert!(refused > other && other > 100 && same > 10, "{refused} refused, {same} the same, {other} others");
}

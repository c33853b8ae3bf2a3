//! Every bit of every public file, turned alone, in the text as it stands: in names, braces, white space and digits.
//!
//! The file is refused; or it says the same, because the bit was the case of a hexadecimal digit, or stood where nothing is read;
//! or it says something else, which does not verify. What nothing can verify is compared: it differs by that bit alone.

use crate::common;
use crate::signed_exits as exits;
use aztec_staking_registry::{
    KeyStore, NonZeroAddress, UnverifiedKeyStore, calldata,
    calldata::{AddKeysCall, KeysPerCall},
    calldata_file,
    exits::{SignedExit, SignedExits, read as read_exits},
    safe_batch::{self, SafeBatch, SafeBatchContents},
    staker_output,
};
use bn254_bls::ProofKind;

/// What came of each bit.
#[derive(Debug, Default, PartialEq, Eq)]
struct Turned {
    refused: usize,
    /// Nothing depends on it; of these, so many are not the case of a letter.
    same: usize,
    same_but_for_more_than_case: usize,
    /// It was read, and says something else.
    other: usize,
}

/// `read` gives what a file says; `judge` is asked about whatever else it says with one bit turned.
fn turn_each_bit<T: PartialEq>(text: &str, read: impl Fn(&str) -> Option<T>, judge: impl Fn(&T, &T) -> bool) -> Turned {
    let expected = read(text).unwrap();
    let mut bytes = text.as_bytes().to_vec();
    let mut turned = Turned::default();
    for bit in 0..8 * bytes.len() {
        let (at, mask) = (bit / 8, 1 << (bit % 8));
        bytes[at] ^= mask;
        // What is not UTF-8 is refused before it comes here.
        match std::str::from_utf8(&bytes).ok().and_then(&read) {
            None => turned.refused += 1,
            Some(actual) if actual == expected => {
                turned.same += 1;
                turned.same_but_for_more_than_case += usize::from(mask != 0x20 || !bytes[at].is_ascii_alphabetic());
            }
            Some(actual) => {
                assert!(judge(&expected, &actual), "bit {bit}: {}", String::from_utf8_lossy(&bytes));
                turned.other += 1;
            }
        }
        bytes[at] ^= mask;
    }
    assert_eq!(turned.refused + turned.same + turned.other, 8 * text.len());
    turned
}

fn calls(secrets: [u32; 2]) -> Vec<AddKeysCall> {
    let key_stores = common::key_stores(secrets, ProofKind::Registration);
    calldata::add_keys("7".parse().unwrap(), &key_stores, KeysPerCall::new(1).unwrap()).unwrap()
}

/// One tuple of the list became another, with another point, and it does not verify.
fn one_does_not_verify(expected: &[UnverifiedKeyStore], actual: &[UnverifiedKeyStore]) -> bool {
    let changed: Vec<_> = expected.iter().zip(actual).filter(|(expected, actual)| expected != actual).collect();
    let [(before, after)] = changed[..] else { return false };
    expected.len() == actual.len()
        && before.attester == after.attester
        && [ProofKind::Registration, ProofKind::Feedback].into_iter().all(|kind| KeyStore::verify(after, kind).is_err())
}

#[test]
fn staker_output() {
    let text = staker_output::to_json(&common::key_stores([5, 6], ProofKind::Registration));
    let turned = turn_each_bit(&text, |text| staker_output::read(text).ok(), |a, b| one_does_not_verify(a, b));
    // Digits of points are all that can become something else: an attester has a checksum.
    assert!(turned.other > 2_000 && turned.same > 300 && turned.same_but_for_more_than_case == 0, "{turned:?}");
}

#[test]
fn calldata_of_a_call() {
    let text = calls([5, 6])[0].calldata.to_hex();
    let read = |text: &str| calldata::decode_add_keys(&calldata::parse_hex(text).ok()?).ok();
    let turned = turn_each_bit(&text, read, |expected, actual| {
        let ([before], [after]) = (&expected.tuples[..], &actual.tuples[..]) else { return false };
        // Bytes that carry no checksum: which provider, and whose address. `verify` shows both.
        let address =
            before.attester != after.attester && UnverifiedKeyStore { attester: before.attester, ..*after } == *before;
        if expected.provider != actual.provider {
            before == after
        } else {
            address || one_does_not_verify(&[*before], &[*after])
        }
    });
    assert!(turned.other > 1_000 && turned.same_but_for_more_than_case == 0, "{turned:?}");
}

/// Each call says everything twice: as bytes, and in words. Only the estimate of its gas stands alone.
#[test]
fn calldata_file() {
    let text = calldata_file::add_keys_to_json(&calls([5, 6])[..1]);
    let turned = turn_each_bit(&text, |text| calldata_file::read_add_keys(text).ok(), |_, _| false);
    assert!(turned.refused > 10_000 && turned.same > 150, "{turned:?}");
    // A number of six digits, three or four bits of each of which make another digit.
    assert!(turned.same_but_for_more_than_case < 6 * 4, "{turned:?}");
}

/// The app's checksum is over everything but the name that it shows. It may be missing, and that is said.
#[test]
fn safe_batch() {
    let registry = NonZeroAddress::new(common::attester(1)).unwrap();
    let batch = &SafeBatch::add_keys(1.try_into().unwrap(), registry, &calls([5, 6])[..1])[0];
    let text = batch.to_json();
    let turned = turn_each_bit(
        &text,
        |text| safe_batch::read(text).ok(),
        |expected, actual| {
            *expected == SafeBatchContents { has_checksum: true, ..actual.clone() } && !actual.has_checksum
        },
    );
    assert!(turned.refused > 8_000 && turned.same < 8 * batch.name.len(), "{turned:?}");
    // The letters of its member's name.
    assert!(turned.other <= 8 * "checksum".len(), "{turned:?}");
}

#[test]
fn signed_exits() {
    let domain = exits::domain();
    let text = SignedExits::verify(domain, &exits::exits(2)).unwrap().to_json();
    let turned = turn_each_bit(
        &text,
        |text| read_exits(text).ok(),
        |expected, actual| {
            let changed: Vec<_> = expected.iter().zip(actual).filter(|(expected, actual)| expected != actual).collect();
            expected.len() == actual.len() && changed.len() == 1 && SignedExit::verify(changed[0].1, &domain).is_err()
        },
    );
    // An attester has a checksum; deadlines and signatures are what is signed.
    assert!(turned.other > 700 && turned.same > 80 && turned.same_but_for_more_than_case == 0, "{turned:?}");
}

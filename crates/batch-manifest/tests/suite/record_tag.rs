//! How a ceremony record says of which manifest it is.

use aztec_batch_manifest::{Sha256Digest, names_manifest, record_tag};

#[test]
fn a_record_names_its_manifest_alone() {
    let (digest, other) = (Sha256Digest::of(b"abc"), Sha256Digest::of(b"abd"));
    let tag = record_tag(&digest);
    // FIPS 180-4, the example "abc".
    let hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(tag, format!("<meta name=\"manifest-sha256\" content=\"{hex}\">"));
    let page = format!("<!DOCTYPE html><head>{tag}</head><body></body>");
    assert!(names_manifest(&page, &digest) && !names_manifest(&page, &other));
    assert!(!names_manifest(hex, &digest), "the digest in another place is no tag");
    assert!(!names_manifest("", &digest));
}

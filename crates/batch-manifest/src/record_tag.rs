//! How a ceremony record says of which manifest it is.

use crate::Sha256Digest;

/// The element in the head of the page, which every version writes.
#[must_use]
pub fn record_tag(manifest_sha256: &Sha256Digest) -> String {
    format!("<meta name=\"manifest-sha256\" content=\"{manifest_sha256}\">")
}

/// Whether a page says that it is the record of the manifest with this digest. Of what else the page shows it says nothing.
#[must_use]
pub fn names_manifest(page: &str, manifest_sha256: &Sha256Digest) -> bool {
    page.contains(&record_tag(manifest_sha256))
}

//! How a ceremony record says of which manifest it is.

use crate::Sha256Digest;

/// The `<meta>` element by which the head of a ceremony record names its manifest. Every version of the record has it.
#[must_use]
pub fn record_tag(manifest_sha256: &Sha256Digest) -> String {
    format!("<meta name=\"manifest-sha256\" content=\"{manifest_sha256}\">")
}

/// Whether a page says that it is the record of the manifest with this digest. What else the page shows is not looked at.
#[must_use]
pub fn names_manifest(page: &str, manifest_sha256: &Sha256Digest) -> bool {
    page.contains(&record_tag(manifest_sha256))
}

//! A batch directory: the names in it, and the manifest that describes it.

mod layout;
mod manifest;

pub(crate) use layout::Layout;
pub(crate) use manifest::{FORMAT_VERSION, Manifest, ManifestError, ManifestKey, Point, Source};

//! A batch directory: the names in it.

mod layout;

pub(crate) use layout::Layout;

/// How the manifest names this program.
pub(crate) const MADE_BY: &str = concat!("keygen ", env!("CARGO_PKG_VERSION"));

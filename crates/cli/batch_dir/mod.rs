//! A batch directory: the names in it.

mod layout;

pub(crate) use layout::Layout;

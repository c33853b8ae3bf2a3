//! The targets, by what they read.

pub(crate) mod chain;
pub(crate) mod curve;
pub(crate) mod key_files;
pub(crate) mod lists;
pub(crate) mod node;
pub(crate) mod public;
pub(crate) mod words;

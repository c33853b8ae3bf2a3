//! Whether the operator named a directory or a file.

use std::{io, path::Path};

use super::error::InputError;

/// Whether this is a directory, or a link to one. `-` is none.
///
/// # Errors
///
/// Fails where the system refuses to say.
pub fn is_directory(option: &'static str, path: &Path) -> Result<bool, InputError> {
    judged(option, path, durable_files::is_directory(path))
}

/// Whether this is a regular file, or a link to one.
///
/// # Errors
///
/// Fails where the system refuses to say.
pub fn is_file(option: &'static str, path: &Path) -> Result<bool, InputError> {
    judged(option, path, durable_files::is_file(path))
}

fn judged(option: &'static str, path: &Path, answer: io::Result<bool>) -> Result<bool, InputError> {
    answer.map_err(|error| InputError::of(option, path, error.into()))
}

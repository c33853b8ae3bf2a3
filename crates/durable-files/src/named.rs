//! What a path names. Unlike `Path::is_dir` and its like, a system that refuses to say is not taken for "no".

use std::{
    fs::{self, Metadata},
    io,
    path::Path,
};

use crate::refusal::names_nothing;

/// Whether this is a directory, or a link to one.
///
/// # Errors
/// What the system says, where it does not let us look. A name that leads nowhere is no error.
pub fn is_directory(path: &Path) -> io::Result<bool> {
    Ok(there(fs::metadata(path))?.is_some_and(|actual| actual.is_dir()))
}

/// Whether this is a regular file, or a link to one.
///
/// # Errors
/// Those of [`is_directory`].
pub fn is_file(path: &Path) -> io::Result<bool> {
    Ok(there(fs::metadata(path))?.is_some_and(|actual| actual.is_file()))
}

/// The metadata of whatever has this name, without following a link; `None` where nothing has it.
///
/// # Errors
/// Those of [`is_directory`].
pub fn what_is_at(path: &Path) -> io::Result<Option<Metadata>> {
    there(fs::symlink_metadata(path))
}

fn there(actual: io::Result<Metadata>) -> io::Result<Option<Metadata>> {
    match actual {
        Ok(actual) => Ok(Some(actual)),
        Err(error) if names_nothing(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_are_followed_or_not_and_names_that_lead_nowhere_are_no_errors() {
        let dir = tempfile::tempdir().unwrap();
        let path = |name: &str| dir.path().join(name);
        fs::write(path("file"), "x").unwrap();
        symlink(dir.path(), path("to-dir")).unwrap();
        symlink(path("file"), path("to-file")).unwrap();
        symlink(path("loop"), path("loop")).unwrap();
        symlink(path("missing"), path("dangling")).unwrap();
        let long = "x".repeat(300);
        let cases = [
            ("", true, false, true),
            ("file", false, true, true),
            ("to-dir", true, false, true),
            ("to-file", false, true, true),
            ("loop", false, false, true),
            ("dangling", false, false, true),
            ("missing", false, false, false),
            ("file/below", false, false, false),
            (&long, false, false, false),
        ];
        for (name, directory, file, there) in cases {
            assert_eq!(is_directory(&path(name)).unwrap(), directory, "{name}");
            assert_eq!(is_file(&path(name)).unwrap(), file, "{name}");
            assert_eq!(what_is_at(&path(name)).unwrap().is_some(), there, "{name}");
        }
    }

    /// A zero byte ends a name for the system, so that it cannot even be asked.
    #[test]
    fn no_answer_is_not_taken_for_no() {
        let name = Path::new("a\0b");
        assert_eq!(is_directory(name).unwrap_err().kind(), io::ErrorKind::InvalidInput);
        assert_eq!(is_file(name).unwrap_err().kind(), io::ErrorKind::InvalidInput);
        assert_eq!(what_is_at(name).unwrap_err().kind(), io::ErrorKind::InvalidInput);
    }
}

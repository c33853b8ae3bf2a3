//! Standard input in place of a file.

use std::path::Path;

use standard_streams::Stream;

use super::error::InputError;

/// Standard input can be read once, so only one option may name it.
///
/// ```
/// use std::path::Path;
///
/// use aztec_operator::input::StdinOnce;
///
/// let stdin = Some(Path::new("-"));
/// let file = Some(Path::new("password"));
/// assert!(StdinOnce::check([("--mnemonic", stdin), ("--password-file", file)]).is_ok());
/// assert!(StdinOnce::check([("--mnemonic", stdin), ("--password-file", stdin)]).is_err());
/// ```
#[derive(Debug, Default)]
pub struct StdinOnce {
    taken_by: Option<&'static str>,
}

impl StdinOnce {
    /// Refuses two options that name standard input, before any of them is read.
    ///
    /// # Errors
    ///
    /// Fails where two options name it.
    pub fn check<'a>(options: impl IntoIterator<Item = (&'static str, Option<&'a Path>)>) -> Result<Self, InputError> {
        let mut named = options.into_iter().filter(|(_, path)| *path == Some(Path::new("-")));
        match (named.next(), named.next()) {
            (Some((first, _)), Some((second, _))) => Err(InputError::StdinTwice { first, second }),
            _ => Ok(Self::default()),
        }
    }

    /// Takes standard input for an option, which nothing else has done. It must be there.
    pub(super) fn take(&mut self, option: &'static str) -> Result<(), InputError> {
        if let Some(first) = self.taken_by.replace(option) {
            return Err(InputError::StdinTwice { first, second: option });
        }
        // The runtime opened /dev/null in the place of a closed one, which reads as an empty file.
        Stream::Input.require().map_err(|_| InputError::StdinClosed { option, path: "-".into() })
    }
}

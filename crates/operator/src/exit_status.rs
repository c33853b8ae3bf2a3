//! The exit statuses, one for each way in which the program ends. 0 is success.

use std::error::Error;

/// A check failed: the input was read, and it is not right.
pub const CHECK_FAILED: u8 = 1;
/// Wrong use or bad input. clap ends with the same number.
pub const BAD_INPUT: u8 = 2;
/// The system failed: disk, permission, randomness, standard output.
pub const SYSTEM_FAILED: u8 = 3;
/// Interrupted: 128 + SIGINT, as shells count it.
pub const INTERRUPTED: u8 = 130;

/// An error that can end the program.
///
/// ```
/// use std::fmt;
///
/// use aztec_operator::command_error::CommandError;
/// use aztec_operator::exit_status::{CHECK_FAILED, ExitStatus};
///
/// #[derive(Debug)]
/// struct KeysDiffer;
///
/// impl fmt::Display for KeysDiffer {
///     fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
///         f.write_str("the keys differ; restore the batch from a copy")
///     }
/// }
///
/// impl std::error::Error for KeysDiffer {}
///
/// impl ExitStatus for KeysDiffer {
///     fn status(&self) -> u8 {
///         CHECK_FAILED
///     }
/// }
///
/// // With `?`, an error of any command becomes one that `main` reports.
/// assert_eq!(CommandError::from(KeysDiffer).status(), 1);
/// ```
pub trait ExitStatus: Error + Send {
    /// The status that the program ends with.
    fn status(&self) -> u8;
}

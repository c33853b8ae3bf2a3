//! Whose fault a failed call is: that of who gave the name, or of the system.

use std::io;

use rustix::io::Errno;

/// Whether nothing has or could have the name. Links that lead to each other lead nowhere.
pub(crate) fn names_nothing(error: &io::Error) -> bool {
    is_one_of(error, &[Errno::NOENT, Errno::NOTDIR, Errno::NAMETOOLONG, Errno::LOOP])
}

/// Whether an error is a refusal of the system: a disk, a permission or a limit is in the way, and a better name would not help.
///
/// An error of the system that is not known here counts as a refusal, since a system has many ways to fail.
#[must_use]
pub fn is_refusal(error: &io::Error) -> bool {
    // A directory, a name that is taken or cannot be one, a socket or a device with nothing behind it.
    let names = [Errno::ISDIR, Errno::EXIST, Errno::NOTEMPTY, Errno::INVAL, Errno::NXIO, Errno::NODEV];
    error.raw_os_error().is_some() && !names_nothing(error) && !is_one_of(error, &names)
}

fn is_one_of(error: &io::Error, errnos: &[Errno]) -> bool {
    errnos.iter().any(|errno| error.raw_os_error() == Some(errno.raw_os_error()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_or_the_system() {
        let of = |errno: Errno| io::Error::from_raw_os_error(errno.raw_os_error());
        for errno in [Errno::NOENT, Errno::NOTDIR, Errno::NAMETOOLONG, Errno::LOOP] {
            assert!(names_nothing(&of(errno)) && !is_refusal(&of(errno)), "{errno}");
        }
        for errno in [Errno::ISDIR, Errno::EXIST, Errno::NOTEMPTY, Errno::INVAL, Errno::NXIO, Errno::NODEV] {
            assert!(!names_nothing(&of(errno)) && !is_refusal(&of(errno)), "{errno}");
        }
        for errno in [
            Errno::IO,
            Errno::ACCESS,
            Errno::PERM,
            Errno::MFILE,
            Errno::NOMEM,
            Errno::NOSPC,
            Errno::DQUOT,
            Errno::STALE,
        ] {
            assert!(!names_nothing(&of(errno)) && is_refusal(&of(errno)), "{errno}");
        }
        // Nothing that the system said.
        assert!(!is_refusal(&io::ErrorKind::InvalidInput.into()));
    }
}

//! Is there a terminal on which somebody can be asked, and shown words?

use std::{
    env,
    io::{self, IsTerminal},
};

use rustix::termios::tcgetwinsize;

use crate::check::Check;

const NAME: &str = "terminal";

/// What prompts and the second screen find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Terminal {
    stdin: bool,
    stderr: bool,
    /// Columns and rows.
    size: Option<(u16, u16)>,
    /// The first of the variables that is set and not empty.
    locale: String,
}

impl Terminal {
    pub(crate) fn of_process() -> Self {
        // In the order of POSIX.
        let mut variables = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(|name| env::var(name).ok());
        Self {
            stdin: io::stdin().is_terminal(),
            stderr: io::stderr().is_terminal(),
            size: tcgetwinsize(io::stderr()).ok().map(|size| (size.ws_col, size.ws_row)),
            locale: variables.find(|value| !value.is_empty()).unwrap_or_default(),
        }
    }
}

/// 24 words in four columns and what stands around them.
const COLUMNS: u16 = 80;
const ROWS: u16 = 24;

pub(crate) fn terminal(actual: &Terminal) -> Check {
    let locale = actual.locale.to_ascii_lowercase();
    match (actual.stdin && actual.stderr, actual.size) {
        (false, _) => Check::warn(
            NAME,
            "standard input or standard error is none: nobody is asked, and passwords come from files; run keygen on a terminal",
        ),
        (true, Some((columns, rows))) if columns < COLUMNS || rows < ROWS => Check::warn(
            NAME,
            format!("{columns} columns and {rows} rows; make it {COLUMNS} by {ROWS}, so that no line is broken"),
        ),
        (true, _) if !locale.contains("utf-8") && !locale.contains("utf8") => Check::warn(
            NAME,
            format!(
                "the locale ({}) is not one of UTF-8: characters of a password may be taken for others; set LC_ALL=C.UTF-8",
                if locale.is_empty() { "none" } else { &actual.locale }
            ),
        ),
        (true, size) => {
            let (columns, rows) = size.unwrap_or((COLUMNS, ROWS));
            Check::ok(NAME, format!("{columns} columns, {rows} rows, {}", actual.locale))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Verdict;

    #[test]
    fn what_prompts_need() {
        let good = Terminal { stdin: true, stderr: true, size: Some((80, 24)), locale: "en_GB.UTF-8".to_owned() };
        assert_eq!(terminal(&good), Check::ok(NAME, "80 columns, 24 rows, en_GB.UTF-8"));
        for wrong in [
            Terminal { stdin: false, ..good.clone() },
            Terminal { stderr: false, ..good.clone() },
            Terminal { size: Some((79, 24)), ..good.clone() },
            Terminal { size: Some((80, 10)), ..good.clone() },
            Terminal { locale: "POSIX".to_owned(), ..good.clone() },
            Terminal { locale: String::new(), ..good.clone() },
        ] {
            assert_eq!(terminal(&wrong).verdict, Verdict::Warn, "{wrong:?}");
        }
        assert_eq!(terminal(&Terminal { locale: "C.utf8".to_owned(), ..good }).verdict, Verdict::Ok);
    }
}

//! Reports that fit the terminal: no line is cut in the middle of a word, and what a line goes on with stands below its text.

use std::io::{self, IsTerminal};

use rustix::termios::tcgetwinsize;

/// What every terminal has, and what is easily read.
const COMFORTABLE: usize = 80;
/// Nobody reads a report in less; some terminals say 0.
const NARROWEST: usize = 20;

/// A report for standard output: where that is a terminal, in lines of 80 columns, or fewer where it is narrower. Programs get
/// the lines as they are.
///
/// A line is broken between its columns, which two blanks or more separate, or else between words. A command of `program` at the
/// end of a line, after a colon, stays in one piece, because somebody may want to copy it.
///
/// ```
/// let report = "3 keys are made; check them at any time: keygen verify keystores";
/// print!("{}", standard_streams::fitted(report, "keygen"));
/// ```
#[must_use]
pub fn fitted(report: &str, program: &str) -> String {
    if !io::stdout().is_terminal() {
        return report.to_owned();
    }
    let columns = tcgetwinsize(io::stdout()).map_or(0, |size| usize::from(size.ws_col));
    let columns = if columns == 0 { COMFORTABLE } else { columns.clamp(NARROWEST, COMFORTABLE) };
    let lines: Vec<_> = report.split('\n').flat_map(|line| broken(line, columns, program)).collect();
    lines.join("\n")
}

/// The line in parts of so many columns. A word that is longer stands alone, and so does a command at the end.
fn broken(line: &str, columns: usize, program: &str) -> Vec<String> {
    let indent = " ".repeat(indent(line).min(columns / 2));
    let breakable = line.find(&format!(": {program} ")).map_or(line.len(), |at| at + 2);
    let mut parts = Vec::new();
    let mut rest = line.to_owned();
    while rest.chars().count() > columns {
        let bound = rest.char_indices().nth(columns).map_or(rest.len(), |(at, _)| at);
        // Not in the blanks that the part begins with.
        let first = rest.len() - rest.trim_start().len();
        let last = rest.len() - (line.len() - breakable);
        let is_possible = |at: &usize| *at > first && *at < last;
        let blanks = || rest.match_indices(' ').map(|(at, _)| at).filter(is_possible);
        // Between columns, where the first part is not a label or two and much of nothing.
        let gaps = || rest.match_indices("  ").map(|(at, _)| at).filter(|at| is_possible(at) && *at >= columns / 2);
        let fitting = |places: &mut dyn Iterator<Item = usize>| places.take_while(|at| *at <= bound).last();
        let at = fitting(&mut gaps()).or_else(|| fitting(&mut blanks())).or_else(|| blanks().next());
        let Some(at) = at else { break };
        parts.push(rest[..at].trim_end().to_owned());
        rest = format!("{indent}{}", rest[at..].trim_start());
    }
    parts.push(rest);
    parts
}

/// Where what belongs to a line goes on: below the text after a label, else a little to the right.
fn indent(line: &str) -> usize {
    let blanks = line.len() - line.trim_start_matches(' ').len();
    let text = &line[blanks..];
    let column = text.find("  ").map(|label| {
        let gap = text[label..].len() - text[label..].trim_start_matches(' ').len();
        blanks + text[..label].chars().count() + gap
    });
    column.filter(|column| *column <= COMFORTABLE / 4).unwrap_or(blanks + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_stays() {
        for line in ["", "  gas        at most 144503 of 300000 for a proof", &"x".repeat(80)] {
            assert_eq!(broken(line, 80, "keygen"), [line]);
        }
    }

    #[test]
    fn below_the_text_of_its_label() {
        assert_eq!(
            broken("  record     public/ceremony.html, to compare aloud, print and sign", 40, "keygen"),
            ["  record     public/ceremony.html, to", "             compare aloud, print and", "             sign"]
        );
        assert_eq!(
            broken("    0  0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266  registration  144503  sound", 60, "keygen"),
            ["    0  0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "       registration  144503  sound"]
        );
        assert_eq!(broken("one two three", 8, "keygen"), ["one two", "  three"]);
    }

    #[test]
    fn the_text_after_two_labels_is_broken_between_words() {
        assert_eq!(
            broken("swap       ok    none is on, so that nothing goes there", 40, "keygen"),
            ["swap       ok    none is on, so that", "           nothing goes there"]
        );
    }

    #[test]
    fn columns_stay_whole() {
        let row = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266  active  since 2026-10-29 13:27  coinbase 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 (in place)  for nobody";
        assert_eq!(
            broken(row, 80, "keywatch"),
            [
                "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266  active  since 2026-10-29 13:27",
                "  coinbase 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 (in place)  for nobody"
            ]
        );
    }

    #[test]
    fn no_word_and_no_command_is_cut() {
        let word = "0x".repeat(20);
        assert_eq!(
            broken(&format!("fee {word} end"), 20, "keygen"),
            ["fee".to_owned(), format!("  {word}"), "  end".to_owned()]
        );
        assert_eq!(
            broken("Check at any time: keygen verify out --passphrase-file passphrase", 30, "keygen"),
            ["Check at any time:", "  keygen verify out --passphrase-file passphrase"]
        );
    }
}

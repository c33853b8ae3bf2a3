//! The sections of a man page that do not follow from the definition of the command line.

use std::fmt::Write as _;

/// The same on every page.
const COMMON: &str = include_str!("../man/sections.roff");

/// A block for each page: its name, then commands with sentences before them. A page without one has that of its verb.
const EXAMPLES: &str = include_str!("../man/examples.txt");

/// The sections of the page of this name, such as keygen-calldata-add-keys.
pub(super) fn sections(page: &str) -> String {
    let mut text = format!("{COMMON}.SH EXAMPLES\n");
    for line in examples(page).lines() {
        // A hyphen that can be copied; no line begins with a request.
        let line = line.replace('\\', "\\e").replace('-', "\\-");
        let _ = match line.strip_prefix("keygen ") {
            Some(_) => writeln!(text, ".PP\n.RS 4\n.nf\n{line}\n.fi\n.RE"),
            None => writeln!(text, ".PP\n{line}"),
        };
    }
    text
}

fn examples(page: &str) -> &'static str {
    let of = |name: &str| {
        let blocks = EXAMPLES.split("# ").filter_map(|block| block.split_once('\n'));
        blocks.filter(|(block, _)| *block == name).map(|(_, lines)| lines.trim_end()).next()
    };
    let mut name = page;
    loop {
        match (of(name), name.rsplit_once('-')) {
            (Some(lines), _) => return lines,
            (None, Some((parent, _))) => name = parent,
            (None, None) => return "",
        }
    }
}

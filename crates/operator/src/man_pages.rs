//! Man pages: what follows from the definition of the command line, and the sections that do not.

use std::{fmt::Write as _, path::Path};

use clap::Command;
use clap_mangen::Man;
use durable_files::{Access, write_new};

use crate::files::OutputError;

/// The sections of a program's pages that its definition does not give.
pub struct ManPages {
    /// Sections that are the same on every page, as roff.
    pub common: &'static str,
    /// A block for each page: `# ` and its name, then commands with sentences before them. A page without one has that of
    /// its verb.
    pub examples: &'static str,
    /// The name of the program, with which an example begins.
    pub program: &'static str,
}

impl ManPages {
    /// The page of a command that was built.
    ///
    /// # Panics
    ///
    /// Never: memory takes every page, and help texts are UTF-8.
    #[must_use]
    pub fn page(&self, command: &Command) -> String {
        let mut text = Vec::new();
        Man::new(without_help(command)).render(&mut text).expect("memory takes every page");
        String::from_utf8(text).expect("help texts are UTF-8") + self.common + &self.examples_of(name(command))
    }

    /// Writes a page for a command and each below it into a directory. Says how many there are.
    ///
    /// # Errors
    ///
    /// Fails where one cannot be written.
    pub fn write(&self, command: &Command, directory: &Path) -> Result<usize, OutputError> {
        write_new(&directory.join(format!("{}.1", name(command))), Access::Public, self.page(command).as_bytes())
            .map_err(|source| OutputError::Staging { option: "", source })?;
        let verbs = command.get_subcommands().filter(|verb| verb.get_name() != "help");
        verbs.map(|verb| self.write(verb, directory)).sum::<Result<usize, _>>().map(|below| below + 1)
    }

    fn examples_of(&self, page: &str) -> String {
        let mut text = ".SH EXAMPLES\n".to_owned();
        for line in self.block(page).lines() {
            // A hyphen that can be copied; no line begins with a request.
            let escaped = line.replace('\\', "\\e").replace('-', "\\-");
            let _ = if line.split(' ').next() == Some(self.program) {
                writeln!(text, ".PP\n.RS 4\n.nf\n{escaped}\n.fi\n.RE")
            } else {
                writeln!(text, ".PP\n{escaped}")
            };
        }
        text
    }

    fn block(&self, page: &str) -> &'static str {
        let blocks = || self.examples.split("# ").filter_map(|block| block.split_once('\n'));
        let mut name = page;
        loop {
            match (blocks().find(|(block, _)| *block == name), name.rsplit_once('-')) {
                (Some((_, lines)), _) => return lines.trim_end(),
                (None, Some((parent, _))) => name = parent,
                (None, None) => return "",
            }
        }
    }
}

/// The command without its verb `help`, which has no page of its own: nothing should point there.
fn without_help(command: &Command) -> Command {
    match command.find_subcommand("help") {
        Some(_) => command.clone().mut_subcommand("help", |help| help.hide(true)),
        None => command.clone(),
    }
}

/// After `build`, the display name of a sub-command has its parents in front: keygen-calldata-add-keys.
fn name(command: &Command) -> &str {
    command.get_display_name().unwrap_or(command.get_name())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_without_examples_has_those_of_its_verb() {
        let mut program = Command::new("tool").subcommand(Command::new("verb").subcommand(Command::new("sub-verb")));
        program.build();
        let examples = "# tool\nFor all:\ntool verb\n\n# tool-verb\nWith an option:\ntool verb sub-verb --help\n";
        let pages = ManPages { common: ".SH FILES\nNone.\n", examples, program: "tool" };
        let verb = program.get_subcommands().next().unwrap();
        let end = ".SH FILES\nNone.\n.SH EXAMPLES\n.PP\nWith an option:\n.PP\n.RS 4\n.nf\ntool verb sub\\-verb \\-\\-help\n.fi\n.RE\n";
        for command in [verb, verb.get_subcommands().next().unwrap()] {
            assert!(pages.page(command).ends_with(end), "{}", pages.page(command));
        }
        assert!(!pages.page(&program).contains("tool\\-help"), "{}", pages.page(&program));
        assert!(pages.page(&program).contains("tool\\-verb(1)"), "{}", pages.page(&program));
        assert!(pages.page(&program).ends_with(".PP\nFor all:\n.PP\n.RS 4\n.nf\ntool verb\n.fi\n.RE\n"));
        let place = tempfile::tempdir().unwrap();
        assert_eq!(pages.write(&program, place.path()).unwrap(), 3);
        assert!(place.path().join("tool-verb-sub-verb.1").exists());
    }
}

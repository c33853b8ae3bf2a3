//! `keygen completions` and `keygen man`: made from the same definition as the help texts.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::cli::{Cli, CompletionsArgs, ManArgs};
use aztec_operator::{
    command_error::CommandError,
    files::OutputSet,
    man_pages::ManPages,
    output::{self, FILE_WRITTEN, RUN_AGAIN, ResultLost, Shown},
};

pub(crate) fn completions(args: &CompletionsArgs) -> Result<(), ResultLost> {
    output::result(completions_for(args.shell).trim_end(), RUN_AGAIN)
}

fn completions_for(shell: Shell) -> String {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "keygen", &mut text);
    String::from_utf8(text).expect("help texts are UTF-8")
}

const PAGES: ManPages = ManPages {
    common: include_str!("../man/sections.roff"),
    examples: include_str!("../man/examples.txt"),
    program: "keygen",
};

/// Prints the page of the program, or writes one page for each verb into a directory.
pub(crate) fn man(args: &ManArgs) -> Result<(), CommandError> {
    // A page has a line for the version, which the facts of `--version` would run together on.
    let mut program = Cli::command().long_version(None);
    program.build();
    let Some(directory) = &args.out else {
        return Ok(output::result(PAGES.page(&program).trim_end(), RUN_AGAIN)?);
    };
    let mut pages = 0;
    let mut set = OutputSet::begin();
    set.directory("--out", directory, |staged| PAGES.write(&program, staged).map(|written| pages = written))?;
    set.commit()?;
    Ok(output::result(&format!("{pages} man pages in {}", Shown(directory)), FILE_WRITTEN)?)
}

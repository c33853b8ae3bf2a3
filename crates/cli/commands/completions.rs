//! `keygen completions` and `keygen man`: made from the same definition as the help texts.

use std::path::Path;

use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;
use durable_files::{Access, write_new};

use super::man_sections::sections;
use crate::cli::{Cli, CompletionsArgs, ManArgs};
use aztec_operator::{
    command_error::CommandError,
    files::{OutputError, OutputSet},
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

/// Prints the page of the program, or writes one page for each verb into a directory.
pub(crate) fn man(args: &ManArgs) -> Result<(), CommandError> {
    // A page has a line for the version, which the facts of `--version` would run together on.
    let mut program = Cli::command().long_version(None);
    program.build();
    let Some(directory) = &args.out else {
        return Ok(output::result(page(&program).trim_end(), RUN_AGAIN)?);
    };
    let mut pages = 0;
    let mut set = OutputSet::begin();
    set.directory("--out", directory, |staged| write_pages(&program, staged, &mut pages))?;
    set.commit()?;
    Ok(output::result(&format!("{pages} man pages in {}", Shown(directory)), FILE_WRITTEN)?)
}

fn write_pages(command: &Command, directory: &Path, pages: &mut usize) -> Result<(), OutputError> {
    // After `build`, the display name of a sub-command has its parents in front: keygen-calldata-add-keys.
    let name = name(command);
    write_new(&directory.join(format!("{name}.1")), Access::Public, page(command).as_bytes())
        .map_err(|source| OutputError::Staging { option: "", source })?;
    *pages += 1;
    let verbs = command.get_subcommands().filter(|verb| verb.get_name() != "help");
    verbs.into_iter().try_for_each(|verb| write_pages(verb, directory, pages))
}

fn name(command: &Command) -> &str {
    command.get_display_name().unwrap_or(command.get_name())
}

fn page(command: &Command) -> String {
    let mut text = Vec::new();
    Man::new(command.clone()).render(&mut text).expect("memory takes every page");
    String::from_utf8(text).expect("help texts are UTF-8") + &sections(name(command))
}

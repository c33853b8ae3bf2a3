//! `keygen completions` and `keygen man`: made from the same definition as the help texts.

use std::{io, path::Path};

use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;
use durable_files::{Access, StagingError, write_new};

use crate::{
    cli::{Cli, CompletionsArgs, ManArgs},
    exit_status::SYSTEM_FAILED,
    files::{OutputError, OutputSet, explain},
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
pub(crate) fn man(args: &ManArgs) -> Result<(), ManError> {
    let mut program = Cli::command();
    program.build();
    let Some(directory) = &args.out else {
        return Ok(output::result(page(&program)?.trim_end(), RUN_AGAIN)?);
    };
    let mut pages = 0;
    let mut set = OutputSet::begin();
    set.directory("--out", directory, |staged| write_pages(&program, staged, &mut pages))?;
    set.commit()?;
    Ok(output::result(&format!("{pages} man pages in {}", Shown(directory)), FILE_WRITTEN)?)
}

fn write_pages(command: &Command, directory: &Path, pages: &mut usize) -> Result<(), ManError> {
    // After `build`, the display name of a sub-command has its parents in front: keygen-calldata-add-keys.
    let name = command.get_display_name().unwrap_or(command.get_name());
    write_new(&directory.join(format!("{name}.1")), Access::Public, page(command)?.as_bytes())
        .map_err(ManError::Page)?;
    *pages += 1;
    let verbs = command.get_subcommands().filter(|verb| verb.get_name() != "help");
    verbs.into_iter().try_for_each(|verb| write_pages(verb, directory, pages))
}

fn page(command: &Command) -> Result<String, ManError> {
    let mut text = Vec::new();
    Man::new(command.clone()).render(&mut text).map_err(ManError::Render)?;
    Ok(String::from_utf8(text).expect("help texts are UTF-8"))
}

/// Why there are no man pages.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ManError {
    /// The directory cannot be had.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// A page cannot be written.
    #[error("{}", explain("", .0))]
    Page(StagingError),
    /// A page cannot be made.
    #[error("the page cannot be made ({0}); this is a fault of the program, report it")]
    Render(io::Error),
    /// The result was lost on its way out.
    #[error(transparent)]
    Lost(#[from] ResultLost),
}

impl ManError {
    pub(crate) fn status(&self) -> u8 {
        match self {
            Self::Output(error) => error.status(),
            Self::Page(_) | Self::Render(_) | Self::Lost(_) => SYSTEM_FAILED,
        }
    }
}

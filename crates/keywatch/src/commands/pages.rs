//! `keywatch completions` and `keywatch man`: made from the same definition as the help texts.

use std::io;

use clap::CommandFactory;
use clap_mangen::Man;
use durable_files::Access;

use crate::{
    cli::{Cli, CompletionsArgs, ManArgs},
    failure::Failure,
    file, output,
    status::Status,
};

pub(super) fn completions(args: &CompletionsArgs) -> Result<Status, Failure> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "keywatch", &mut text);
    output::result(String::from_utf8_lossy(&text).trim_end())?;
    Ok(Status::Ok)
}

/// Prints the page of the program, or writes one page for each verb into a new directory.
pub(super) fn man(args: &ManArgs) -> Result<Status, Failure> {
    let mut program = Cli::command();
    program.build();
    // It has no page of its own: nothing should point there.
    program = program.mut_subcommand("help", |help| help.hide(true));
    if let Some(directory) = &args.out {
        let pages = pages(&program).map_err(|source| Failure::Lost { remedy: output::RUN_AGAIN, source })?;
        let files = pages.iter().map(|(name, page)| (name.as_str(), page.as_slice()));
        file::new_directory(directory, Access::Public, files).map_err(|source| Failure::Pages { source })?;
        output::written(&format!("{} man pages in {}", pages.len(), directory.display()))?;
    } else {
        let mut text = Vec::new();
        Man::new(program).render(&mut text).map_err(|source| Failure::Lost { remedy: output::RUN_AGAIN, source })?;
        output::result(String::from_utf8_lossy(&text).trim_end())?;
    }
    Ok(Status::Ok)
}

/// A page for the program and for each verb, by the names of their files.
fn pages(program: &clap::Command) -> io::Result<Vec<(String, Vec<u8>)>> {
    let verbs = program.get_subcommands().filter(|verb| verb.get_name() != "help");
    let page = |command: &clap::Command| {
        let name = command.get_display_name().unwrap_or(command.get_name());
        let mut page = Vec::new();
        Man::new(command.clone()).render(&mut page).map(|()| (format!("{name}.1"), page))
    };
    std::iter::once(program).chain(verbs).map(page).collect()
}

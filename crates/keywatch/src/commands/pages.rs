//! `keywatch completions` and `keywatch man`: made from the same definition as the help texts.

use std::{fs, io, path::Path};

use clap::CommandFactory;
use clap_mangen::Man;

use crate::{
    cli::{Cli, CompletionsArgs, ManArgs},
    failure::Failure,
    output,
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
        let pages =
            write_pages(&program, directory).map_err(|source| Failure::Pages { path: directory.clone(), source })?;
        output::written(&format!("{pages} man pages in {}", directory.display()))?;
    } else {
        let mut text = Vec::new();
        Man::new(program).render(&mut text).map_err(|source| Failure::Lost { remedy: output::RUN_AGAIN, source })?;
        output::result(String::from_utf8_lossy(&text).trim_end())?;
    }
    Ok(Status::Ok)
}

fn write_pages(program: &clap::Command, directory: &Path) -> io::Result<usize> {
    fs::create_dir(directory)?;
    let verbs = program.get_subcommands().filter(|verb| verb.get_name() != "help");
    let commands: Vec<_> = std::iter::once(program).chain(verbs).collect();
    for command in &commands {
        let name = command.get_display_name().unwrap_or(command.get_name());
        let mut page = Vec::new();
        Man::new((*command).clone()).render(&mut page)?;
        fs::write(directory.join(format!("{name}.1")), page)?;
    }
    Ok(commands.len())
}

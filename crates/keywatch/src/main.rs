//! `keywatch`: what the chain says of a staking provider. It reads, and never sends a transaction or asks for a key.
//!
//! `main` maps results to exit statuses and does nothing else.

mod cli;
mod commands;
mod connect;
mod failure;
mod file;
mod node;
mod node_keystore;
mod output;
mod past;
mod settings;
mod status;

use std::process::ExitCode;

use clap::Parser;

use cli::Cli;
use status::Status;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(answer) => return print(&answer),
    };
    let status = commands::run(&cli).unwrap_or_else(|failure| {
        output::error(&failure.to_string());
        Status::Unknown
    });
    ExitCode::from(status.code())
}

/// Prints the help that was asked for, or why the command line is refused.
fn print(answer: &clap::Error) -> ExitCode {
    let printed = answer.print().is_ok();
    ExitCode::from(if answer.use_stderr() || !printed { Status::Unknown.code() } else { Status::Ok.code() })
}

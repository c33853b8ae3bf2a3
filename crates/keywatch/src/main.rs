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
        Err(answer) => {
            let ends_well = output::answer(&answer) && !answer.use_stderr();
            return ExitCode::from(if ends_well { Status::Ok } else { Status::Unknown }.code());
        }
    };
    let status = commands::run(&cli).unwrap_or_else(|failure| {
        output::error(&failure.to_string());
        Status::Unknown
    });
    ExitCode::from(status.code())
}

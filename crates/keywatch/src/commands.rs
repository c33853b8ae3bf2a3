//! The verbs.

mod audit;
mod check;
mod coinbase;
mod pages;
mod rewards;
mod run;
mod standing;

use crate::{
    cli::{Cli, Command},
    failure::Failure,
    status::Status,
};

pub(crate) fn run(cli: &Cli) -> Result<Status, Failure> {
    match &cli.command {
        Command::Check(args) => check::run(args),
        Command::Audit(args) => audit::run(args),
        Command::Coinbase(args) => coinbase::run(args),
        Command::Status(args) => standing::run(args),
        Command::Rewards(args) => rewards::run(args),
        Command::Run(args) => run::run(args),
        Command::Completions(args) => pages::completions(args),
        Command::Man(args) => pages::man(args),
    }
}

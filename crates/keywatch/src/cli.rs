//! The command line as clap reads it.

mod audit;
mod check;
mod coinbase;
mod connection;
mod pages;
mod run;
mod standing;

use clap::{Parser, Subcommand};

pub(crate) use audit::AuditArgs;
pub(crate) use check::{CheckArgs, ExpectedArgs};
pub(crate) use coinbase::{CoinbaseArgs, NodeArgs, PastArgs};
pub(crate) use connection::{ConnectionArgs, NetworkName, Tag, UrlText};
pub(crate) use pages::{CompletionsArgs, ManArgs};
pub(crate) use run::RunArgs;
pub(crate) use standing::{CallsForm, RewardsArgs, StatusArgs};

/// What the chain says of a staking provider of the Aztec network. Reads only: it sends no transaction and asks for no key.
#[derive(Debug, Parser)]
#[command(name = "keywatch", version, max_term_width = 100, propagate_version = true, subcommand_required = true)]
#[command(
    after_help = "Exit status: 0 all is well; 1 somebody should look; 2 somebody should act; 3 it is not known, because of \
                        wrong use, bad input, or a chain that cannot be read."
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Check(CheckArgs),
    Audit(AuditArgs),
    Coinbase(CoinbaseArgs),
    Status(StatusArgs),
    Rewards(RewardsArgs),
    Run(RunArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
}

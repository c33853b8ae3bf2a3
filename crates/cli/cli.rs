//! The command line as clap reads it. No field here ever holds a secret: secrets come from files, standard input, the
//! environment or the terminal.

mod batch;
mod calldata;
mod doctor;
mod exit;
mod import;
mod metadata;
mod node_keystore;
mod pages;
mod password;
mod recover_check;
mod secrets;
mod verify;
mod version;
mod written;

use clap::{Parser, Subcommand};

pub(crate) use batch::{BatchArgs, NodeArgs, SourceArgs};
pub(crate) use calldata::{Call, CalldataArgs, CarrierArgs, Format};
pub(crate) use doctor::DoctorArgs;
pub(crate) use exit::{ExitAction, ExitArgs, ExitDomainArgs, ExitFormat, SignExitArgs};
pub(crate) use import::ImportArgs;
pub(crate) use metadata::{MetadataAction, MetadataArgs, NewMetadataArgs};
pub(crate) use node_keystore::{NodeKeystoreAction, NodeKeystoreArgs, RenderArgs, Schema, SetCoinbaseArgs};
pub(crate) use pages::{CompletionsArgs, ManArgs};
pub(crate) use password::PasswordVerbArgs;
pub(crate) use recover_check::RecoverCheckArgs;
pub(crate) use secrets::{KeyAction, KeyArgs, MnemonicAction, MnemonicArgs};
pub(crate) use verify::VerifyArgs;

/// BLS keys for staking providers of the Aztec network, made offline.
#[derive(Debug, Parser)]
#[command(name = "keygen", version, long_version = version::facts(), max_term_width = 100, propagate_version = true, subcommand_required = true)]
#[command(after_help = "Exit status: 0 done; 1 a check failed; 2 wrong use or bad input; 3 the system failed; \
                        130 interrupted. What is written appears whole or not at all.")]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Doctor(DoctorArgs),
    Batch(Box<BatchArgs>),
    Import(ImportArgs),
    Verify(VerifyArgs),
    RecoverCheck(RecoverCheckArgs),
    Calldata(CalldataArgs),
    Exit(ExitArgs),
    NodeKeystore(NodeKeystoreArgs),
    Metadata(MetadataArgs),
    Mnemonic(MnemonicArgs),
    Key(KeyArgs),
    Password(PasswordVerbArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
}

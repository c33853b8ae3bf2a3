//! The command line of `keygen metadata`.

use std::path::PathBuf;

use aztec_staking_registry::{NonZeroAddress, ProviderId};
use clap::{Args, Subcommand};

/// Write or check the provider's entry in the staking dashboard.
#[derive(Debug, Args)]
pub(crate) struct MetadataArgs {
    #[command(subcommand)]
    pub(crate) action: MetadataAction,
}

#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(crate) enum MetadataAction {
    New(NewMetadataArgs),
    /// Check entries, and name everything that the dashboard could not use
    Check {
        /// Files of the dashboard's list (`-`: standard input)
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Print the findings as JSON
        #[arg(long)]
        json: bool,
    },
}

/// Write a new entry; what is left out, the dashboard shows as empty.
#[derive(Debug, Args)]
pub(crate) struct NewMetadataArgs {
    /// Number of the provider in the registry
    #[arg(long, value_name = "N")]
    pub(crate) provider_id: ProviderId,

    /// Name of the provider
    #[arg(long, value_name = "NAME")]
    pub(crate) name: String,

    /// A few sentences for delegators
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub(crate) description: String,

    /// Address for mail
    #[arg(long, value_name = "MAIL", default_value = "", hide_default_value = true)]
    pub(crate) email: String,

    /// Web address, with https://
    #[arg(long, value_name = "URL", default_value = "", hide_default_value = true)]
    pub(crate) website: String,

    /// Web address of a picture
    #[arg(long, value_name = "URL", default_value = "", hide_default_value = true)]
    pub(crate) logo_url: String,

    /// Name on Discord
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    pub(crate) discord_username: String,

    /// Attester whose stake is the provider's own; may be given more than once
    #[arg(long, value_name = "ADDRESS", value_parser = NonZeroAddress::parse)]
    pub(crate) self_stake: Vec<NonZeroAddress>,

    /// Web address of reports, where rewards are paid out by hand
    #[arg(long, value_name = "URL", default_value = "", hide_default_value = true)]
    pub(crate) manual_payout_audit_url: String,

    /// File to create; must not exist [default: N-name.json, as in the list of the dashboard]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

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

/// Write a new entry; the dashboard shows fields that are left out as empty.
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

    /// Mail address
    #[arg(long, value_name = "MAIL", default_value = "", hide_default_value = true)]
    pub(crate) email: String,

    /// Web address, with https://
    #[arg(long, value_name = "URL", default_value = "", hide_default_value = true)]
    pub(crate) website: String,

    /// Web address of a picture
    #[arg(long, value_name = "URL", default_value = "", hide_default_value = true)]
    pub(crate) logo_url: String,

    /// Username on Discord
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    pub(crate) discord_username: String,

    /// Attester whose stake is the provider's own; may be given more than once
    #[arg(long, value_name = "ADDRESS", value_parser = NonZeroAddress::parse)]
    pub(crate) self_stake: Vec<NonZeroAddress>,

    /// Web address of payout reports, for providers that pay rewards by hand
    #[arg(long, value_name = "URL", default_value = "", hide_default_value = true)]
    pub(crate) manual_payout_audit_url: String,

    /// File to create; must not exist [default: N-name.json, as in the dashboard's list]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

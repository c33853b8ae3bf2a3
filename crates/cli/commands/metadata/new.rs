//! `keygen metadata new`.

use std::path::PathBuf;

use aztec_staking_registry::metadata::ProviderMetadata;
use durable_files::Access;

use super::error::MetadataError;
use crate::cli::NewMetadataArgs;
use aztec_operator::{
    command_error::CommandError,
    files::write_new,
    output::{self, FILE_WRITTEN, Shown},
};

pub(super) fn run(args: &NewMetadataArgs) -> Result<(), CommandError> {
    let metadata = ProviderMetadata {
        id: args.provider_id,
        name: args.name.clone(),
        description: args.description.clone(),
        email: args.email.clone(),
        website: args.website.clone(),
        logo_url: args.logo_url.clone(),
        discord_username: args.discord_username.clone(),
        self_stake: args.self_stake.clone(),
        manual_payout_audit_url: args.manual_payout_audit_url.clone(),
    };
    let unusable = |_| {
        let faults = metadata.faults().into_iter();
        MetadataError::Unusable(
            faults.map(|fault| format!("{}: {fault}", fault.field().map_or("", option_of))).collect(),
        )
    };
    let text = metadata.to_json().map_err(unusable)?;
    let file = args.out.clone().unwrap_or_else(|| PathBuf::from(metadata.file_name()));
    let option = if args.out.is_some() { "--out" } else { "" };
    write_new(option, &file, Access::Public, text.as_bytes())?;
    for warning in metadata.warnings() {
        output::warn(&warning.to_string());
    }
    for field in metadata.empty_fields() {
        output::warn(&format!("the dashboard shows no {field}; {} fills it in", option_of(field)));
    }
    let report = format!(
        "provider {} in {}\nIt goes into the list of providers in the dashboard's repository, by a pull request.",
        metadata.id,
        Shown(&file)
    );
    Ok(output::result(&report, FILE_WRITTEN)?)
}

/// The option that fills a field.
fn option_of(field: &str) -> &'static str {
    match field {
        "providerName" => "--name",
        "providerDescription" => "--description",
        "providerEmail" => "--email",
        "providerWebsite" => "--website",
        "providerLogoUrl" => "--logo-url",
        "discordUsername" => "--discord-username",
        "providerSelfStake" => "--self-stake",
        "manualPayoutAuditUrl" => "--manual-payout-audit-url",
        _ => "--provider-id",
    }
}

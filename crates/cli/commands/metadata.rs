//! `keygen metadata`: the provider's entry in the staking dashboard.

mod check;
mod error;
mod new;

use crate::cli::{MetadataAction, MetadataArgs};
use aztec_operator::command_error::CommandError;

pub(crate) fn run(args: &MetadataArgs) -> Result<(), CommandError> {
    match &args.action {
        MetadataAction::New(args) => new::run(args),
        MetadataAction::Check { files, json } => check::run(files, *json),
    }
}

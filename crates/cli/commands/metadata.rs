//! `keygen metadata`: the provider's entry in the staking dashboard.

mod check;
mod error;
mod new;

pub(crate) use error::MetadataError;

use crate::cli::{MetadataAction, MetadataArgs};

pub(crate) fn run(args: &MetadataArgs) -> Result<(), MetadataError> {
    match &args.action {
        MetadataAction::New(args) => new::run(args),
        MetadataAction::Check { files, json } => check::run(files, *json),
    }
}

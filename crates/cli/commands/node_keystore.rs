//! `keygen node-keystore`: the node's key file, made for a host or changed in one place.

mod error;
mod file;
mod inline;
mod render;
mod set_coinbase;
mod write;

pub(crate) use error::NodeKeystoreCommandError;

use crate::cli::{NodeKeystoreAction, NodeKeystoreArgs};

pub(crate) fn run(args: &NodeKeystoreArgs) -> Result<(), NodeKeystoreCommandError> {
    match &args.action {
        NodeKeystoreAction::Render(args) => render::run(args),
        NodeKeystoreAction::SetCoinbase(args) => set_coinbase::run(args),
    }
}

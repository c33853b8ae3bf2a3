//! Where each verb writes, standard output aside: nothing else is left open to it.

use std::path::Path;

use super::{Call, Command, ExitAction, ExitArgs, KeyAction, MetadataAction, MnemonicAction, NodeKeystoreAction};

impl Command {
    /// What it makes or changes.
    pub(crate) fn written(&self) -> Vec<&Path> {
        match self {
            Self::Batch(args) => vec![&args.out],
            Self::Import(args) => vec![&args.out],
            Self::Calldata(args) => args.call.carrier().out.iter().map(AsRef::as_ref).collect(),
            Self::Exit(ExitArgs { action: ExitAction::Sign(args) }) => vec![&args.out],
            Self::NodeKeystore(args) => match &args.action {
                NodeKeystoreAction::Render(args) => {
                    args.web3signer_out.iter().chain([&args.out]).map(AsRef::as_ref).collect()
                }
                NodeKeystoreAction::SetCoinbase(args) => vec![&args.file],
            },
            Self::Metadata(args) => match &args.action {
                // Without the option, a new file here.
                MetadataAction::New(args) => vec![args.out.as_deref().unwrap_or(Path::new("."))],
                MetadataAction::Check { .. } => Vec::new(),
            },
            Self::Mnemonic(args) => match &args.action {
                MnemonicAction::New { out, .. } => out.iter().map(AsRef::as_ref).collect(),
                MnemonicAction::Show { .. } | MnemonicAction::Check { .. } => Vec::new(),
            },
            Self::Key(args) => match &args.action {
                KeyAction::ChangePassword { file, .. } => vec![file],
                KeyAction::Inspect { .. } | KeyAction::Export { .. } => Vec::new(),
            },
            Self::Man(args) => args.out.iter().map(AsRef::as_ref).collect(),
            Self::Doctor(_) | Self::Verify(_) | Self::RecoverCheck(_) | Self::Password(_) | Self::Completions(_) => {
                Vec::new()
            }
        }
    }
}

impl Call {
    fn carrier(&self) -> &super::CarrierArgs {
        match self {
            Self::AddKeys { carrier, .. }
            | Self::RegisterProvider { carrier, .. }
            | Self::UpdateAdmin { carrier, .. }
            | Self::AcceptAdmin { carrier, .. }
            | Self::UpdateRewardsRecipient { carrier, .. }
            | Self::UpdateTakeRate { carrier, .. }
            | Self::DripQueue { carrier, .. } => carrier,
        }
    }
}

//! Where each verb writes, standard output aside: nothing else is left open to it.

use std::path::Path;

use super::{Call, Command, ExitAction, ExitArgs, KeyAction, MetadataAction, MnemonicAction, NodeKeystoreAction};

impl Command {
    /// What it makes or changes.
    pub(crate) fn written(&self) -> Vec<&Path> {
        match self {
            Self::Batch(args) => vec![beside(&args.out)],
            Self::Import(args) => vec![beside(&args.out)],
            Self::Calldata(args) => args.call.carrier().out.iter().map(AsRef::as_ref).collect(),
            Self::Exit(ExitArgs { action: ExitAction::Sign(args) }) => vec![&args.out],
            Self::NodeKeystore(args) => match &args.action {
                NodeKeystoreAction::Render(args) => {
                    args.web3signer_out.iter().map(|made| beside(made)).chain([args.out.as_path()]).collect()
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

/// The directory above a new one. Where that is there already, nothing is put into it; but what a killed run left beside it is
/// taken away.
fn beside(directory: &Path) -> &Path {
    directory.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
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

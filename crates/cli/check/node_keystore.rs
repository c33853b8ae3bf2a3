//! The node keystore as this program writes it, for reading back.

use serde::Deserialize;
use zeroize::Zeroizing;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct NodeKeystoreShape {
    #[expect(dead_code, reason = "required, and of this type")]
    pub(super) schema_version: u8,
    pub(super) validators: Vec<ValidatorShape>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ValidatorShape {
    pub(super) attester: AttesterShape,
    #[serde(default)]
    pub(super) publisher: PublishersShape,
    /// Rewards may go anywhere, and operators change this.
    #[expect(dead_code, reason = "allowed, of this type, and not compared with anything")]
    pub(super) coinbase: Option<String>,
    #[expect(dead_code, reason = "required, of this type, and not compared with anything")]
    pub(super) fee_recipient: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AttesterShape {
    pub(super) eth: SourceShape,
    pub(super) bls: SourceShape,
}

#[derive(Default, Deserialize)]
#[serde(untagged)]
pub(super) enum PublishersShape {
    #[default]
    None,
    One(SourceShape),
    Several(Vec<SourceShape>),
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum SourceShape {
    /// A plain key, or an address.
    Text(Zeroizing<String>),
    File(FileShape),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileShape {
    pub(super) path: String,
    /// Filled in by the operator.
    #[expect(dead_code, reason = "allowed, and not needed: the password was given another way")]
    password: Option<Zeroizing<String>>,
}

impl PublishersShape {
    pub(super) fn sources(&self) -> &[SourceShape] {
        match self {
            Self::None => &[],
            Self::One(source) => std::slice::from_ref(source),
            Self::Several(sources) => sources,
        }
    }
}

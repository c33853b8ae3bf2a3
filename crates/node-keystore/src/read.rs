//! Reading a node keystore.

use strict_json::{Kind, View};

use crate::members::{Object, TOP_V1, TOP_V2, VALIDATOR};
use crate::read_key::{read_address, read_bls, read_eth, read_fee_recipient, read_signer};
use crate::{
    BlsKeySource, EthKeySource, FieldFault, FieldPath, MAX_BYTES, NodeKeystore, NodeKeystoreError, SchemaVersion,
    Validator,
};

impl NodeKeystore {
    /// Reads a node keystore whose validators each have one ETH key, and at most one BLS key.
    ///
    /// In version 2, what stands at the top is handed down to the validators that do not say otherwise.
    ///
    /// # Errors
    /// [`NodeKeystoreError`], which names the entry (from 0) and the field, and never quotes a value.
    pub fn read(text: &str) -> Result<Self, NodeKeystoreError> {
        let top = Top::of(text)?;
        for (name, what) in [("slasher", "a slasher"), ("prover", "a prover")] {
            if top.get(name).is_some() {
                return Err(NodeKeystoreError::unsupported(FieldPath::top(name), what));
            }
        }
        let validators = top.validators()?.into_iter().enumerate();
        Ok(Self {
            schema: top.schema,
            validators: validators.map(|(entry, view)| read_validator(&top, entry, view)).collect::<Result<_, _>>()?,
            remote_signer: top
                .get("remoteSigner")
                .map(|view| read_signer(view, FieldPath::top("remoteSigner")))
                .transpose()?,
            funding_account: top
                .get("fundingAccount")
                .map(|view| read_eth(view, FieldPath::top("fundingAccount")))
                .transpose()?,
        })
    }
}

/// The file as its members, once its version is known.
pub(crate) struct Top<'a> {
    pub(crate) schema: SchemaVersion,
    members: Object<'a, 9>,
}

impl<'a> Top<'a> {
    pub(crate) fn of(text: &'a str) -> Result<Self, NodeKeystoreError> {
        if text.len() > MAX_BYTES {
            return Err(NodeKeystoreError::TooLarge { bytes: text.len() });
        }
        let whole = View::parse(text).map_err(NodeKeystoreError::NotJson)?;
        let members = Object::of(whole, FieldPath::top(""), TOP_V2)?;
        let path = FieldPath::top("schemaVersion");
        let schema = match members.required("schemaVersion", path)?.integer() {
            Some(1) => {
                // The names that version 2 added are unknown here.
                Object::of(whole, FieldPath::top(""), TOP_V1)?;
                SchemaVersion::V1
            }
            Some(2) => SchemaVersion::V2,
            _ => return Err(NodeKeystoreError::not_a(path, "1 or 2")),
        };
        Ok(Self { schema, members })
    }

    pub(crate) fn validators(&self) -> Result<Vec<View<'a>>, NodeKeystoreError> {
        let path = FieldPath::top("validators");
        let list = self.members.required("validators", path)?.array();
        list.ok_or(NodeKeystoreError::not_a(path, "a list"))
    }

    fn get(&self, name: &'static str) -> Option<View<'a>> {
        self.members.get(name)
    }
}

pub(crate) fn validator_members(entry: usize, view: View<'_>) -> Result<Object<'_, 6>, NodeKeystoreError> {
    Object::of(view, FieldPath::entry(entry, ""), VALIDATOR)
}

pub(crate) fn read_validator(top: &Top<'_>, entry: usize, view: View<'_>) -> Result<Validator, NodeKeystoreError> {
    let members = validator_members(entry, view)?;
    for (name, what) in [("remoteSigner", "a remote signer"), ("fundingAccount", "a funding account")] {
        if members.get(name).is_some() {
            return Err(NodeKeystoreError::unsupported(FieldPath::entry(entry, name), what));
        }
    }
    // What the validator does not say is said at the top; version 1 has none of these there.
    let said = |name| match (members.get(name), top.get(name)) {
        (Some(view), _) => Some((view, FieldPath::entry(entry, name))),
        (None, fallback) => fallback.map(|view| (view, FieldPath::top(name))),
    };
    let path = FieldPath::entry(entry, "attester");
    let (attester, bls) = read_attester(members.required("attester", path)?, entry, path)?;
    let publishers = said("publisher").map(|(view, path)| match view.array() {
        Some(several) => several.into_iter().map(|view| read_eth(view, path)).collect(),
        None => Ok(vec![read_eth(view, path)?]),
    });
    let fee_recipient = said("feeRecipient")
        .ok_or(NodeKeystoreError::at(FieldPath::entry(entry, "feeRecipient"), FieldFault::Missing))?;
    Ok(Validator {
        attester,
        bls,
        publishers: publishers.transpose()?.unwrap_or_default(),
        coinbase: said("coinbase").map(|(view, path)| read_address(view, path)).transpose()?,
        fee_recipient: read_fee_recipient(fee_recipient.0, fee_recipient.1)?,
    })
}

/// An attester with its BLS key, or an ETH account alone.
fn read_attester(
    attester: View<'_>,
    entry: usize,
    path: FieldPath,
) -> Result<(EthKeySource, Option<BlsKeySource>), NodeKeystoreError> {
    if let Kind::Array(_) = attester.kind() {
        return Err(NodeKeystoreError::unsupported(path, "a list of attesters"));
    }
    if !attester.has("eth") && !attester.has("bls") {
        return Ok((read_eth(attester, path)?, None));
    }
    let attester = Object::of(attester, path, ["eth", "bls"])?;
    let (eth, bls) = (FieldPath::entry(entry, "attester.eth"), FieldPath::entry(entry, "attester.bls"));
    let bls = attester.get("bls").map(|view| read_bls(view, bls)).transpose()?;
    Ok((read_eth(attester.required("eth", eth)?, eth)?, bls))
}

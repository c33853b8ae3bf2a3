//! Reading a node keystore.

use strict_json::{Kind, NotJson, View};
use zeroize::Zeroizing;

use super::members::{Members, TOP_V1, TOP_V2, VALIDATOR};
use super::{
    BlsKeySource, EthKeySource, FieldFault, KeyFile, KeyFileWithPassword, NodeKeystore, Place, PlainKey, RemoteAccount,
    RemoteSigner, SchemaVersion, SignerUrl, Validator,
};
use crate::{AztecAddress, NonZeroAddress, parse_address};

/// The size in bytes up to which a file is read: room for 100,000 validators.
pub const MAX_BYTES: usize = 128 << 20;

/// Why a text is not a node keystore that this program handles.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NodeKeystoreError {
    /// Longer than [`MAX_BYTES`].
    #[error("the file has {bytes} bytes; a node keystore has at most {MAX_BYTES}, so check that it is the right one")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// Not JSON at all.
    #[error(transparent)]
    NotJson(NotJson),
    /// A field is not as the schema has it.
    #[error("{place} {fault}")]
    Field {
        /// Which field.
        place: Place,
        /// What is wrong with it.
        fault: FieldFault,
    },
}

/// The file as its members, once its version is known.
pub(super) struct Top<'a> {
    pub(super) schema: SchemaVersion,
    members: Members<'a, 9>,
}

impl<'a> Top<'a> {
    pub(super) fn of(text: &'a str) -> Result<Self, NodeKeystoreError> {
        if text.len() > MAX_BYTES {
            return Err(NodeKeystoreError::TooLarge { bytes: text.len() });
        }
        let whole = View::parse(text).map_err(NodeKeystoreError::NotJson)?;
        let members = Members::of(whole, Place::top(""), TOP_V2)?;
        let place = Place::top("schemaVersion");
        let schema = match members.required("schemaVersion", place)?.integer() {
            Some(1) => {
                // The names that version 2 added are unknown here.
                Members::of(whole, Place::top(""), TOP_V1)?;
                SchemaVersion::V1
            }
            Some(2) => SchemaVersion::V2,
            _ => return Err(NodeKeystoreError::Field { place, fault: FieldFault::NotA { expected: "1 or 2" } }),
        };
        Ok(Self { schema, members })
    }

    pub(super) fn validators(&self) -> Result<Vec<View<'a>>, NodeKeystoreError> {
        let place = Place::top("validators");
        let list = self.members.required("validators", place)?.array();
        list.ok_or(NodeKeystoreError::Field { place, fault: FieldFault::NotA { expected: "a list" } })
    }

    fn get(&self, name: &'static str) -> Option<View<'a>> {
        self.members.get(name)
    }
}

pub(super) fn validator_members(entry: usize, view: View<'_>) -> Result<Members<'_, 6>, NodeKeystoreError> {
    Members::of(view, Place::entry(entry, ""), VALIDATOR)
}

pub(super) fn read(text: &str) -> Result<NodeKeystore, NodeKeystoreError> {
    let top = Top::of(text)?;
    for (name, what) in [("slasher", "a slasher"), ("prover", "a prover")] {
        if top.get(name).is_some() {
            return Err(unsupported(Place::top(name), what));
        }
    }
    let validators = top.validators()?.into_iter().enumerate();
    Ok(NodeKeystore {
        schema: top.schema,
        validators: validators.map(|(entry, view)| read_validator(&top, entry, view)).collect::<Result<_, _>>()?,
        remote_signer: top.get("remoteSigner").map(|view| read_signer(view, Place::top("remoteSigner"))).transpose()?,
        funding_account: top
            .get("fundingAccount")
            .map(|view| read_eth(view, Place::top("fundingAccount")))
            .transpose()?,
    })
}

pub(super) fn read_validator(top: &Top<'_>, entry: usize, view: View<'_>) -> Result<Validator, NodeKeystoreError> {
    let members = validator_members(entry, view)?;
    for (name, what) in [("remoteSigner", "a remote signer"), ("fundingAccount", "a funding account")] {
        if members.get(name).is_some() {
            return Err(unsupported(Place::entry(entry, name), what));
        }
    }
    // What the validator does not say is said at the top; version 1 has none of these there.
    let said = |name| match (members.get(name), top.get(name)) {
        (Some(view), _) => Some((view, Place::entry(entry, name))),
        (None, fallback) => fallback.map(|view| (view, Place::top(name))),
    };
    let place = Place::entry(entry, "attester");
    let attester = members.required("attester", place)?;
    if !matches!(attester.kind(), Kind::Object(_)) {
        return Err(unsupported(place, "attesters without BLS keys"));
    }
    let attester = Members::of(attester, place, ["eth", "bls"])?;
    let (eth, bls) = (Place::entry(entry, "attester.eth"), Place::entry(entry, "attester.bls"));
    let publishers = said("publisher").map(|(view, place)| match view.array() {
        Some(several) => several.into_iter().map(|view| read_eth(view, place)).collect(),
        None => Ok(vec![read_eth(view, place)?]),
    });
    let fee_recipient = said("feeRecipient")
        .ok_or(NodeKeystoreError::Field { place: Place::entry(entry, "feeRecipient"), fault: FieldFault::Missing })?;
    Ok(Validator {
        attester: read_eth(attester.required("eth", eth)?, eth)?,
        bls: read_bls(attester.required("bls", bls)?, bls)?,
        publishers: publishers.transpose()?.unwrap_or_default(),
        coinbase: said("coinbase").map(|(view, place)| read_address(view, place)).transpose()?,
        fee_recipient: read_fee_recipient(fee_recipient.0, fee_recipient.1)?,
    })
}

fn read_eth(view: View<'_>, place: Place) -> Result<EthKeySource, NodeKeystoreError> {
    let expected = "a private key, an address, a remote account or an encrypted file";
    match view.kind() {
        Kind::Text => {
            let text = view.text().ok_or_else(|| not_a(place, expected))?;
            match text.len() {
                66 => Ok(EthKeySource::Plain(read_plain(&text, place, expected)?)),
                42 => Ok(EthKeySource::Address(read_address(view, place)?)),
                _ => Err(not_a(place, expected)),
            }
        }
        Kind::Object(members) if members.iter().any(|(name, _)| name == "path") => Ok(match read_file(view, place)? {
            (path, Some(password)) => EthKeySource::FileWithPassword(KeyFileWithPassword { path, password }),
            (path, None) => EthKeySource::File(KeyFile { path }),
        }),
        Kind::Object(members) if members.iter().any(|(name, _)| name == "mnemonic") => {
            Err(unsupported(place, "a mnemonic"))
        }
        Kind::Object(_) => {
            let members = Members::of(view, place, ["address", "remoteSignerUrl", "certPath", "certPass"])?;
            Ok(EthKeySource::Remote(RemoteAccount {
                address: read_address(members.required("address", place)?, place)?,
                signer: signer_of(&members, place)?,
            }))
        }
        _ => Err(not_a(place, expected)),
    }
}

fn read_bls(view: View<'_>, place: Place) -> Result<BlsKeySource, NodeKeystoreError> {
    let expected = "a private key or an encrypted file";
    match view.kind() {
        Kind::Text => {
            let text = view.text().ok_or_else(|| not_a(place, expected))?;
            Ok(BlsKeySource::Plain(read_plain(&text, place, expected)?))
        }
        Kind::Object(_) => Ok(match read_file(view, place)? {
            (path, Some(password)) => BlsKeySource::FileWithPassword(KeyFileWithPassword { path, password }),
            (path, None) => BlsKeySource::File(KeyFile { path }),
        }),
        _ => Err(not_a(place, expected)),
    }
}

fn read_file(view: View<'_>, place: Place) -> Result<(String, Option<Zeroizing<String>>), NodeKeystoreError> {
    let members = Members::of(view, place, ["path", "password"])?;
    let path = text_of(members.required("path", place)?, place, "an encrypted file with a path")?;
    let password = members.get("password").map(|view| text_of(view, place, "an encrypted file with its password"));
    Ok((path.as_str().to_owned(), password.transpose()?))
}

fn read_signer(view: View<'_>, place: Place) -> Result<RemoteSigner, NodeKeystoreError> {
    match view.kind() {
        Kind::Text => Ok(RemoteSigner { url: read_url(view, place)?, cert_path: None, cert_pass: None }),
        _ => signer_of(&Members::of(view, place, ["remoteSignerUrl", "certPath", "certPass"])?, place),
    }
}

fn signer_of<const N: usize>(members: &Members<'_, N>, place: Place) -> Result<RemoteSigner, NodeKeystoreError> {
    let text = |name| members.get(name).map(|view| text_of(view, place, "a remote signer")).transpose();
    Ok(RemoteSigner {
        url: read_url(members.required("remoteSignerUrl", place)?, place)?,
        cert_path: text("certPath")?.map(|path| path.as_str().to_owned()),
        cert_pass: text("certPass")?,
    })
}

fn read_url(view: View<'_>, place: Place) -> Result<SignerUrl, NodeKeystoreError> {
    let text = text_of(view, place, "a URL")?;
    SignerUrl::parse(&text).map_err(|fault| NodeKeystoreError::Field { place, fault: FieldFault::Url(fault) })
}

pub(super) fn read_plain(text: &str, place: Place, expected: &'static str) -> Result<PlainKey, NodeKeystoreError> {
    let mut key = Zeroizing::new([0; 32]);
    let digits = text.strip_prefix("0x").filter(|digits| digits.len() == 64);
    let decoded = digits.is_some_and(|digits| base16ct::mixed::decode(digits, &mut *key).is_ok());
    if decoded { Ok(PlainKey(key)) } else { Err(not_a(place, expected)) }
}

fn read_address(view: View<'_>, place: Place) -> Result<NonZeroAddress, NodeKeystoreError> {
    let text = text_of(view, place, "an address")?;
    let address = parse_address(&text).and_then(|(address, _)| NonZeroAddress::new(address));
    address.map_err(|_| not_a(place, "an address with a right checksum, and not zero"))
}

fn read_fee_recipient(view: View<'_>, place: Place) -> Result<AztecAddress, NodeKeystoreError> {
    let expected = "an Aztec address (0x and 64 digits, below the order of the field)";
    AztecAddress::parse(&text_of(view, place, expected)?).map_err(|_| not_a(place, expected))
}

fn text_of(view: View<'_>, place: Place, expected: &'static str) -> Result<Zeroizing<String>, NodeKeystoreError> {
    view.text().ok_or_else(|| not_a(place, expected))
}

fn not_a(place: Place, expected: &'static str) -> NodeKeystoreError {
    NodeKeystoreError::Field { place, fault: FieldFault::NotA { expected } }
}

fn unsupported(place: Place, what: &'static str) -> NodeKeystoreError {
    NodeKeystoreError::Field { place, fault: FieldFault::Unsupported { what } }
}

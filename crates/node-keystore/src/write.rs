//! Writing a node keystore.

use std::io;

use serde::ser::{Serialize, SerializeMap, Serializer};
use zeroize::Zeroizing;

use crate::{
    BlsKeySource, EthKeySource, KeyFile, KeyFileWithPassword, NodeKeystore, PlainKey, RemoteSigner, SchemaVersion,
    Validator,
};

impl NodeKeystore {
    /// The file: two spaces a level, and a line feed at the end. It may hold secrets, and is wiped when dropped.
    ///
    /// In version 2, the fee recipient and the publishers stand at the top where all validators have the same. The
    /// coinbase never does: it changes for each validator on its own.
    #[must_use]
    pub fn to_json(&self) -> Zeroizing<String> {
        to_text(self)
    }
}

fn to_text(file: &NodeKeystore) -> Zeroizing<String> {
    // Measured first: a buffer that grows leaves copies of the secrets behind.
    let mut counted = Counter(0);
    write(file, &mut counted).expect("counting takes every byte");
    let mut text = Zeroizing::new(Vec::with_capacity(counted.0));
    write(file, &mut *text).expect("a vector takes every byte");
    Zeroizing::new(String::from_utf8(core::mem::take(&mut *text)).expect("JSON is text"))
}

fn write(file: &NodeKeystore, out: &mut impl io::Write) -> io::Result<()> {
    file.serialize(&mut serde_json::Serializer::pretty(&mut *out))?;
    out.write_all(b"\n")
}

struct Counter(usize);

impl io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Serialize for NodeKeystore {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let shared = match self.schema {
            SchemaVersion::V1 => Shared::default(),
            SchemaVersion::V2 => Shared::of(&self.validators),
        };
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("schemaVersion", &self.schema.number())?;
        if let (true, Some(first)) = (shared.publishers, self.validators.first()) {
            serialize_publishers(&mut map, &first.publishers)?;
        }
        if let (true, Some(first)) = (shared.fee_recipient, self.validators.first()) {
            map.serialize_entry("feeRecipient", &first.fee_recipient.to_string())?;
        }
        if let Some(signer) = &self.remote_signer {
            map.serialize_entry("remoteSigner", &DefaultSigner(signer))?;
        }
        if let Some(account) = &self.funding_account {
            map.serialize_entry("fundingAccount", account)?;
        }
        let entries: Vec<_> = self.validators.iter().map(|validator| Entry(validator, shared)).collect();
        map.serialize_entry("validators", &entries)?;
        map.end()
    }
}

/// What stands at the top, because all validators have the same.
#[derive(Clone, Copy, Default)]
struct Shared {
    fee_recipient: bool,
    publishers: bool,
}

impl Shared {
    fn of(validators: &[Validator]) -> Self {
        let all = |same: fn(&Validator, &Validator) -> bool| {
            validators.split_first().is_some_and(|(first, rest)| rest.iter().all(|other| same(first, other)))
        };
        Self {
            fee_recipient: all(|a, b| a.fee_recipient == b.fee_recipient),
            // A validator without publishers sends for itself, which a list at the top would change.
            publishers: all(|a, b| same_text(&a.publishers, &b.publishers))
                && validators.first().is_some_and(|first| !first.publishers.is_empty()),
        }
    }
}

/// Whether two values are written the same.
fn same_text<T: Serialize + ?Sized>(a: &T, b: &T) -> bool {
    let text = |value: &T| serde_json::to_vec(value).map(Zeroizing::new).ok();
    text(a) == text(b)
}

struct Entry<'a>(&'a Validator, Shared);

impl Serialize for Entry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(validator, shared) = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("attester", &Attester(validator))?;
        if !shared.publishers {
            serialize_publishers(&mut map, &validator.publishers)?;
        }
        if let Some(coinbase) = &validator.coinbase {
            map.serialize_entry("coinbase", &coinbase.to_string())?;
        }
        if !shared.fee_recipient {
            map.serialize_entry("feeRecipient", &validator.fee_recipient.to_string())?;
        }
        map.end()
    }
}

fn serialize_publishers<M: SerializeMap>(map: &mut M, publishers: &[EthKeySource]) -> Result<(), M::Error> {
    match publishers {
        [] => Ok(()),
        [one] => map.serialize_entry("publisher", one),
        several => map.serialize_entry("publisher", several),
    }
}

struct Attester<'a>(&'a Validator);

impl Serialize for Attester<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(bls) = &self.0.bls else { return self.0.attester.serialize(serializer) };
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("eth", &self.0.attester)?;
        map.serialize_entry("bls", bls)?;
        map.end()
    }
}

impl Serialize for EthKeySource {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Plain(key) => key.serialize(serializer),
            Self::Address(address) => serializer.collect_str(address),
            Self::Remote(account) => {
                let mut map = serializer.serialize_map(None)?;
                map.serialize_entry("address", &account.address.to_string())?;
                serialize_signer(&mut map, &account.signer)?;
                map.end()
            }
            Self::File(file) => file.serialize(serializer),
            Self::FileWithPassword(file) => file.serialize(serializer),
        }
    }
}

impl Serialize for BlsKeySource {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Plain(key) => key.serialize(serializer),
            Self::File(file) => file.serialize(serializer),
            Self::FileWithPassword(file) => file.serialize(serializer),
        }
    }
}

impl Serialize for KeyFile {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("path", &self.path)?;
        map.end()
    }
}

impl Serialize for KeyFileWithPassword {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("path", &self.path)?;
        map.serialize_entry("password", self.password.as_str())?;
        map.end()
    }
}

/// The signer at the top: its address alone where that is all there is.
struct DefaultSigner<'a>(&'a RemoteSigner);

impl Serialize for DefaultSigner<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.cert_path.is_none() && self.0.cert_pass.is_none() {
            return serializer.serialize_str(self.0.url.as_str());
        }
        let mut map = serializer.serialize_map(None)?;
        serialize_signer(&mut map, self.0)?;
        map.end()
    }
}

fn serialize_signer<M: SerializeMap>(map: &mut M, signer: &RemoteSigner) -> Result<(), M::Error> {
    map.serialize_entry("remoteSignerUrl", signer.url.as_str())?;
    if let Some(path) = &signer.cert_path {
        map.serialize_entry("certPath", path)?;
    }
    if let Some(password) = &signer.cert_pass {
        map.serialize_entry("certPass", password.as_str())?;
    }
    Ok(())
}

impl Serialize for PlainKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.to_hex();
        serializer.serialize_str(core::str::from_utf8(&*text).expect("hexadecimal digits are text"))
    }
}

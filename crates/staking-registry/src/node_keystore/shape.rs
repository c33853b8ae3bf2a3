//! The node keystore as JSON.

use std::cell::RefCell;
use std::io;

use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};
use zeroize::Zeroizing;

use super::{BlsKeySource, EthKeySource, KeyFile, PlainKey, Validator};
use crate::word_to_text;

const SCHEMA_VERSION: u8 = 1;

pub(super) fn write(validators: impl Iterator<Item = Validator>, out: &mut impl io::Write) -> io::Result<()> {
    let file = File { validators: Sequence(RefCell::new(Some(validators))) };
    file.serialize(&mut serde_json::Serializer::pretty(out)).map_err(io::Error::from)
}

struct File<I> {
    validators: Sequence<I>,
}

impl<I: Iterator<Item = Validator>> Serialize for File<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut file = serializer.serialize_struct("NodeKeystore", 2)?;
        file.serialize_field("schemaVersion", &SCHEMA_VERSION)?;
        file.serialize_field("validators", &self.validators)?;
        file.end()
    }
}

/// An iterator that is used up when it is serialised, so that its items need not be held together.
struct Sequence<I>(RefCell<Option<I>>);

impl<I: Iterator<Item = Validator>> Serialize for Sequence<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let items = self.0.take().expect("the file is serialised once");
        serializer.collect_seq(items)
    }
}

impl Serialize for Validator {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("attester", &Attester(self))?;
        match &self.publishers[..] {
            [] => {}
            [one] => map.serialize_entry("publisher", one)?,
            several => map.serialize_entry("publisher", several)?,
        }
        if let Some(coinbase) = &self.coinbase {
            map.serialize_entry("coinbase", &coinbase.to_string())?;
        }
        map.serialize_entry("feeRecipient", &word_to_text(&self.fee_recipient))?;
        map.end()
    }
}

struct Attester<'a>(&'a Validator);

impl Serialize for Attester<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("eth", &self.0.attester)?;
        map.serialize_entry("bls", &self.0.bls)?;
        map.end()
    }
}

impl Serialize for EthKeySource {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Plain(key) => key.serialize(serializer),
            Self::Address(address) => serializer.collect_str(address),
            Self::File(file) => file.serialize(serializer),
        }
    }
}

impl Serialize for BlsKeySource {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Plain(key) => key.serialize(serializer),
            Self::File(file) => file.serialize(serializer),
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

impl Serialize for PlainKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = Zeroizing::new(word_to_text(&self.0));
        serializer.serialize_str(&text)
    }
}

//! Results for serde. Names are in camel case; words, addresses and positions are as in staker output and in messages.

use core::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::audit::{Entry, Finding, Report};
use crate::metadata::FileFault;
use crate::staker_output::EntryShape;
use crate::{Field, ProviderId, UnverifiedKeyStore};

/// As its own text: of an address, with the checksum of EIP-55.
pub(crate) fn as_text<T: fmt::Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

/// Each as its own text.
pub(crate) fn as_texts<T: fmt::Display, S: Serializer>(values: &[T], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(values.iter().map(ToString::to_string))
}

/// The field and the sentence.
impl Serialize for FileFault {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut shape = serializer.serialize_struct("FileFault", 2)?;
        shape.serialize_field("field", &self.field())?;
        shape.serialize_field("text", &self.to_string())?;
        shape.end()
    }
}

/// As a number.
impl Serialize for ProviderId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.get())
    }
}

/// As an entry of staker output.
impl Serialize for UnverifiedKeyStore {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        EntryShape::from(self).serialize(serializer)
    }
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut shape = serializer.serialize_struct("Entry", 7)?;
        shape.serialize_field("list", &self.location.list)?;
        shape.serialize_field("entry", &self.location.entry)?;
        shape.serialize_field("attester", &self.attester.to_checksum(None))?;
        shape.serialize_field("message", &self.message)?;
        shape.serialize_field("attempts", &self.hashed_point.map(|point| point.attempts()))?;
        shape.serialize_field("squareRoots", &self.hashed_point.map(|point| point.square_roots()))?;
        shape.serialize_field("gasEstimate", &self.gas())?;
        shape.end()
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut shape = serializer.serialize_struct("Finding", 5)?;
        shape.serialize_field("list", &self.location.list)?;
        shape.serialize_field("entry", &self.location.entry)?;
        shape.serialize_field("severity", &self.severity)?;
        shape.serialize_field("code", self.fault.code())?;
        shape.serialize_field("field", &self.fault.field().map(Field::name))?;
        shape.end()
    }
}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut shape = serializer.serialize_struct("Report", 2)?;
        shape.serialize_field("entries", self.entries())?;
        shape.serialize_field("findings", self.findings())?;
        shape.end()
    }
}

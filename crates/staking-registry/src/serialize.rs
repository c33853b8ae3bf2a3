//! Results for serde. Names are in camel case; words, addresses and positions are as in staker output and in messages.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::UnverifiedKeyStore;
use crate::audit::{Entry, Finding, Report};
use crate::staker_output::EntryShape;

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
        shape.serialize_field("attempts", &self.digest.map(|digest| digest.attempts))?;
        shape.serialize_field("squareRoots", &self.digest.map(|digest| digest.sqrt_calls))?;
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
        shape.serialize_field("field", &self.fault.field().map(|field| field.name()))?;
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

//! A node keystore validator by validator, for lists of any length.

use std::io::{self, Read, Seek};

use strict_json::stream::{Elements, Pieces, StreamError, around_list};
use strict_json::{NotJson, View};
use zeroize::Zeroizing;

use crate::read::{Top, read_validator};
use crate::write::Whole;
use crate::{FieldFault, FieldPath, NodeKeystore, NodeKeystoreError, SchemaVersion, Validator};

/// The member that is the list.
const LIST: &str = "validators";

/// Writes a node keystore, schema version 1, one validator at a time.
pub struct Writer<W>(Pieces<W>);

impl<W: io::Write> Writer<W> {
    /// Begins the file.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn new(out: W) -> io::Result<Self> {
        let mut pieces = Pieces::new(out);
        pieces.open_object()?;
        pieces.member("schemaVersion", &SchemaVersion::V1.number())?;
        pieces.open_list_member(LIST)?;
        Ok(Self(pieces))
    }

    /// Writes the next validator.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn push(&mut self, validator: &Validator) -> io::Result<()> {
        self.0.element(&Whole(validator))
    }

    /// Ends the file; without this it is not JSON.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn finish(mut self) -> io::Result<W> {
        self.0.close_list_member()?;
        self.0.close_object()?;
        self.0.finish()
    }
}

/// Reads the validators of a node keystore one at a time. It takes what [`NodeKeystore::read`] takes. Ends after the
/// first fault.
pub struct Validators<R> {
    /// The file without its validators.
    around: Zeroizing<String>,
    elements: Elements<R>,
    count: usize,
    entry: usize,
}

impl<R: Read + Seek> Validators<R> {
    /// Reads the file once for all that is not a validator, and begins again.
    ///
    /// # Errors
    /// [`NodeKeystoreError`] of what stands around the validators, or that of `file`.
    pub fn new(mut file: R) -> Result<Self, StreamError<NodeKeystoreError>> {
        let (around, count) = around_list(&mut file, LIST).map_err(not_json)?;
        NodeKeystore::read(&around).map_err(StreamError::Format)?;
        file.rewind().map_err(StreamError::Io)?;
        // Only a list whose name is spelled with escapes was not found the first time.
        let no_list = NodeKeystoreError::at(FieldPath::top(LIST), FieldFault::NotA { expected: "a list" });
        let elements = Elements::of_member(file, LIST).map_err(not_json)?.ok_or(StreamError::Format(no_list))?;
        Ok(Self { around, elements, count, entry: 0 })
    }

    /// How many validators the file has.
    #[must_use]
    pub fn total(&self) -> usize {
        self.count
    }

    fn read(&mut self, text: &str) -> Result<Validator, NodeKeystoreError> {
        let view = View::parse(text).map_err(NodeKeystoreError::NotJson)?;
        let validator = read_validator(&Top::of(&self.around)?, self.entry, view)?;
        self.entry += 1;
        Ok(validator)
    }
}

impl<R: Read + Seek> Iterator for Validators<R> {
    type Item = Result<Validator, StreamError<NodeKeystoreError>>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(match self.elements.next()? {
            Ok(text) => self.read(&text).map_err(StreamError::Format),
            Err(fault) => Err(not_json(fault)),
        })
    }
}

fn not_json(fault: StreamError<NotJson>) -> StreamError<NodeKeystoreError> {
    fault.map(NodeKeystoreError::NotJson)
}

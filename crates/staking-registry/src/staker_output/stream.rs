//! Staker output entry by entry, for lists of any length.

use std::io;

use strict_json::View;
use strict_json::stream::{Elements, Pieces};

use super::entry::read_entry;
use super::fault::{EntryFault, StakerOutputError};
use super::shape::Entry;
use crate::{KeyStore, StreamError, UnverifiedKeyStore};

/// Writes staker output one tuple at a time, in the same bytes as [`to_json`](super::to_json).
pub struct Writer<W>(Pieces<W>);

impl<W: io::Write> Writer<W> {
    /// Begins the file.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn new(out: W) -> io::Result<Self> {
        let mut pieces = Pieces::new(out);
        pieces.open_list()?;
        Ok(Self(pieces))
    }

    /// Writes the next tuple.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn push(&mut self, key_store: &KeyStore) -> io::Result<()> {
        self.0.element(&Entry::from(&key_store.to_unverified()))
    }

    /// Ends the file; without this it is not JSON.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn finish(mut self) -> io::Result<W> {
        self.0.close_list()?;
        self.0.finish()
    }
}

/// Reads staker output one entry at a time. It takes what [`read`](super::read) takes, but the array around the entries
/// must be there. Ends after the first fault.
pub struct Entries<R> {
    elements: Elements<R>,
    entry: usize,
}

impl<R: io::Read> Entries<R> {
    /// Begins to read.
    ///
    /// # Errors
    /// [`StakerOutputError::NotAList`], or that of `file`.
    pub fn new(file: R) -> Result<Self, StreamError<StakerOutputError>> {
        let elements = Elements::of_whole(file).map_err(|fault| fault.map(StakerOutputError::NotJson))?;
        let elements = elements.ok_or(StreamError::Format(StakerOutputError::NotAList))?;
        Ok(Self { elements, entry: 0 })
    }
}

impl<R: io::Read> Iterator for Entries<R> {
    type Item = Result<UnverifiedKeyStore, StreamError<StakerOutputError>>;

    fn next(&mut self) -> Option<Self::Item> {
        let entry = self.entry;
        let text = match self.elements.next()? {
            Ok(text) => text,
            Err(fault) => return Some(Err(fault.map(StakerOutputError::NotJson))),
        };
        self.entry += 1;
        let tuple = View::parse(&text).map_err(|_| EntryFault::NotAnObject).and_then(read_entry);
        Some(tuple.map_err(|fault| StreamError::Format(StakerOutputError::Entry { entry, fault })))
    }
}

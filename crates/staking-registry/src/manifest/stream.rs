//! A manifest key by key, for batches of any size.

use std::collections::BTreeMap;
use std::io::{self, Read};

use strict_json::NotJson;
use strict_json::stream::{Elements, Pieces, StreamError, around_list};

use super::listed::{Listed, Sequence};
use super::read::{head_of, read_file, read_key};
use super::shape::{Key, Proof, Source, digests};
use super::{FORMAT_VERSION, ManifestError, ManifestHead, ManifestKey, Sha256};
use crate::json::explain;

/// The member that is the list.
const LIST: &str = "keys";

/// Writes a manifest one key at a time, in the same bytes as [`Manifest::to_json`](super::Manifest::to_json).
///
/// It keeps 52 bytes of each key, to refuse one that was there before.
pub struct Writer<W> {
    pieces: Pieces<W>,
    listed: Listed,
    count: u32,
}

impl<W: io::Write> Writer<W> {
    /// Begins the file for so many keys. The digests of the files come last, so those of `head` are not looked at.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn new(head: &ManifestHead, count: u32, out: W) -> io::Result<Self> {
        let mut pieces = Pieces::new(out);
        pieces.open_object()?;
        pieces.member("formatVersion", &FORMAT_VERSION)?;
        pieces.member("madeBy", &head.made_by)?;
        pieces.member("source", &Source::from(&head.source))?;
        pieces.member("accountIndex", &head.account_index)?;
        pieces.member("addressIndex", &head.address_index)?;
        pieces.member("count", &count)?;
        pieces.member("publisherCount", &head.publisher_count)?;
        pieces.member("proof", &Proof::from(head.proof))?;
        pieces.member("encrypted", &head.encrypted)?;
        pieces.open_list_member(LIST)?;
        Ok(Self { pieces, listed: Listed::from(head.address_index), count })
    }

    /// Writes the next key.
    ///
    /// # Errors
    /// [`ManifestError::Key`] when its index does not follow, or its attester or public key has been there. That of
    /// `out`.
    pub fn push(&mut self, key: &ManifestKey) -> Result<(), StreamError<ManifestError>> {
        self.listed.take(key).map_err(StreamError::Format)?;
        self.pieces.element(&Key::from(key)).map_err(StreamError::Io)
    }

    /// Ends the file; without this it is not JSON.
    ///
    /// # Errors
    /// [`ManifestError::Count`] when it has another number of keys than it says. That of `out`.
    pub fn finish(mut self, files: &BTreeMap<String, Sha256>) -> Result<W, StreamError<ManifestError>> {
        let (count, keys) = (self.count, self.listed.count());
        if usize::try_from(count) != Ok(keys) {
            return Err(StreamError::Format(ManifestError::Count { count, keys }));
        }
        let mut finish = || {
            self.pieces.close_list_member()?;
            self.pieces.member("files", &digests(files))?;
            self.pieces.close_object()
        };
        finish().and_then(|()| self.pieces.finish()).map_err(StreamError::Io)
    }
}

/// Reads all that a manifest says beside its keys, and how many keys it has.
///
/// # Errors
/// [`ManifestError`], or that of `file`.
pub fn read_head(file: impl Read) -> Result<(ManifestHead, usize), StreamError<ManifestError>> {
    let (around, keys) = around_list(file, LIST).map_err(not_json)?;
    let file = read_file(&around).map_err(StreamError::Format)?;
    if usize::try_from(file.count) != Ok(keys) {
        return Err(StreamError::Format(ManifestError::Count { count: file.count, keys }));
    }
    Ok((head_of(file).map_err(StreamError::Format)?, keys))
}

/// Reads the keys of a manifest one at a time. Ends after the first fault.
///
/// Each index must follow the one before. Whether an attester or key occurs twice is not looked at, which would need
/// memory for each: see [`audit`](mod@crate::audit).
pub struct Keys<R> {
    elements: Elements<R>,
    sequence: Sequence,
}

impl<R: Read> Keys<R> {
    /// Begins to read, from the start of the file whose [head](read_head) this is.
    ///
    /// # Errors
    /// [`ManifestError::Shape`] when there is no list of keys, or that of `file`.
    pub fn new(head: &ManifestHead, file: R) -> Result<Self, StreamError<ManifestError>> {
        let elements = Elements::of_member(file, LIST).map_err(not_json)?;
        let no_list = || ManifestError::Shape { reason: format!("there is no list of {LIST}") };
        let elements = elements.ok_or_else(|| StreamError::Format(no_list()))?;
        Ok(Self { elements, sequence: Sequence::from(head.address_index) })
    }

    fn read(&mut self, text: &str) -> Result<ManifestKey, ManifestError> {
        let shape: Key =
            serde_json::from_str(text).map_err(|error| ManifestError::Shape { reason: explain(&error) })?;
        let position = self.sequence.position();
        let key = read_key(&shape).and_then(|key| self.sequence.take(&key).map(|()| key));
        key.map_err(|fault| ManifestError::Key { key: position, fault })
    }
}

impl<R: Read> Iterator for Keys<R> {
    type Item = Result<ManifestKey, StreamError<ManifestError>>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(match self.elements.next()? {
            Ok(text) => self.read(&text).map_err(StreamError::Format),
            Err(fault) => Err(not_json(fault)),
        })
    }
}

fn not_json(fault: StreamError<NotJson>) -> StreamError<ManifestError> {
    fault.map(|NotJson { line, column }| ManifestError::Shape {
        reason: format!("no JSON at line {line} column {column}"),
    })
}

//! Where one JSON value ends and the next begins, in a text that is read as it comes.
//!
//! This only cuts a text into values. Whether each of them is JSON is for the parser to say.

use std::io::Read;

use zeroize::Zeroizing;

use super::StreamError;
use crate::not_json::NotJson;
use crate::view::View;

pub(crate) type Fault = StreamError<NotJson>;

pub(super) struct Scanner<R> {
    text: R,
    /// What was read ahead, wiped when dropped: it may be a secret.
    ahead: Zeroizing<Vec<u8>>,
    /// How much of `ahead` is taken already.
    taken: usize,
    /// Where the next byte stands.
    place: NotJson,
}

impl<R: Read> Scanner<R> {
    pub(super) fn new(text: R) -> Self {
        let ahead = Zeroizing::new(Vec::with_capacity(1 << 16));
        Self { text, ahead, taken: 0, place: NotJson { line: 1, column: 1 } }
    }

    /// Takes this byte if it comes next, behind any white space.
    pub(super) fn take(&mut self, byte: u8) -> Result<bool, Fault> {
        let is_next = self.next()? == Some(byte);
        if is_next {
            self.advance(byte);
        }
        Ok(is_next)
    }

    /// This byte comes next.
    pub(super) fn expect(&mut self, byte: u8) -> Result<(), Fault> {
        if self.take(byte)? { Ok(()) } else { Err(self.fault()) }
    }

    /// Nothing but white space follows.
    pub(super) fn end(&mut self) -> Result<(), Fault> {
        if self.next()?.is_none() { Ok(()) } else { Err(self.fault()) }
    }

    /// The text of the next value, which is JSON.
    pub(super) fn value(&mut self) -> Result<Zeroizing<String>, Fault> {
        self.next()?;
        let start = self.place;
        let mut bytes = Wiped::default();
        self.cut(&mut bytes)?;
        let text = bytes.into_text().ok_or(StreamError::Format(start))?;
        match View::parse(&text) {
            Ok(_) => Ok(text),
            Err(fault) => Err(StreamError::Format(start.then(fault))),
        }
    }

    pub(super) fn fault(&self) -> Fault {
        StreamError::Format(self.place)
    }

    /// Copies the next value, up to what can no longer belong to it.
    fn cut(&mut self, out: &mut Wiped) -> Result<(), Fault> {
        let mut depth = 0u64;
        let mut in_text = false;
        while let Some(byte) = self.peek()? {
            if !in_text && depth == 0 && !out.is_empty() && matches!(byte, b',' | b':' | b']' | b'}') {
                return Ok(());
            }
            self.advance(byte);
            out.push(byte);
            match byte {
                b'\\' if in_text => {
                    let Some(escaped) = self.peek()? else { break };
                    self.advance(escaped);
                    out.push(escaped);
                }
                b'"' => in_text = !in_text,
                _ if in_text => {}
                b'[' | b'{' => depth += 1,
                // Which bracket closes which is for the parser to say.
                b']' | b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 && !in_text && matches!(byte, b'"' | b']' | b'}') {
                return Ok(());
            }
        }
        Ok(())
    }

    /// The next byte that is no white space.
    fn next(&mut self) -> Result<Option<u8>, Fault> {
        while let Some(byte) = self.peek()? {
            if !matches!(byte, b' ' | b'\t' | b'\r' | b'\n') {
                return Ok(Some(byte));
            }
            self.advance(byte);
        }
        Ok(None)
    }

    fn peek(&mut self) -> Result<Option<u8>, Fault> {
        if self.taken == self.ahead.len() {
            self.taken = 0;
            self.ahead.clear();
            let room = self.ahead.capacity() as u64;
            Read::take(&mut self.text, room).read_to_end(&mut self.ahead).map_err(StreamError::Io)?;
        }
        Ok(self.ahead.get(self.taken).copied())
    }

    fn advance(&mut self, byte: u8) {
        self.taken += 1;
        if byte == b'\n' {
            self.place = NotJson { line: self.place.line + 1, column: 1 };
        } else {
            self.place.column += 1;
        }
    }
}

impl NotJson {
    /// A place in a value that itself stands here.
    fn then(self, within: Self) -> Self {
        match within.line {
            0 | 1 => Self { line: self.line, column: self.column + within.column.saturating_sub(1) },
            line => Self { line: self.line + line - 1, column: within.column },
        }
    }
}

/// Bytes that leave no copies behind when they grow.
#[derive(Default)]
pub(super) struct Wiped(Zeroizing<Vec<u8>>);

impl Wiped {
    pub(super) fn extend(&mut self, bytes: &[u8]) {
        if self.0.capacity() - self.0.len() < bytes.len() {
            let mut larger = Zeroizing::new(Vec::with_capacity((self.0.len() + bytes.len()).max(512) * 2));
            larger.extend_from_slice(&self.0);
            self.0 = larger;
        }
        self.0.extend_from_slice(bytes);
    }

    pub(super) fn into_text(mut self) -> Option<Zeroizing<String>> {
        match String::from_utf8(core::mem::take(&mut *self.0)) {
            Ok(text) => Some(Zeroizing::new(text)),
            Err(error) => {
                drop(Zeroizing::new(error.into_bytes()));
                None
            }
        }
    }

    fn push(&mut self, byte: u8) {
        self.extend(&[byte]);
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

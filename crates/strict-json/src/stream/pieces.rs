//! JSON that is written piece by piece: the same bytes as `serde_json::to_string_pretty` would write in one go.

use std::io;

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{Formatter, PrettyFormatter};

/// Writes one list or object, an element or member at a time.
///
/// The caller closes what it opens. Values are written as they come, so that no text of them, which may be secret, is
/// held.
pub struct Pieces<W> {
    out: W,
    /// It knows how far to indent.
    formatter: PrettyFormatter<'static>,
    /// Whether the next element or member is the first of its list or object.
    first: bool,
}

impl<W: io::Write> Pieces<W> {
    /// Begins.
    pub fn new(out: W) -> Self {
        Self { out, formatter: PrettyFormatter::new(), first: true }
    }

    /// One of the pieces: open list.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn open_list(&mut self) -> io::Result<()> {
        self.first = true;
        self.formatter.begin_array(&mut self.out)
    }

    /// One of the pieces: element.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn element(&mut self, value: &impl Serialize) -> io::Result<()> {
        self.formatter.begin_array_value(&mut self.out, self.first)?;
        self.value(value)?;
        self.formatter.end_array_value(&mut self.out)
    }

    /// One of the pieces: close list.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn close_list(&mut self) -> io::Result<()> {
        self.first = false;
        self.formatter.end_array(&mut self.out)
    }

    /// One of the pieces: open object.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn open_object(&mut self) -> io::Result<()> {
        self.first = true;
        self.formatter.begin_object(&mut self.out)
    }

    /// One of the pieces: member.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn member(&mut self, name: &str, value: &impl Serialize) -> io::Result<()> {
        self.name(name)?;
        self.value(value)?;
        self.formatter.end_object_value(&mut self.out)
    }

    /// A member that is a list; its elements follow.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn open_list_member(&mut self, name: &str) -> io::Result<()> {
        self.name(name)?;
        self.open_list()
    }

    /// One of the pieces: close list.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn close_list_member(&mut self) -> io::Result<()> {
        self.close_list()?;
        self.formatter.end_object_value(&mut self.out)
    }

    /// One of the pieces: close object.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn close_object(&mut self) -> io::Result<()> {
        self.formatter.end_object(&mut self.out)
    }

    /// A line feed ends the text.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.write_all(b"\n")?;
        Ok(self.out)
    }

    fn name(&mut self, name: &str) -> io::Result<()> {
        self.formatter.begin_object_key(&mut self.out, self.first)?;
        self.value(name)?;
        self.formatter.end_object_key(&mut self.out)?;
        self.formatter.begin_object_value(&mut self.out)
    }

    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> io::Result<()> {
        self.first = false;
        value.serialize(&mut Serializer::with_formatter(&mut self.out, self.formatter.clone()))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn pretty(value: &Value) -> String {
        serde_json::to_string_pretty(value).unwrap() + "\n"
    }

    fn in_pieces(value: &Value) -> String {
        let mut pieces = Pieces::new(Vec::new());
        match value {
            Value::Array(elements) => {
                pieces.open_list().unwrap();
                elements.iter().for_each(|element| pieces.element(element).unwrap());
                pieces.close_list().unwrap();
            }
            Value::Object(members) => {
                pieces.open_object().unwrap();
                for (name, value) in members {
                    let Value::Array(elements) = value else {
                        pieces.member(name, value).unwrap();
                        continue;
                    };
                    pieces.open_list_member(name).unwrap();
                    elements.iter().for_each(|element| pieces.element(element).unwrap());
                    pieces.close_list_member().unwrap();
                }
                pieces.close_object().unwrap();
            }
            _ => panic!("lists and objects only"),
        }
        String::from_utf8(pieces.finish().unwrap()).unwrap()
    }

    #[test]
    fn the_same_bytes_as_in_one_go() {
        for value in [
            json!([]),
            json!({}),
            json!([{ "a": [1, { "b": [] }], "c": {} }, "x\"\n", null]),
            json!({ "a": 1, "list": [{ "b": [1, 2] }, []], "last": { "c": "d" } }),
            json!({ "empty": [], "object": {} }),
            json!({ "z": [[1], [[2]]] }),
        ] {
            assert_eq!(in_pieces(&value), pretty(&value));
        }
    }
}

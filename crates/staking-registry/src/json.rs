//! A view of JSON text that borrows: each value is parsed when it is asked for, and knows where in the text it stands.
//!
//! Why not serde shapes: their errors cannot name the entry, may quote the value that they refuse (which may be a
//! secret), and they cannot say which bytes of the text to replace.

use core::ops::Range;
use std::borrow::Cow;

use serde::Serialize;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

mod elements;
mod pieces;
mod scanner;

pub(crate) use elements::{Elements, around_list};
pub(crate) use pieces::Pieces;

/// One JSON value in a text.
#[derive(Clone, Copy)]
pub(crate) struct View<'a>(&'a RawValue);

/// What kind of value a [`View`] holds; only containers and texts are looked into.
pub(crate) enum Kind<'a> {
    Text,
    Object(Vec<(Cow<'a, str>, View<'a>)>),
    Array(Vec<View<'a>>),
    Other,
}

/// Where a text stops being JSON. Line and column count from 1, as editors do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not valid JSON at line {line}, column {column}; restore the file from where it came")]
pub struct NotJson {
    /// The line.
    pub line: usize,
    /// The byte in that line.
    pub column: usize,
}

impl From<serde_json::Error> for NotJson {
    /// Keeps the position only: the message may quote the text.
    fn from(error: serde_json::Error) -> Self {
        Self { line: error.line(), column: error.column() }
    }
}

/// A shape as JSON on one line.
pub(crate) fn compact(shape: &impl Serialize) -> String {
    serde_json::to_string(shape).expect("our shapes have texts for names, and no errors of their own")
}

/// A shape as JSON, two spaces a level, with a line feed at the end.
pub(crate) fn pretty(shape: &impl Serialize) -> String {
    let text =
        serde_json::to_string_pretty(shape).expect("our shapes have texts for names, and no errors of their own");
    text + "\n"
}

/// What serde says of public text that does not have the right shape, fit to be shown: control characters escaped, and
/// not longer than a few lines.
pub(crate) fn explain(error: &serde_json::Error) -> String {
    shown(&error.to_string(), 300)
}

/// Text from a foreign file, fit to be shown in a message.
pub(crate) fn shown(text: &str, most: usize) -> String {
    let mut out = String::new();
    for c in text.chars().take(most) {
        if c.is_control() { out.extend(c.escape_default()) } else { out.push(c) }
    }
    if text.chars().nth(most).is_some() {
        out.push('…');
    }
    out
}

impl<'a> View<'a> {
    /// The value that the whole text holds.
    pub(crate) fn parse(text: &'a str) -> Result<Self, NotJson> {
        Ok(Self(serde_json::from_str(text)?))
    }

    pub(crate) fn kind(self) -> Kind<'a> {
        // The text has been scanned once as a whole, so that a part of it is well-formed; an escape such as \ud800 is
        // the exception, and a member with such a name makes the object unreadable.
        match self.0.get().as_bytes().first() {
            Some(b'"') => Kind::Text,
            Some(b'{') => {
                serde_json::from_str::<Members<'a>>(self.0.get()).map_or(Kind::Other, |members| Kind::Object(members.0))
            }
            Some(b'[') => serde_json::from_str::<Vec<&'a RawValue>>(self.0.get())
                .map_or(Kind::Other, |items| Kind::Array(items.into_iter().map(View).collect())),
            _ => Kind::Other,
        }
    }

    pub(crate) fn object(self) -> Option<Vec<(Cow<'a, str>, View<'a>)>> {
        if let Kind::Object(members) = self.kind() { Some(members) } else { None }
    }

    pub(crate) fn array(self) -> Option<Vec<View<'a>>> {
        if let Kind::Array(items) = self.kind() { Some(items) } else { None }
    }

    /// The contents of a text, wiped when dropped: it may be a secret.
    pub(crate) fn text(self) -> Option<Zeroizing<String>> {
        let raw = self.0.get();
        let inner = raw.strip_prefix('"')?.strip_suffix('"')?;
        // Without escapes no buffer of the parser ever sees the contents.
        if inner.contains('\\') {
            serde_json::from_str(raw).ok().map(Zeroizing::new)
        } else {
            Some(Zeroizing::new(inner.to_owned()))
        }
    }

    /// A number without sign, fraction or exponent that fits in 64 bits.
    pub(crate) fn integer(self) -> Option<u64> {
        self.0.get().parse().ok()
    }

    /// The value as it is spelled in the text.
    pub(crate) fn raw(self) -> &'a str {
        self.0.get()
    }

    /// Where the value stands in `whole`, the text that was parsed.
    pub(crate) fn range(self, whole: &str) -> Range<usize> {
        let start = self.0.get().as_ptr() as usize - whole.as_ptr() as usize;
        start..start + self.0.get().len()
    }
}

/// The members of an object in their order, repeated names included.
struct Members<'a>(Vec<(Cow<'a, str>, View<'a>)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;

        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(Name(name)) = map.next_key()? {
                    members.push((name, View(map.next_value()?)));
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(MembersVisitor)
    }
}

/// A member's name, borrowed where it has no escapes.
#[derive(serde::Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_keep_order_and_repetition() {
        let text = r#" { "b" : 1, "a": [true, {}], "b": "x\u0041" } "#;
        let members = View::parse(text).unwrap().object().unwrap();
        let names: Vec<_> = members.iter().map(|(name, _)| name.as_ref()).collect();
        assert_eq!(names, ["b", "a", "b"]);
        assert_eq!(members[0].1.integer(), Some(1));
        assert_eq!(members[1].1.array().unwrap().len(), 2);
        assert_eq!(members[2].1.text().unwrap().as_str(), "xA");
        assert_eq!(&text[members[1].1.range(text)], "[true, {}]");
    }

    #[test]
    fn kinds_do_not_mix() {
        let text = r#"["1", 1, null, {}, [], -1, 1.0, 18446744073709551616, "\ud800"]"#;
        let items = View::parse(text).unwrap().array().unwrap();
        assert!(items[0].integer().is_none() && items[0].object().is_none() && items[0].array().is_none());
        assert!(items[1].text().is_none());
        assert_eq!(items[2].raw(), "null");
        assert!(items[5].integer().is_none() && items[6].integer().is_none() && items[7].integer().is_none());
        assert!(items[8].text().is_none());
    }

    #[test]
    fn broken_text_names_its_place() {
        let position = View::parse("[1,\n 2,,]").map(|_| ()).unwrap_err();
        assert_eq!(position, NotJson { line: 2, column: 4 });
        assert!(View::parse("").is_err() && View::parse("{} {}").is_err() && View::parse("{'a':1}").is_err());
    }

    #[test]
    fn deep_nesting_does_not_overflow_the_stack() {
        let deep = "[".repeat(1_000_000) + &"]".repeat(1_000_000);
        let mut view = View::parse(&deep).unwrap();
        for _ in 0..10 {
            view = view.array().unwrap()[0];
        }
        assert!(View::parse(&"[".repeat(1_000_000)).is_err());
    }
}

//! One value of a JSON text, parsed when it is asked for.

use core::fmt;
use core::ops::Range;
use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use crate::not_json::NotJson;

/// One JSON value, borrowed from the text that it stands in. Its `Debug` shows nothing of it.
///
/// A `View` is as cheap to copy as a `&str`, and nothing below it is kept: [`View::object`] and [`View::array`] parse one
/// level anew with each call, so that nested lists of any depth need no stack.
///
/// ```
/// use strict_json::View;
///
/// let text = r#"{"keys": [{"path": "0.json"}, {"path": "1.json"}]}"#;
/// let keys = View::parse(text)?.member("keys").and_then(View::array).ok_or("no list of keys")?;
/// let path = keys[1].member("path").ok_or("no path")?;
/// assert_eq!(path.text().ok_or("not a text")?.as_str(), "1.json");
/// assert_eq!(&text[path.range(text)], r#""1.json""#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct View<'a>(&'a RawValue);

/// What kind of value a [`View`] holds; only containers and texts are looked into.
///
/// ```
/// use strict_json::{Kind, View};
///
/// assert!(matches!(View::parse(r#""a""#)?.kind(), Kind::Text));
/// assert!(matches!(View::parse("[1, 2]")?.kind(), Kind::Array(items) if items.len() == 2));
/// assert!(matches!(View::parse("null")?.kind(), Kind::Other));
/// # Ok::<(), strict_json::NotJson>(())
/// ```
#[derive(Clone, Debug)]
pub enum Kind<'a> {
    /// A string: see [`View::text`].
    Text,
    /// An object, with its members in their order, repeated names included.
    Object(Vec<Member<'a>>),
    /// An array.
    Array(Vec<View<'a>>),
    /// A number, a boolean, `null`; or an object with a name that is no text.
    Other,
}

/// A member of an object: its name, borrowed where it has no escapes, and its value.
pub type Member<'a> = (Cow<'a, str>, View<'a>);

impl<'a> View<'a> {
    /// The value that the whole text holds. A byte order mark in front of it is passed over.
    ///
    /// # Errors
    /// [`NotJson`]: where the text stops being JSON, or where something follows the value.
    pub fn parse(text: &'a str) -> Result<Self, NotJson> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        serde_json::from_str(text).map(Self).map_err(|error| NotJson::at(&error))
    }

    /// What kind of value it is, and what is directly in it.
    #[must_use]
    pub fn kind(self) -> Kind<'a> {
        // The text has been scanned once as a whole, so that a part of it is well-formed; an escape such as \ud800 is
        // the exception, and a member with such a name makes the object unreadable.
        match self.0.get().as_bytes().first() {
            Some(b'"') => Kind::Text,
            Some(b'{') => {
                serde_json::from_str::<InOrder<'a>>(self.0.get()).map_or(Kind::Other, |members| Kind::Object(members.0))
            }
            Some(b'[') => serde_json::from_str::<Vec<&'a RawValue>>(self.0.get())
                .map_or(Kind::Other, |items| Kind::Array(items.into_iter().map(View).collect())),
            _ => Kind::Other,
        }
    }

    /// The members of an object, repeated names included; `None` for every other value.
    #[must_use]
    pub fn object(self) -> Option<Vec<Member<'a>>> {
        if let Kind::Object(members) = self.kind() { Some(members) } else { None }
    }

    /// The elements of an array; `None` for every other value.
    #[must_use]
    pub fn array(self) -> Option<Vec<View<'a>>> {
        if let Kind::Array(items) = self.kind() { Some(items) } else { None }
    }

    /// The contents of a string, wiped when dropped, since it may be a secret; `None` for every other value.
    #[must_use]
    pub fn text(self) -> Option<Zeroizing<String>> {
        let raw = self.0.get();
        let inner = raw.strip_prefix('"')?.strip_suffix('"')?;
        // Without escapes no buffer of the parser ever sees the contents.
        if inner.contains('\\') {
            serde_json::from_str(raw).ok().map(Zeroizing::new)
        } else {
            Some(Zeroizing::new(inner.to_owned()))
        }
    }

    /// A number without sign, fraction or exponent that fits in 64 bits; `None` for every other value.
    #[must_use]
    pub fn integer(self) -> Option<u64> {
        self.0.get().parse().ok()
    }

    /// The value as it is spelled in the text.
    #[must_use]
    pub fn raw(self) -> &'a str {
        self.0.get()
    }

    /// The member with this name, when it is there once; none when it is missing or repeated.
    #[must_use]
    pub fn member(self, name: &str) -> Option<View<'a>> {
        let members = self.object()?;
        let mut named = members.iter().filter(|(other, _)| other == name);
        let (_, value) = named.next()?;
        named.next().is_none().then_some(*value)
    }

    /// Whether this is an object with a member of this name.
    #[must_use]
    pub fn has(self, name: &str) -> bool {
        self.object().is_some_and(|members| members.iter().any(|(other, _)| other == name))
    }

    /// Where the value stands in `whole`, the text that was parsed: its bytes are `whole[range]`.
    ///
    /// # Panics
    /// When `whole` is another text.
    #[must_use]
    pub fn range(self, whole: &str) -> Range<usize> {
        let inside = whole.as_bytes().as_ptr_range().contains(&self.0.get().as_ptr());
        assert!(inside, "a value stands in the text that it was parsed from");
        let start = self.0.get().as_ptr() as usize - whole.as_ptr() as usize;
        start..start + self.0.get().len()
    }
}

impl fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("View").finish_non_exhaustive()
    }
}

/// The members of an object in their order, repeated names included.
struct InOrder<'a>(Vec<Member<'a>>);

impl<'de> Deserialize<'de> for InOrder<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrderVisitor;

        impl<'de> Visitor<'de> for InOrderVisitor {
            type Value = InOrder<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(Name(name)) = map.next_key()? {
                    members.push((name, View(map.next_value()?)));
                }
                Ok(InOrder(members))
            }
        }

        deserializer.deserialize_map(InOrderVisitor)
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
    fn every_value_has_its_kind() {
        let kind = |text| View::parse(text).unwrap().kind();
        assert!(matches!(kind(r#""\ud800""#), Kind::Text));
        assert!(matches!(kind(r#"{"a": 1}"#), Kind::Object(members) if members.len() == 1));
        assert!(matches!(kind("[1, 2]"), Kind::Array(items) if items.len() == 2));
        for other in ["1", "true", "null", r#"{"\ud800": 1}"#] {
            assert!(matches!(kind(other), Kind::Other), "{other}");
        }
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

    #[test]
    fn a_byte_order_mark_is_passed_over() {
        let text = "\u{feff}{\"a\": 7}";
        let value = View::parse(text).unwrap().member("a").unwrap();
        assert_eq!(value.integer(), Some(7));
        assert_eq!(&text[value.range(text)], "7");
        assert!(View::parse("\u{feff}\u{feff}1").is_err(), "one of them is a mark, two are damage");
    }

    #[test]
    fn a_member_that_is_there_twice_is_none() {
        let object = View::parse(r#"{"a": 1, "b": 2, "a": 3}"#).unwrap();
        assert_eq!(object.member("b").unwrap().integer(), Some(2));
        assert!(object.member("a").is_none() && object.has("a"));
        assert!(object.member("c").is_none() && !object.has("c"));
    }

    #[test]
    #[should_panic(expected = "the text that it was parsed from")]
    fn a_range_in_another_text_is_a_mistake() {
        let _ = View::parse("7").unwrap().range("8");
    }

    #[test]
    fn debug_shows_no_value() {
        assert_eq!(format!("{:?}", View::parse("\"hunter2\"").unwrap()), "View { .. }");
    }

    proptest::proptest! {
        #[test]
        fn any_text_gets_an_answer(text in ".{0,80}") {
            let _ = View::parse(&text).map(View::kind);
        }
    }
}

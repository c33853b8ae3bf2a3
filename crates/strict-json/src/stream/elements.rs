//! A long list in a JSON text, read one element at a time: the text is never held as a whole.
//!
//! Why not serde: it hands the elements of a list to a visitor only, so that two files cannot be read side by side, and
//! what it reads from a file passes through buffers that nobody wipes.

use std::io;

use zeroize::Zeroizing;

use super::scanner::{Fault, Scanner, Wiped};

/// The elements of one list, each as its text, which is JSON.
pub struct Elements<R> {
    scanner: Scanner<R>,
    /// Whether the list is the whole text, so that nothing may follow it.
    whole: bool,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    First,
    Later,
    Done,
}

impl<R: io::Read> Elements<R> {
    /// The list that is the whole text; none when the text is something else.
    ///
    /// # Errors
    /// That of the text.
    pub fn of_whole(text: R) -> Result<Option<Self>, Fault> {
        let mut scanner = Scanner::new(text);
        let is_list = scanner.take(b'[')?;
        Ok(is_list.then_some(Self { scanner, whole: true, state: State::First }))
    }

    /// The list in the member `name` of the object that is the whole text; none when there is no such list. What stands
    /// behind the list is not looked at: see [`around_list`].
    ///
    /// # Errors
    /// That of the text.
    pub fn of_member(text: R, name: &str) -> Result<Option<Self>, Fault> {
        let mut scanner = Scanner::new(text);
        let name = quoted(name);
        if !scanner.take(b'{')? {
            return Ok(None);
        }
        loop {
            let is_named = *scanner.value()? == name;
            scanner.expect(b':')?;
            if is_named && scanner.take(b'[')? {
                return Ok(Some(Self { scanner, whole: false, state: State::First }));
            }
            scanner.value()?;
            if !scanner.take(b',')? {
                return Ok(None);
            }
        }
    }

    fn read_next(&mut self) -> Result<Option<Zeroizing<String>>, Fault> {
        let first = self.state == State::First;
        self.state = State::Done;
        if self.scanner.take(b']')? {
            if self.whole {
                self.scanner.end()?;
            }
            return Ok(None);
        }
        if !first {
            self.scanner.expect(b',')?;
        }
        let element = self.scanner.value()?;
        self.state = State::Later;
        Ok(Some(element))
    }
}

/// Ends after the first fault.
impl<R: io::Read> Iterator for Elements<R> {
    type Item = Result<Zeroizing<String>, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.state == State::Done { None } else { self.read_next().transpose() }
    }
}

/// The object that is the whole text, with the list in its member `name` left empty; and how long that list is.
///
/// A text that is no object comes back as `null`, which is none either.
///
/// # Errors
/// That of the text.
pub fn around_list<R: io::Read>(text: R, name: &str) -> Result<(Zeroizing<String>, usize), Fault> {
    let mut scanner = Scanner::new(text);
    let name = quoted(name);
    let mut around = Wiped::default();
    let mut count = 0;
    if !scanner.take(b'{')? {
        return Ok((Zeroizing::new("null".to_owned()), 0));
    }
    around.extend(b"{");
    let mut more = !scanner.take(b'}')?;
    while more {
        let found = scanner.value()?;
        around.extend(found.as_bytes());
        scanner.expect(b':')?;
        around.extend(b":");
        if *found == name && scanner.take(b'[')? {
            around.extend(b"[]");
            count += skip_list(&mut scanner)?;
        } else {
            around.extend(scanner.value()?.as_bytes());
        }
        more = scanner.take(b',')?;
        if more {
            around.extend(b",");
        } else {
            scanner.expect(b'}')?;
        }
    }
    around.extend(b"}");
    scanner.end()?;
    let text = around.into_text().ok_or_else(|| scanner.fault())?;
    Ok((text, count))
}

/// The number of elements up to the end of a list that has been opened.
fn skip_list<R: io::Read>(scanner: &mut Scanner<R>) -> Result<usize, Fault> {
    let mut count = 0;
    while !scanner.take(b']')? {
        if count > 0 {
            scanner.expect(b',')?;
        }
        scanner.value()?;
        count += 1;
    }
    Ok(count)
}

/// A name as it stands in the text; ours have no escapes.
fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::NotJson;
    use crate::stream::StreamError;

    fn pretty(value: &Value) -> String {
        serde_json::to_string_pretty(value).unwrap() + "\n"
    }

    /// Hands out one byte at a time, so that a value may end anywhere in what was read ahead.
    struct Dripping<'a>(&'a [u8]);

    impl io::Read for Dripping<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let length = self.0.len().min(out.len()).min(1);
            out[..length].copy_from_slice(&self.0[..length]);
            self.0 = &self.0[length..];
            Ok(length)
        }
    }

    fn whole(text: &str) -> Result<Vec<Value>, Fault> {
        let elements = Elements::of_whole(Dripping(text.as_bytes()))?.expect("a list");
        elements.map(|element| Ok(serde_json::from_str(&element?).expect("each element is JSON"))).collect()
    }

    fn place(fault: &Fault) -> (usize, usize) {
        let StreamError::Format(NotJson { line, column }) = fault else { panic!("{fault:?}") };
        (*line, *column)
    }

    #[test]
    fn elements_of_the_whole_text() {
        for list in [json!([]), json!([1]), json!([{ "a": "]},\\\"" }, [[], {}], null, "x", -1.5e3, true])] {
            let expected = list.as_array().unwrap();
            assert_eq!(whole(&list.to_string()).unwrap(), *expected);
            assert_eq!(whole(&format!(" \n{}\t", pretty(&list))).unwrap(), *expected);
        }
        assert!(Elements::of_whole("{}".as_bytes()).unwrap().is_none());
        assert!(Elements::of_whole("".as_bytes()).unwrap().is_none());
    }

    #[test]
    fn elements_of_a_member() {
        let text = r#" { "a": { "list": [1] }, "list": [2, {"list": []}], "list": [3] } "#;
        let elements: Vec<_> =
            Elements::of_member(text.as_bytes(), "list").unwrap().unwrap().map(Result::unwrap).collect();
        assert_eq!(elements.iter().map(|text| text.as_str()).collect::<Vec<_>>(), ["2", r#"{"list": []}"#]);
        for text in ["{\"a\": 1}", "[]", "{\"list\": 7}"] {
            assert!(Elements::of_member(text.as_bytes(), "list").unwrap().is_none(), "{text}");
        }
    }

    #[test]
    fn what_is_around_a_list() {
        let around =
            |text: &str| around_list(Dripping(text.as_bytes()), "list").map(|(text, count)| (text.to_string(), count));
        let text = r#" { "a": [1, 2], "list": [1, {"list": [3]}], "b": "\"}" } "#;
        assert_eq!(around(text).unwrap(), (r#"{"a":[1, 2],"list":[],"b":"\"}"}"#.to_owned(), 2));
        assert_eq!(around("{}").unwrap(), ("{}".to_owned(), 0));
        assert_eq!(around("[1]").unwrap(), ("null".to_owned(), 0));
        assert_eq!(around(r#"{"list": {}}"#).unwrap(), (r#"{"list":{}}"#.to_owned(), 0));
        for text in ["{", "{} {}", "{\"a\"}", "{\"a\": 1,}", "{\"list\": [1 2]}", "{\"list\": [1,]}", "{\"list\": [1"] {
            assert!(around(text).is_err(), "{text}");
        }
    }

    #[test]
    fn faults_name_their_place() {
        assert_eq!(place(&whole("[1,\n 2,,]").unwrap_err()), (2, 4));
        assert_eq!(place(&whole("[1 2]").unwrap_err()), (1, 4));
        assert_eq!(place(&whole("[1] 2").unwrap_err()), (1, 5));
        assert_eq!(place(&whole("[{\n\"a\": tru}]").unwrap_err()).0, 2);
        for text in ["[", "[1", "[1,", "[\"a", "[{]", "[{\"a\": 1]", "[\"\\", "[\"\u{1}\"]"] {
            assert!(whole(text).is_err(), "{text}");
        }
        let invalid = Elements::of_whole(&b"[\"\xff\"]"[..]).unwrap().unwrap().next().unwrap();
        assert!(invalid.is_err());
    }

    #[test]
    fn nothing_follows_a_fault() {
        let mut elements = Elements::of_whole("[1, x, 2]".as_bytes()).unwrap().unwrap();
        assert!(elements.next().unwrap().is_ok() && elements.next().unwrap().is_err() && elements.next().is_none());
    }

    proptest! {
        /// A list is taken exactly when the parser takes it.
        #[test]
        fn as_the_parser_has_it(text in r#"\[([\[\]{},:"\\ a1]|"a"|\{"a":1\}|,){0,12}\]"#) {
            let expected = serde_json::from_str::<Vec<Value>>(&text).ok();
            prop_assert_eq!(whole(&text).ok(), expected);
        }
    }
}

//! What holds of every reader.

use std::fmt::Display;

/// The longest message: a sentence with what it is about, and 300 characters of a file, escaped. A file must not be able to
/// fill a screen.
const LONGEST_MESSAGE: usize = 2200;

/// What a person reads is one line, short, and nothing in it redraws the line or cannot be seen.
pub(crate) fn message(message: &impl Display) {
    let text = message.to_string();
    assert!(!text.is_empty(), "an empty message");
    assert!(text.len() <= LONGEST_MESSAGE, "{} bytes: {text:?}", text.len());
    let bad = text.chars().find(|character| strict_json::changes_the_line(*character));
    assert_eq!(bad, None, "{text:?}");
}

/// A message quotes no value of a file; names of members, it may. `read` gives the message about another file.
pub(crate) fn quotes_no_value(message: &impl Display, file: &str, read: impl Fn(&str) -> Option<String>) {
    let Ok(whole) = strict_json::View::parse(file) else { return quotes_none(message, file) };
    let (mut names, mut values) = (Vec::new(), Vec::new());
    collect(whole, &mut names, &mut values);
    let text = message.to_string();
    for value in
        values.iter().filter(|value| value.len() >= 24 && !names.iter().any(|name| name.contains(value.as_str())))
    {
        // The fuzzer finds values that are a piece of the sentence: those are said of a file without them, too.
        let by_itself = || {
            let without = file.replace(value.as_str(), &"z".repeat(value.len()));
            without != file && read(&without).is_some_and(|message| message.contains(value.as_str()))
        };
        assert!(!text.contains(value.as_str()) || by_itself(), "{text:?} quotes {value:?}");
    }
}

fn collect(view: strict_json::View<'_>, names: &mut Vec<String>, values: &mut Vec<String>) {
    match view.kind() {
        strict_json::Kind::Object(members) => members.into_iter().for_each(|(name, value)| {
            names.push(name.into_owned());
            collect(value, names, values);
        }),
        strict_json::Kind::Array(items) => items.into_iter().for_each(|item| collect(item, names, values)),
        _ => values.extend(view.text().map(|text| text.as_str().to_owned())),
    }
}

/// A text that comes of nothing in `secrets`: a message must not quote them.
pub(crate) fn quotes_none(message: &impl Display, secrets: &str) {
    let text = message.to_string();
    for secret in secrets.split(|character: char| !character.is_ascii_alphanumeric()) {
        // Shorter ones are words of the message, too.
        assert!(secret.len() < 24 || !text.contains(secret), "{text:?} quotes {secret:?}");
    }
}

/// The second of two readings is the first.
pub(crate) fn same<T: PartialEq + std::fmt::Debug>(first: &T, second: &T) {
    assert_eq!(first, second, "what was written reads as something else");
}

/// A text that was taken as a whole has no object with two members of one name: nobody knows which of them would count.
pub(crate) fn no_member_twice(text: &str) {
    if let Ok(view) = strict_json::View::parse(text) {
        each_member_once(view);
    }
}

fn each_member_once(view: strict_json::View<'_>) {
    match view.kind() {
        strict_json::Kind::Object(members) => {
            for (position, (name, value)) in members.iter().enumerate() {
                assert!(
                    members[..position].iter().all(|(other, _)| other != name),
                    "the member {name:?} was taken twice"
                );
                each_member_once(*value);
            }
        }
        strict_json::Kind::Array(items) => items.into_iter().for_each(each_member_once),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "a secret of thirty characters.";

    fn judge(value: &str, read: impl Fn(&str) -> String) {
        let file = format!(r#"{{"key": "{value}"}}"#);
        quotes_no_value(&read(&file), &file, |other| Some(read(other)));
    }

    #[test]
    fn a_value_that_is_a_piece_of_the_sentence_is_not_quoted() {
        judge(SECRET, |_| "key is too short; correct it".to_owned());
        judge("ion is not 1 or 2; correct it", |_| "schemaVersion is not 1 or 2; correct it".to_owned());
    }

    #[test]
    #[should_panic(expected = "quotes")]
    fn a_value_in_the_message_is_quoted() {
        judge(SECRET, |file| format!("not a key: {file}"));
    }
}

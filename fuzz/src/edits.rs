//! JSON that is nearly right: a template, changed in a few places that the fuzzer's bytes choose.
//!
//! Bytes that are changed at random are hardly ever JSON. These are always, with the members of the format, so that the fuzzer gets
//! past the parser: members that are missing, repeated, unknown or of another type, numbers at their bounds, texts one digit off.

use arbitrary::{Result, Unstructured};
use serde_json::Value;

/// JSON as text, member by member: names may occur twice.
#[derive(Clone)]
pub(crate) enum Node {
    /// A text, a number, `true`, `false` or `null`, as it is written.
    Scalar(String),
    List(Vec<Node>),
    /// Names as they are written, with their quotes.
    Object(Vec<(String, Node)>),
}

/// What may stand in the place of anything.
const SCALARS: [&str; 40] = [
    "null",
    "true",
    "false",
    "0",
    "1",
    "2",
    "-1",
    "3",
    "4",
    "1e3",
    "1e400",
    "0.5",
    "31",
    "32",
    "33",
    "255",
    "256",
    "65535",
    "2147483647",
    "2147483648",
    "4294967295",
    "4294967296",
    "9007199254740993",
    "18446744073709551615",
    "18446744073709551616",
    "\"\"",
    "\"0x\"",
    "\"0x0\"",
    "\"0\"",
    "\"0x1\"",
    "\"-1\"",
    "\"+1\"",
    "\" \"",
    "\"\\u001b[2K\\r\"",
    "\"\\u202e\\u2066\"",
    "\"\\ud83d\\ude00\"",
    "\"\\u0000\"",
    "\"0x0000000000000000000000000000000000000000\"",
    "\"0x30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47\"",
    "\"0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001\"",
];

/// Names that no format has, and spellings of some that they have.
const NAMES: [&str; 8] =
    ["\"x\"", "\"\"", "\"\\u001b[2K\"", "\"\\u202e\"", "\"\\u0061ttester\"", "\"Crypto\"", "\"path\"", "\"password\""];

/// What a character becomes.
const CHARACTERS: [&str; 12] = ["0", "1", "9", "a", "F", "x", "/", ".", ":", "@", "\\u00e9", "\\n"];

impl Node {
    /// # Panics
    /// Where the text is not JSON: templates are.
    pub(crate) fn parse(text: &str) -> Self {
        Self::of(&serde_json::from_str(text).expect("a template is JSON"))
    }

    fn of(value: &Value) -> Self {
        match value {
            Value::Array(items) => Self::List(items.iter().map(Self::of).collect()),
            Value::Object(members) => {
                Self::Object(members.iter().map(|(name, value)| (quoted(name), Self::of(value))).collect())
            }
            Value::String(text) => Self::Scalar(quoted(text)),
            scalar => Self::Scalar(scalar.to_string()),
        }
    }

    /// The text after the edits that `bytes` describe.
    pub(crate) fn edited(&self, bytes: &[u8]) -> String {
        let (mut node, mut choices) = (self.clone(), Unstructured::new(bytes));
        for _ in 0..8 {
            if choices.is_empty() || node.edit(&mut choices).is_err() {
                break;
            }
        }
        let mut text = String::new();
        node.write(&mut text);
        text
    }

    fn edit(&mut self, choices: &mut Unstructured<'_>) -> Result<()> {
        let (operation, place) = (choices.arbitrary::<u8>()? % 12, choices.arbitrary::<u16>()?);
        let size = self.size();
        let copied = match operation {
            11 => self.at(usize::from(choices.arbitrary::<u16>()?) % size).clone(),
            _ => Self::Scalar(choices.choose(&SCALARS)?.to_string()),
        };
        let at = self.at(usize::from(place) % size);
        match (operation, at) {
            (1, Self::Object(members)) if !members.is_empty() => {
                drop(members.remove(choices.choose_index(members.len())?))
            }
            (2, Self::Object(members)) if !members.is_empty() => {
                let again = members[choices.choose_index(members.len())?].clone();
                members.insert(choices.choose_index(members.len())?, again);
            }
            (3, Self::Object(members)) if !members.is_empty() => {
                let index = choices.choose_index(members.len())?;
                members[index].0 = choices.choose(&NAMES)?.to_string();
            }
            (4, Self::Object(members)) => members.push((choices.choose(&NAMES)?.to_string(), copied)),
            (1, Self::List(items)) if !items.is_empty() => drop(items.remove(choices.choose_index(items.len())?)),
            (2, Self::List(items)) if !items.is_empty() => {
                items.push(items[choices.choose_index(items.len())?].clone())
            }
            (3, Self::List(items)) => items.push(copied),
            (5..=8, Self::Scalar(text)) => change(operation, text, choices)?,
            (9, whole) => *whole = Self::List(vec![whole.clone()]),
            (_, whole) => *whole = copied,
        }
        Ok(())
    }

    /// How many values there are, this one among them.
    fn size(&self) -> usize {
        1 + match self {
            Self::Scalar(_) => 0,
            Self::List(items) => items.iter().map(Self::size).sum(),
            Self::Object(members) => members.iter().map(|(_, value)| value.size()).sum(),
        }
    }

    /// The value of this number, counted from this one, from 0.
    fn at(&mut self, number: usize) -> &mut Self {
        if number == 0 {
            return self;
        }
        let children: Vec<&mut Self> = match self {
            Self::Scalar(_) => unreachable!("the number is below the size"),
            Self::List(items) => items.iter_mut().collect(),
            Self::Object(members) => members.iter_mut().map(|(_, value)| value).collect(),
        };
        let mut left = number - 1;
        for child in children {
            let size = child.size();
            if left < size {
                return child.at(left);
            }
            left -= size;
        }
        unreachable!("the number is below the size")
    }

    fn write(&self, text: &mut String) {
        match self {
            Self::Scalar(scalar) => text.push_str(scalar),
            Self::List(items) => {
                text.push('[');
                for (position, item) in items.iter().enumerate() {
                    text.push_str(if position == 0 { "" } else { "," });
                    item.write(text);
                }
                text.push(']');
            }
            Self::Object(members) => {
                text.push('{');
                for (position, (name, value)) in members.iter().enumerate() {
                    text.push_str(if position == 0 { "" } else { "," });
                    text.push_str(name);
                    text.push(':');
                    value.write(text);
                }
                text.push('}');
            }
        }
    }
}

/// Changes a text, or a number, by a character.
fn change(operation: u8, text: &mut String, choices: &mut Unstructured<'_>) -> Result<()> {
    let is_text = text.len() >= 2 && text.starts_with('"') && text.is_ascii() && !text.contains('\\');
    if !is_text {
        let number = text.parse::<u64>().unwrap_or_default();
        *text = if operation % 2 == 0 { number.wrapping_add(1) } else { number.wrapping_sub(1) }.to_string();
        return Ok(());
    }
    let place = 1 + choices.choose_index(text.len() - 1)?;
    match operation {
        5 if place + 1 < text.len() => text.replace_range(place..=place, choices.choose(&CHARACTERS)?),
        6 => text.insert_str(place, choices.choose(&CHARACTERS)?),
        7 if place + 1 < text.len() => drop(text.remove(place)),
        _ => *text = if choices.arbitrary()? { text.to_ascii_uppercase() } else { text.to_ascii_lowercase() },
    }
    Ok(())
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

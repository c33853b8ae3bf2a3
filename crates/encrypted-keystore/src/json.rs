//! From bytes to the serde shapes and back, and the fields that all shapes share.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use crate::ParseError;

/// The most bytes that an encrypted key file may have. Real ones have less than 2 KiB. Read no more than one byte beyond
/// this from a file that somebody else supplies.
pub const MAX_FILE_BYTES: usize = 64 * 1024;

/// Editors on Windows put it before UTF-8 text. It is not part of the JSON.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Values of the file never reach the error: someone may pass a file of plain keys.
pub(crate) fn parse<T: DeserializeOwned>(content: &[u8]) -> Result<T, ParseError> {
    if content.len() > MAX_FILE_BYTES {
        return Err(ParseError::TooLarge);
    }
    let content = content.strip_prefix(BYTE_ORDER_MARK).unwrap_or(content);
    if [[0xff, 0xfe], [0xfe, 0xff]].iter().any(|mark| content.starts_with(mark)) {
        return Err(ParseError::Utf16);
    }
    // A `Value` counts the nesting, 128 levels at most; the fields that no shape names are otherwise skipped uncounted.
    let value = serde_json::from_slice::<Value>(content).map_err(|error| not_json(&error))?;
    if let Some(path) = list_for_an_object(&value) {
        return Err(ParseError::Shape {
            path: if path.is_empty() { ".".to_owned() } else { path.trim_start_matches('/').replace("/", ".") },
        });
    }
    let mut deserializer = serde_json::Deserializer::from_slice(content);
    serde_path_to_error::deserialize(&mut deserializer)
        .map_err(|error| ParseError::Shape { path: error.path().to_string() })
}

/// Where a format has an object and the file a list. The shapes would take it, its items for the members in their order, and no
/// other reader of such files does.
fn list_for_an_object(value: &Value) -> Option<&'static str> {
    const OBJECTS: [&str; 13] = [
        "",
        "/crypto",
        "/crypto/cipherparams",
        "/crypto/kdfparams",
        "/crypto/kdf",
        "/crypto/kdf/params",
        "/crypto/checksum",
        "/crypto/checksum/params",
        "/crypto/cipher",
        "/crypto/cipher/params",
        "/Crypto",
        "/Crypto/cipherparams",
        "/Crypto/kdfparams",
    ];
    OBJECTS.into_iter().find(|path| value.pointer(path).is_some_and(Value::is_array))
}

fn not_json(error: &serde_json::Error) -> ParseError {
    ParseError::NotJson { line: error.line(), column: error.column() }
}

/// Indented JSON with a line end.
pub(crate) fn render(shape: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(shape).expect("shapes of strings and numbers are JSON");
    text.push('\n');
    text
}

pub(crate) fn bytes_from_hex(field: &'static str, text: &str) -> Result<Vec<u8>, ParseError> {
    base16ct::mixed::decode_vec(text).map_err(|_| ParseError::NotHex { field })
}

pub(crate) fn array_from_hex<const N: usize>(
    field: &'static str,
    expected: &'static str,
    text: &str,
) -> Result<[u8; N], ParseError> {
    let bytes = bytes_from_hex(field, text)?;
    bytes.try_into().map_err(|bytes: Vec<u8>| ParseError::Length { field, expected, actual: bytes.len() })
}

pub(crate) fn without_0x(text: &str) -> &str {
    text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")).unwrap_or(text)
}

pub(crate) fn uuid(field: &'static str, text: &str) -> Result<Uuid, ParseError> {
    // 36 characters: the hyphenated form. The crate would take others, readers of key files do not.
    match Uuid::try_parse(text) {
        Ok(uuid) if text.len() == 36 => Ok(uuid),
        _ => Err(ParseError::NotUuid { field }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, serde::Deserialize, serde::Serialize)]
    struct Outer {
        inner: Inner,
    }

    #[derive(Debug, PartialEq, serde::Deserialize, serde::Serialize)]
    struct Inner {
        n: u64,
    }

    #[test]
    fn refuses_one_byte_more_than_the_cap() {
        assert_eq!(MAX_FILE_BYTES, 65_536);
        let mut content = br#"{"inner":{"n":1}}"#.to_vec();
        content.resize(MAX_FILE_BYTES, b' ');
        assert!(parse::<Outer>(&content).is_ok());
        content.push(b' ');
        assert_eq!(parse::<Outer>(&content).unwrap_err(), ParseError::TooLarge);
    }

    #[test]
    fn names_the_field_and_never_its_value() {
        let error = parse::<Outer>(br#"{"inner":{"n":"hunter2"}}"#).unwrap_err();
        assert_eq!(error, ParseError::Shape { path: "inner.n".to_owned() });
        assert!(!error.to_string().contains("hunter2"));
    }

    #[test]
    fn names_the_place_of_bad_syntax() {
        assert_eq!(parse::<Outer>(b"{\n oops").unwrap_err(), ParseError::NotJson { line: 2, column: 2 });
    }

    #[test]
    fn a_list_is_no_object() {
        let params = r#"{"dklen":32,"c":1,"prf":"hmac-sha256","salt":""}"#;
        let crypto = |cipherparams: &str, kdfparams: &str| {
            format!(
                r#"{{"cipher":"","cipherparams":{cipherparams},"ciphertext":"","kdf":"","kdfparams":{kdfparams},"mac":""}}"#
            )
        };
        for (file, path) in [
            (format!(r#"["",{},"",3]"#, crypto(r#"{"iv":""}"#, params)), "."),
            (r#"{"crypto":["",{"iv":""},"","",{},""],"id":"","version":3}"#.to_owned(), "crypto"),
            (format!(r#"{{"crypto":{},"id":"","version":3}}"#, crypto(r#"[""]"#, params)), "crypto.cipherparams"),
            (
                format!(r#"{{"Crypto":{},"id":"","version":3}}"#, crypto(r#"{"iv":""}"#, r#"[32,2,1,1,1,"",""]"#)),
                "Crypto.kdfparams",
            ),
            (
                r#"{"crypto":{"checksum":{"function":"sha256","params":[]}},"version":4}"#.to_owned(),
                "crypto.checksum.params",
            ),
        ] {
            let error = parse::<Value>(file.as_bytes()).unwrap_err();
            assert_eq!(error, ParseError::Shape { path: path.to_owned() }, "{file}");
        }
        // What no format knows may be anything.
        assert!(parse::<Value>(br#"{"x":[1],"crypto":{"y":[]}}"#).is_ok());
    }

    #[test]
    fn skips_a_byte_order_mark() {
        let text = r#"{"inner":{"n":1}}"#;
        assert!(parse::<Outer>(format!("\u{feff}{text}").as_bytes()).is_ok());
        assert!(matches!(
            parse::<Outer>(format!("\u{feff}\u{feff}{text}").as_bytes()),
            Err(ParseError::NotJson { .. })
        ));
    }

    #[test]
    fn says_that_a_file_is_utf_16() {
        let text = "\u{feff}{}";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for content in [little, big] {
            assert_eq!(parse::<Outer>(&content), Err(ParseError::Utf16));
        }
    }

    #[test]
    fn refuses_what_follows_the_object() {
        let error = parse::<Outer>(br#"{"inner":{"n":1}} {}"#).unwrap_err();
        assert_eq!(error, ParseError::NotJson { line: 1, column: 19 });
    }

    #[test]
    fn refuses_a_field_that_is_there_twice() {
        let error = parse::<Outer>(br#"{"inner":{"n":1},"inner":{"n":2}}"#).unwrap_err();
        assert!(matches!(error, ParseError::Shape { .. }));
    }

    #[test]
    fn refuses_deep_nesting_even_where_nobody_reads() {
        let nested = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let ignored = |depth| format!(r#"{{"x":{},"inner":{{"n":1}}}}"#, nested(depth));
        assert!(matches!(parse::<Outer>(nested(30_000).as_bytes()), Err(ParseError::NotJson { .. })));
        assert!(matches!(parse::<Outer>(ignored(30_000).as_bytes()), Err(ParseError::NotJson { .. })));
        assert!(parse::<Outer>(ignored(16).as_bytes()).is_ok());
    }

    #[test]
    fn uuid_takes_only_the_hyphenated_form() {
        assert!(uuid("id", "3198bc9c-6672-5ab3-d995-4942343ae5b6").is_ok());
        for text in ["", "3198bc9c66725ab3d9954942343ae5b6", "{3198bc9c-6672-5ab3-d995-4942343ae5b6}"] {
            assert_eq!(uuid("id", text).unwrap_err(), ParseError::NotUuid { field: "id" });
        }
    }
}

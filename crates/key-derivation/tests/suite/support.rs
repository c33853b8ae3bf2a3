//! What several test files need.

use std::path::Path;

use serde::de::DeserializeOwned;

#[derive(serde::Deserialize)]
struct VectorFile<T> {
    vectors: Vec<T>,
}

/// The vectors of a file in this package's `vectors/`.
pub(crate) fn vectors<T: DeserializeOwned>(name: &str) -> Vec<T> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let file: VectorFile<T> = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(!file.vectors.is_empty(), "{name} has no vectors");
    file.vectors
}

/// Bytes from hexadecimal text, with or without `0x`.
pub(crate) fn hex<const N: usize>(text: &str) -> [u8; N] {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    base16ct::mixed::decode_vec(digits).ok().and_then(|bytes| bytes.try_into().ok()).unwrap_or_else(|| panic!("{text}"))
}

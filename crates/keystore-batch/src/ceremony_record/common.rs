//! What the pages of all versions have in common: the digests, the addresses and the short keys, in the order of the manifest.

use crate::{Manifest, Sha256Digest};

use super::{attesters::fingerprint, names_manifest};

/// Compares the page of another version with its manifest, as far as every version writes the same. How it looks, and its
/// other words, are not compared.
///
/// # Errors
/// What differs.
pub fn compare_common(page: &str, manifest: &Manifest, manifest_sha256: &Sha256Digest) -> Result<(), RecordDifference> {
    use RecordDifference as Differs;
    if !names_manifest(page, manifest_sha256) {
        return Err(Differs::ManifestDigest);
    }
    // No version ever had any of these.
    let lower = page.to_ascii_lowercase();
    if ["<script", "<iframe", "<object", "<embed", "<img", "<link", "<base", "<form", "refresh"]
        .iter()
        .any(|tag| lower.contains(tag))
    {
        return Err(Differs::Active);
    }
    let (head, body) = page.split_once("<body").unwrap_or(("", page));
    let text = visible_text(body);
    let words = words_of(&text);
    let digest = manifest_sha256.to_string();
    // The style prints it on every sheet.
    let on_sheets = in_groups(&words_of(head));
    if in_groups(&words) != digest || !["", &digest].contains(&on_sheets.as_str()) {
        return Err(Differs::ManifestDigest);
    }

    let shown: Vec<_> = words.iter().filter(|word| is_hex(word, 64)).copied().collect();
    let files: Vec<_> = manifest.files().values().map(Sha256Digest::to_string).collect();
    let known = |word: &&str| *word == digest || files.iter().any(|file| file == word);
    if !shown.iter().all(known) || !files.iter().all(|file| shown.contains(&file.as_str())) {
        return Err(Differs::FileDigest);
    }

    let registry = manifest.destination().and_then(|calls| calls.target).map(|target| target.registry.to_string());
    let addresses = words.iter().filter(|word| word.strip_prefix("0x").is_some_and(|digits| is_hex(digits, 40)));
    let attesters = addresses.filter(|address| Some(**address) != registry.as_deref());
    if !begins_with(manifest.keys().iter().map(|key| key.attester.to_string()), attesters) {
        return Err(Differs::Attester);
    }
    let keys = words.iter().filter(|word| is_hex(word, 16));
    if !begins_with(manifest.keys().iter().map(|key| fingerprint(&key.public_key)), keys) {
        return Err(Differs::Key);
    }
    Ok(())
}

/// What is not the same on the page of another version and in its manifest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecordDifference {
    /// The digest of the manifest, in the head, in groups, or anywhere else.
    #[error("does not name the sha256 of manifest.json beside it")]
    ManifestDigest,
    /// The digest of another public file.
    #[error("shows another digest of a public file than manifest.json beside it")]
    FileDigest,
    /// The addresses are not those of the attesters, in their order, and of the registry.
    #[error("shows other addresses than manifest.json beside it")]
    Attester,
    /// The short keys are not those of the manifest, in their order.
    #[error("shows other keys than manifest.json beside it")]
    Key,
    /// It could load or run something.
    #[error("has a part that loads or runs something, as no version of this program makes")]
    Active,
}

/// The text between the tags. What is in spans that touch each other is one word, as it is on the screen.
fn visible_text(body: &str) -> String {
    let mut text = String::with_capacity(body.len());
    for (place, part) in body.split('<').enumerate() {
        let (tag, shown) = if place == 0 { ("", part) } else { part.split_once('>').unwrap_or((part, "")) };
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        if name != "span" {
            text.push(' ');
        }
        text.push_str(shown);
    }
    text
}

fn words_of(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// The digits that stand in groups of four, four groups or more in a row.
fn in_groups(words: &[&str]) -> String {
    let is_group = |word: &str| is_hex(word, 4);
    let runs = words.chunk_by(|one, next| is_group(one) && is_group(next)).filter(|run| run.len() >= 4);
    runs.flatten().copied().collect()
}

/// Whether there is one at least, where there is any, and each is the next one of the manifest.
fn begins_with<'a>(expected: impl Iterator<Item = String>, shown: impl Iterator<Item = &'a &'a str>) -> bool {
    let mut expected = expected.peekable();
    let mut count = 0;
    let there_are = expected.peek().is_some();
    for word in shown {
        if expected.next().as_deref() != Some(*word) {
            return false;
        }
        count += 1;
    }
    count > 0 || !there_are
}

fn is_hex(word: &str, digits: usize) -> bool {
    word.len() == digits && word.bytes().all(|digit| digit.is_ascii_hexdigit())
}

//! What the page asks: which files, and what they are held against.

use bn254_bls::{
    ProofKind,
    gas::{PopGasLimit, PopGasLimitError},
};
use serde::Deserialize;

/// What the page asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question<'a> {
    /// What the contract gives to the check of a proof.
    pub gas_limit: PopGasLimit,
    /// Which proof the tuples are to carry.
    pub proof: ProofKind,
    /// The files, in the order in which they came.
    pub files: Vec<Dropped<'a>>,
}

/// A file as somebody dropped it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped<'a> {
    /// Its name. Anything may be in it.
    pub name: String,
    /// What is in it.
    pub bytes: &'a [u8],
}

/// Why some bytes are no question.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum QuestionError {
    /// The head is not there, is not JSON, or does not count the bytes behind it.
    #[error("the page and its module do not belong together; take the page anew from where it was published")]
    Head,
    /// No limit of the contract.
    #[error("{0}")]
    GasLimit(#[source] PopGasLimitError),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Head {
    /// None for the default.
    gas_limit: Option<u64>,
    feedback: bool,
    files: Vec<FileHead>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileHead {
    name: String,
    bytes: usize,
}

impl<'a> Question<'a> {
    /// Reads a question: the length of the head (32 bits, little-endian), the head, and the files one behind the other.
    ///
    /// The head is JSON: `{"gasLimit": 300000, "feedback": false, "files": [{"name": "a.json", "bytes": 2}]}`. Without a number
    /// `gasLimit` is [`PopGasLimit::DEFAULT`].
    ///
    /// # Errors
    /// [`QuestionError`]
    pub fn read(bytes: &'a [u8]) -> Result<Self, QuestionError> {
        let (length, rest) = bytes.split_first_chunk().ok_or(QuestionError::Head)?;
        let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| QuestionError::Head)?;
        let (head, mut contents) = rest.split_at_checked(length).ok_or(QuestionError::Head)?;
        let head: Head = serde_json::from_slice(head).map_err(|_| QuestionError::Head)?;
        let mut files = Vec::with_capacity(head.files.len());
        for FileHead { name, bytes } in head.files {
            let (content, behind) = contents.split_at_checked(bytes).ok_or(QuestionError::Head)?;
            files.push(Dropped { name, bytes: content });
            contents = behind;
        }
        if !contents.is_empty() {
            return Err(QuestionError::Head);
        }
        let gas_limit = head.gas_limit.map_or(Ok(PopGasLimit::DEFAULT), PopGasLimit::new);
        Ok(Self {
            gas_limit: gas_limit.map_err(QuestionError::GasLimit)?,
            proof: if head.feedback { ProofKind::Feedback } else { ProofKind::Registration },
            files,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    fn question(head: &str, contents: &[u8]) -> Vec<u8> {
        let length = u32::try_from(head.len()).unwrap().to_le_bytes();
        [&length, head.as_bytes(), contents].concat()
    }

    #[test]
    fn files_stand_one_behind_the_other() {
        let head = r#"{"gasLimit": 250000, "feedback": true, "files": [
            {"name": "a", "bytes": 2}, {"name": "b", "bytes": 0}, {"name": "c", "bytes": 1}]}"#;
        let bytes = question(head, b"xyz");
        let read = Question::read(&bytes).unwrap();
        assert_eq!((read.gas_limit, read.proof), (PopGasLimit::BEFORE_V6, ProofKind::Feedback));
        let files: Vec<_> = read.files.iter().map(|file| (file.name.as_str(), file.bytes)).collect();
        assert_eq!(files, [("a", &b"xy"[..]), ("b", b""), ("c", b"z")]);
    }

    #[test]
    fn without_a_limit_it_is_the_default() {
        let bytes = question(r#"{"gasLimit": null, "feedback": false, "files": []}"#, b"");
        assert_eq!(Question::read(&bytes).unwrap().gas_limit, PopGasLimit::DEFAULT);
        let bytes = question(r#"{"gasLimit": 1, "feedback": false, "files": []}"#, b"");
        assert!(matches!(Question::read(&bytes), Err(QuestionError::GasLimit(_))));
    }

    #[test]
    fn what_is_cut_off_or_too_long_is_none() {
        let whole = question(r#"{"gasLimit": null, "feedback": false, "files": [{"name": "a", "bytes": 2}]}"#, b"xy");
        assert!(Question::read(&whole).is_ok());
        for length in 0..whole.len() {
            assert!(matches!(Question::read(&whole[..length]), Err(QuestionError::Head)), "{length}");
        }
        assert!(matches!(Question::read(&[whole, vec![0]].concat()), Err(QuestionError::Head)));
    }
}

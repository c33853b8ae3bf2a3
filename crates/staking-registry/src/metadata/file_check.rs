//! Checking files of the dashboard's list: each by itself, against its name, and all beside each other.

use super::{FileWarning, MetadataError, ProviderMetadata, read::read};
use crate::ProviderId;
use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::Path;

/// Checks files of the dashboard's list one after the other, and against each other.
///
/// ```
/// use aztec_staking_registry::metadata::FileChecker;
///
/// let mut checker = FileChecker::default();
/// let text = r#"{"providerId": 7, "providerName": "Example"}"#;
/// assert!(checker.check("7-example.json", text).faults.is_empty());
/// let again = checker.check("7-other.json", text);
/// assert!(again.faults[0].to_string().starts_with("providerId is that of 7-example.json"));
/// ```
#[derive(Debug, Default)]
pub struct FileChecker {
    /// The file that each provider was first seen in.
    files: HashMap<ProviderId, String>,
}

/// What there is to say of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct FileReport {
    /// The path, as it was given.
    pub file: String,
    /// The provider; none where the file cannot be read.
    pub provider_id: Option<ProviderId>,
    /// Its name; none where the file cannot be read.
    pub provider_name: Option<String>,
    /// Fields that the dashboard shows as empty.
    pub empty_fields: Vec<&'static str>,
    /// What somebody should look at.
    #[cfg_attr(feature = "serde", serde(serialize_with = "crate::serialize::as_texts"))]
    pub warnings: Vec<FileWarning>,
    /// What is wrong.
    pub faults: Vec<FileFault>,
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FileFault {
    /// The file by itself.
    #[error(transparent)]
    Metadata(MetadataError),
    /// An earlier file is about the same provider.
    #[error("providerId is that of {first}, and the dashboard reads one file for each provider; remove one")]
    SameProvider {
        /// The earlier file.
        first: String,
    },
    /// There is no text to check.
    #[error("{reason}")]
    Unreadable {
        /// Why, in a sentence.
        reason: String,
    },
}

impl FileFault {
    /// The field that it is about, as [`MetadataError::field`].
    #[must_use]
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::Metadata(error) => error.field(),
            Self::SameProvider { .. } => Some("providerId"),
            Self::Unreadable { .. } => None,
        }
    }
}

impl FileReport {
    fn new(path: &Path) -> Self {
        Self {
            file: path.display().to_string(),
            provider_id: None,
            provider_name: None,
            empty_fields: Vec::new(),
            warnings: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// Of a file that has no text to check, beside others that have: nothing of it is known but why.
    #[must_use]
    pub fn unreadable(path: impl AsRef<Path>, reason: String) -> Self {
        Self { faults: vec![FileFault::Unreadable { reason }], ..Self::new(path.as_ref()) }
    }
}

impl FileChecker {
    /// Checks the file that has this path and text, beside those that were checked before. A path of `-` stands for a
    /// text without a name.
    pub fn check(&mut self, path: impl AsRef<Path>, text: &str) -> FileReport {
        let path = path.as_ref();
        let mut report = FileReport::new(path);
        let (metadata, warnings) = read(text);
        report.warnings = warnings;
        match metadata {
            Ok(metadata) => self.compare(path, &metadata, &mut report),
            Err(faults) => report.faults = faults.into_iter().map(FileFault::Metadata).collect(),
        }
        report
    }

    fn compare(&mut self, path: &Path, metadata: &ProviderMetadata, report: &mut FileReport) {
        let id = metadata.id;
        report.provider_id = Some(id);
        report.provider_name = Some(metadata.name.clone());
        report.empty_fields = metadata.empty_fields();
        report.warnings.extend(metadata.warnings());
        report.warnings.extend(report.empty_fields.iter().map(|field| FileWarning::EmptyField { field }));
        let name = path.file_name().map_or_else(Default::default, OsStr::to_string_lossy);
        let is_listed = name.starts_with(&format!("{id}-")) && name.ends_with(".json");
        if path != Path::new("-") && !is_listed {
            report.warnings.push(FileWarning::Name { expected: metadata.file_name() });
        }
        match self.files.get(&id) {
            Some(first) => report.faults.push(FileFault::SameProvider { first: first.clone() }),
            None => drop(self.files.insert(id, report.file.clone())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(id: u64) -> String {
        format!(r#"{{"providerId": {id}, "providerName": "Example Nodes"}}"#)
    }

    #[test]
    fn a_name_that_is_not_one_of_the_list() {
        let names = |path: &str| {
            let report = FileChecker::default().check(path, &text(7));
            report.warnings.iter().any(|warning| matches!(warning, FileWarning::Name { .. }))
        };
        assert!(!names("providers/7-anything.json"));
        assert!(!names("-"), "a text without a name");
        for path in ["77-example.json", "7.json", "7-example.txt", "example.json"] {
            assert!(names(path), "{path}");
        }
        let report = FileChecker::default().check("example.json", &text(7));
        assert_eq!(report.warnings.last(), Some(&FileWarning::Name { expected: "7-example-nodes.json".to_owned() }));
    }

    #[test]
    fn one_file_for_each_provider() {
        let mut checker = FileChecker::default();
        assert_eq!(checker.check("7-a.json", &text(7)).faults, []);
        assert_eq!(checker.check("8-a.json", &text(8)).faults, []);
        for path in ["7-b.json", "7-c.json"] {
            let faults = checker.check(path, &text(7)).faults;
            assert_eq!(faults, [FileFault::SameProvider { first: "7-a.json".to_owned() }]);
            assert_eq!(faults[0].field(), Some("providerId"));
        }
    }

    #[test]
    fn a_file_that_cannot_be_read_names_no_provider() {
        let mut checker = FileChecker::default();
        let report = checker.check("7-a.json", "[]");
        assert_eq!(
            (report.provider_id, &report.faults[..]),
            (None, &[FileFault::Metadata(MetadataError::NotAnObject)][..])
        );
        assert_eq!(checker.check("7-b.json", &text(7)).faults, [], "it is not the file of provider 7");
        let report = FileReport::unreadable("7-a.json", "there is no such file".to_owned());
        assert_eq!((report.file.as_str(), report.provider_id, report.faults.len()), ("7-a.json", None, 1));
        assert_eq!((report.faults[0].to_string().as_str(), report.faults[0].field()), ("there is no such file", None));
    }
}

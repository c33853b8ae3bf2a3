//! Writing the node keystore and the directory for the signer: both, or none.

use std::{collections::BTreeMap, path::Path};

use aztec_operator::files::{OutputError, OutputSet};
use durable_files::Access;

/// The directory for the signer, with the name and the text of each file.
pub(super) struct Signer<'a> {
    pub(super) directory: &'a Path,
    pub(super) files: &'a BTreeMap<String, String>,
}

/// What is rendered.
pub(super) enum Rendered<'a> {
    /// One file.
    File(&'a str),
    /// A directory of files by their names.
    Directory(Vec<(String, &'a str)>),
}

/// Writes both and gives them their names. The directory comes first: without the node keystore nobody asks the signer
/// for anything, so it does no harm where a run that is killed leaves it alone.
pub(super) fn put_in_place(out: &Path, rendered: &Rendered<'_>, signer: Option<Signer<'_>>) -> Result<(), OutputError> {
    let mut set = OutputSet::begin();
    if let Some(signer) = signer {
        let files = signer.files.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        set.secret_files("--web3signer-out", signer.directory, files)?;
    }
    match rendered {
        Rendered::File(text) => set.file("--out", out, Access::Secret, text.as_bytes())?,
        Rendered::Directory(files) => {
            set.secret_files("--out", out, files.iter().map(|(name, text)| (name.as_str(), *text)))?;
        }
    }
    set.commit()
}

#[cfg(test)]
mod tests {
    use std::{fs, slice};

    use super::*;

    /// In a directory the first name is free and the other is not.
    #[test]
    fn one_that_gets_no_name_leaves_no_other_either() {
        let files = BTreeMap::from([("a.yaml".to_owned(), "text".to_owned())]);
        for taken in ["node.json", "signer"] {
            let dir = tempfile::tempdir().unwrap();
            let (out, directory) = (dir.path().join("node.json"), dir.path().join("signer"));
            let taken = dir.path().join(taken);
            fs::create_dir(&taken).unwrap();
            let signer = || Some(Signer { directory: &directory, files: &files });
            let failed = put_in_place(&out, &Rendered::File("{}"), signer()).unwrap_err();
            assert!(failed.to_string().contains("exists already"), "{failed}");
            let left: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
            assert_eq!(left, slice::from_ref(&taken));

            fs::remove_dir(&taken).unwrap();
            put_in_place(&out, &Rendered::File("{}"), signer()).unwrap();
            assert_eq!(fs::read_to_string(out).unwrap(), "{}");
            assert_eq!(fs::read_to_string(directory.join("a.yaml")).unwrap(), "text");
        }
    }
}

//! Writing the node keystore and the directory for the signer: both, or none.

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use super::NodeKeystoreCommandError;
use crate::{
    output_dir::{Access, Staging, StagingError, create_file},
    output_file::write_new,
};

/// Writes the files for the signer beside their directory.
pub(super) fn stage(directory: &Path, files: &BTreeMap<String, String>) -> Result<Staging, NodeKeystoreCommandError> {
    let staging = Staging::create(directory)?;
    for (name, text) in files {
        let path = staging.path().join(name);
        let write = || {
            let mut file = create_file(&path, Access::Secret)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()
        };
        write()
            .map_err(|source| NodeKeystoreCommandError::Write { path: PathBuf::from(directory).join(name), source })?;
    }
    Ok(staging)
}

/// Writes the node keystore, and gives the directory its name.
pub(super) fn put_in_place(
    out: &Path,
    rendered: &str,
    signer: Option<Staging>,
) -> Result<(), NodeKeystoreCommandError> {
    write_new(out, Access::Secret, rendered.as_bytes())?;
    match signer.map_or(Ok(()), Staging::commit) {
        Ok(()) => Ok(()),
        // The directory is there all the same, and so both are.
        Err(error @ StagingError::Unconfirmed { .. }) => Err(error.into()),
        Err(error) => {
            let _ = fs::remove_file(out);
            Err(error.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_that_gets_no_name_leaves_no_file_either() {
        let dir = tempfile::tempdir().unwrap();
        let (out, signer) = (dir.path().join("node.json"), dir.path().join("signer"));
        let staged = stage(&signer, &BTreeMap::from([("a.yaml".to_owned(), "text".to_owned())])).unwrap();
        // Somebody takes the name meanwhile.
        fs::create_dir(&signer).unwrap();
        let failed = put_in_place(&out, "{}", Some(staged));
        assert!(matches!(failed, Err(NodeKeystoreCommandError::Staging(StagingError::Exists { .. }))));
        let left: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert_eq!(left, std::slice::from_ref(&signer));

        fs::remove_dir(&signer).unwrap();
        let staged = stage(&signer, &BTreeMap::from([("a.yaml".to_owned(), "text".to_owned())])).unwrap();
        put_in_place(&out, "{}", Some(staged)).unwrap();
        assert_eq!(fs::read_to_string(out).unwrap(), "{}");
        assert_eq!(fs::read_to_string(signer.join("a.yaml")).unwrap(), "text");
    }
}

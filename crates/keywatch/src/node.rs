//! The node: which files it loads, and how it is told of a change.

use std::{
    io,
    path::{Path, PathBuf},
};

use aztec_provider::rpc::{ApiKey, Endpoint, reload_keystore};
use durable_files::{is_directory, is_file, paths_in};

use crate::{cli::UrlText, failure::Failure, file, node_keystore::NodeFile, output};

/// A node that is told to read its key directory again.
#[derive(Debug)]
pub(crate) struct AdminNode {
    endpoint: Endpoint,
    key: Option<ApiKey>,
}

impl AdminNode {
    /// Takes the URL of the admin interface, and reads the key for it.
    pub(crate) fn new(url: Option<&UrlText>, key: Option<&Path>) -> Result<Option<Self>, Failure> {
        let Some(url) = url else { return Ok(None) };
        let endpoint = Endpoint::parse(&url.0).map_err(|source| Failure::ReloadUrl { source })?;
        Ok(Some(Self { endpoint, key: key.map(read_key).transpose()? }))
    }

    /// Has the node read its key directory again, where there is something new in it. Says whether there was.
    pub(crate) fn reload_where_new(&self, files: &[NodeFile<'_>], quiet: bool) -> Result<bool, Failure> {
        let mut new = Vec::new();
        for file in files {
            if file.has_pending_reload()? {
                new.push(file);
            }
        }
        if new.is_empty() {
            return Ok(false);
        }
        reload_keystore(&self.endpoint, self.key.as_ref()).map_err(|source| Failure::Reload { source })?;
        // What somebody else wrote meanwhile, the node may have read in place of ours.
        new.iter().try_for_each(|file| file.must_be_in_place())?;
        if !quiet {
            output::note(&format!("the node at {} has read its key directory again", self.endpoint));
        }
        new.into_iter().try_for_each(NodeFile::mark_reloaded)?;
        Ok(true)
    }
}

fn read_key(path: &Path) -> Result<ApiKey, Failure> {
    let failed = |reason: String| Failure::ApiKey { path: path.to_owned(), reason };
    let text = file::read(path, 4_096).map_err(|error| failed(format!("cannot be read ({error}); check the path")))?;
    ApiKey::new(&text).map_err(|error| failed(error.to_string()))
}

/// The node's files. A directory stands for every .json file directly in it, as the node loads it.
pub(crate) fn node_files(named: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::with_capacity(named.len());
    for path in named {
        let failed = |path: &Path, reason: String| Failure::NodeKeystore { path: path.to_owned(), reason };
        // Not "there is nothing" where the system refuses to say: a file that is passed over keeps its old coinbases.
        let unreadable = |path: &Path, error: io::Error| {
            failed(path, format!("cannot be read ({error}); check the path and its permissions"))
        };
        if !is_directory(path).map_err(|error| unreadable(path, error))? {
            files.push(path.clone());
            continue;
        }
        let before = files.len();
        let inside = paths_in(path).map_err(|error| unreadable(path, error))?;
        for file in inside.into_iter().filter(|file| file.extension().is_some_and(|extension| extension == "json")) {
            if is_file(&file).map_err(|error| unreadable(&file, error))? {
                files.push(file);
            }
        }
        if files.len() == before {
            let reason = "there is no .json file in this directory; name the node's key directory";
            return Err(failed(path, reason.to_owned()));
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_directory_stands_for_the_files_that_the_node_loads() {
        let directory = tempfile::tempdir().unwrap();
        let here = directory.path().to_owned();
        assert!(node_files(std::slice::from_ref(&here)).is_err());
        fs::create_dir(here.join("eth")).unwrap();
        for name in ["b.json", "a.json", "a.json.reload-pending", "eth/1.json", "notes.txt"] {
            fs::write(here.join(name), "{}").unwrap();
        }
        let other = here.join("notes.txt");
        assert_eq!(
            node_files(&[here.clone(), other.clone()]).unwrap(),
            [here.join("a.json"), here.join("b.json"), other]
        );
    }
}

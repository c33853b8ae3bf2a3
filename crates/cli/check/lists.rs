//! The public lists of a batch directory, side by side and piece by piece: they are never held as a whole.

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use aztec_staking_registry::{
    StreamError, UnverifiedKeyStore,
    ceremony_record::RecordedKeys,
    manifest::{self, Keys, ManifestError, ManifestHead, ManifestKey},
    staker_output::{Entries, StakerOutputError},
};

use super::{
    DirFault,
    public::check_head,
    read::open_list,
    record::{RecordCheck, check_record},
};
use crate::batch_dir::Layout;

/// So many entries that all cores are busy, so few that they are soon done.
pub(super) const PIECE: usize = 512;

/// The lists, open for reading.
pub(crate) struct PublicLists {
    root: PathBuf,
    pub(crate) head: ManifestHead,
    manifest: PathBuf,
    keys: Keys<File>,
    staker_output: PathBuf,
    tuples: Entries<File>,
    /// How many keys and entries have been read.
    read: (usize, usize),
    /// What the ceremony record says of the keys that have been read.
    recorded: RecordedKeys,
}

/// What the lists say of the next entries.
#[derive(Default)]
pub(crate) struct Piece {
    /// From the manifest.
    pub(crate) keys: Vec<ManifestKey>,
    /// From the staker output. As many as keys, unless one list is shorter.
    pub(crate) tuples: Vec<UnverifiedKeyStore>,
}

impl PublicLists {
    /// Looks at all that is public beside the lists themselves, and opens them. `None` when they cannot be read.
    pub(crate) fn open(root: &Path, faults: &mut Vec<DirFault>) -> Option<Self> {
        let layout = Layout::new(root);
        let (manifest, staker_output) = (layout.manifest(), layout.staker_output());
        let (head, _) = open_list(&manifest)
            .map_err(StreamError::Io)
            .and_then(manifest::read_head)
            .map_err(|error| faults.push(manifest_fault(&manifest, error)))
            .ok()?;
        if !check_head(layout, &head, faults) {
            return None;
        }
        let keys = open_list(&manifest)
            .map_err(StreamError::Io)
            .and_then(|file| Keys::new(&head, file))
            .map_err(|error| faults.push(manifest_fault(&manifest, error)))
            .ok()?;
        let tuples = open_list(&staker_output)
            .map_err(StreamError::Io)
            .and_then(Entries::new)
            .map_err(|error| faults.push(staker_output_fault(&staker_output, error)))
            .ok()?;
        Some(Self {
            root: root.to_owned(),
            head,
            manifest,
            keys,
            staker_output,
            tuples,
            read: (0, 0),
            recorded: RecordedKeys::default(),
        })
    }

    /// The next entries. `None` at the end, or when one of the lists cannot be read on.
    pub(crate) fn next(&mut self, faults: &mut Vec<DirFault>) -> Option<Piece> {
        let keys = self.keys.by_ref().take(PIECE).collect::<Result<Vec<_>, _>>();
        let keys = keys.map_err(|error| faults.push(manifest_fault(&self.manifest, error))).ok()?;
        let tuples = self.tuples.by_ref().take(PIECE).collect::<Result<Vec<_>, _>>();
        let tuples = tuples.map_err(|error| faults.push(staker_output_fault(&self.staker_output, error))).ok()?;
        keys.iter().for_each(|key| self.recorded.push(key));
        self.read = (self.read.0 + keys.len(), self.read.1 + tuples.len());
        if !keys.is_empty() || !tuples.is_empty() {
            return Some(Piece { keys, tuples });
        }
        let (expected, found) = self.read;
        if found != expected {
            faults.push(DirFault::Count { file: self.staker_output.clone(), found, expected });
        }
        None
    }

    /// Compares the ceremony record with the keys, all of which have been read.
    pub(crate) fn check_record(&self, faults: &mut Vec<DirFault>) -> RecordCheck {
        check_record(Layout::new(&self.root), &self.head, &self.recorded, faults)
    }
}

fn manifest_fault(file: &Path, error: StreamError<ManifestError>) -> DirFault {
    let file = file.to_owned();
    match error {
        StreamError::Io(source) => DirFault::Read { file, source },
        StreamError::Format(source) => DirFault::Manifest { file, source },
    }
}

fn staker_output_fault(file: &Path, error: StreamError<StakerOutputError>) -> DirFault {
    let file = file.to_owned();
    match error {
        StreamError::Io(source) => DirFault::Read { file, source },
        StreamError::Format(source) => DirFault::StakerOutput { file, source },
    }
}

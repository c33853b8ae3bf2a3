//! A file that was dropped, as far as it could be read.

use aztec_batch_manifest::{Manifest, Sha256Digest, manifest};
use aztec_staking_registry::{
    UnverifiedKeyStore,
    exits::is_exit_file,
    public_file::{PublicFile, PublicFileError},
    staker_output::EntryFault,
};
use strict_json::Escaped;

use crate::{Dropped, FileJudgement, Tuple};

/// A file that was dropped, with what is said of it.
pub(crate) struct ReadFile<'a> {
    pub(crate) judgement: FileJudgement,
    pub(crate) digest: Sha256Digest,
    /// Its text; empty where it is none.
    pub(crate) text: &'a str,
    /// Its entries, those that cannot be read included. A file with the calls of a batch gives them up when they are
    /// found to be the tuples of that batch.
    pub(crate) entries: Vec<Result<UnverifiedKeyStore, EntryFault>>,
    /// Of a manifest.
    pub(crate) manifest: Option<Manifest>,
    /// Why no tuple was read. It is a fault, unless a manifest says what the file is for.
    pub(crate) unread: Option<PublicFileError>,
}

impl<'a> ReadFile<'a> {
    pub(crate) fn new(dropped: &Dropped<'a>) -> Self {
        let digest = Sha256Digest::of(dropped.bytes);
        let judgement = FileJudgement::new(Escaped(&dropped.name).to_string(), digest.to_string());
        let mut file = Self { judgement, digest, text: "", entries: Vec::new(), manifest: None, unread: None };
        match str::from_utf8(dropped.bytes) {
            Ok(text) => file.read(text),
            Err(_) => file.judgement.fault("is not plain text (UTF-8), so it holds no tuples; take the original file"),
        }
        file
    }

    fn read(&mut self, text: &'a str) {
        self.text = text;
        if is_exit_file(text) {
            self.judgement
                .fault("holds signed exits and no tuples; keygen verify checks it, with --rollup and --chain-id");
        } else if manifest::has_its_members(text) {
            match Manifest::read(text) {
                Ok(manifest) => self.manifest = Some(manifest),
                Err(error) => self.judgement.fault(&error.to_string()),
            }
        } else {
            match PublicFile::read(text) {
                Ok(public) => {
                    self.judgement.add_calls(&public);
                    self.entries = public.entries();
                }
                Err(error) => self.unread = Some(error),
            }
        }
    }

    /// When it is known what is audited: the entries that are shown, and why there are none.
    pub(crate) fn settle(&mut self) {
        let readable = |read: &Result<UnverifiedKeyStore, _>| read.as_ref().ok().copied();
        let tuples = self.entries.iter().enumerate().map(|(entry, read)| Tuple::new(entry, readable(read)));
        self.judgement.tuples = tuples.collect();
        self.judgement.entries = self.entries.len();
        if let Some(error) = self.unread.take() {
            self.judgement.fault(&error.to_string());
        }
    }

    /// Its tuples, where all of them could be read.
    pub(crate) fn tuples(&self) -> Option<Vec<UnverifiedKeyStore>> {
        self.entries.iter().map(|read| read.as_ref().ok().copied()).collect()
    }
}

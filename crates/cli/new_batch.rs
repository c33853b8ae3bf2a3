//! Writing a new batch directory, wherever its keys come from: everything is written beside the target, read back, and
//! then given its name.

mod calls;
mod earlier;
mod error;
mod lists;
mod new_file;
mod protection;
mod read_back;
mod report;
mod secret_files;
mod size;

use std::path::PathBuf;

use aztec_staking_registry::manifest::ManifestHead;
use bn254_bls::ProofKind;
use durable_files::{Staging, StagingError};
use rayon::ThreadPool;

pub(crate) use earlier::{Earlier, EarlierError, read_known};
pub(crate) use error::NewBatchError;
pub(crate) use lists::{Derived, Lists, Made, Written};
pub(crate) use protection::Protection;
pub(crate) use report::SUMMARY_LOST;
pub(crate) use secret_files::SecretFiles;
pub(crate) use size::{SizeError, check_size};

use crate::{
    batch_dir::Layout,
    check::{ExpectedSecrets, Secrets},
    cli::RegistryArgs,
    files::{self, MARK},
    interrupt, jobs,
};

/// What is known of a batch before its keys.
pub(crate) struct NewBatch {
    /// The directory, which must not exist.
    pub(crate) out: PathBuf,
    /// What the manifest says beside its keys. The digests of the files are known last, and are none here.
    pub(crate) head: ManifestHead,
    /// How many keys there will be.
    pub(crate) count: u32,
    pub(crate) protection: Protection,
    /// The calls that add the keys, where they are wanted.
    pub(crate) calls: RegistryArgs,
    /// What reading back must find beside the keys.
    pub(crate) expected: ExpectedSecrets,
    /// The batches that this one must share nothing with.
    pub(crate) earlier: Vec<Earlier>,
}

/// Calls add keys to register them, which the contract does with one kind of proof only.
pub(crate) fn check_calls(calls: RegistryArgs, proof: ProofKind) -> Result<(), NewBatchError> {
    if calls.provider_id.is_some() && proof == ProofKind::Feedback { Err(NewBatchError::FeedbackCalls) } else { Ok(()) }
}

impl NewBatch {
    /// The threads for it.
    pub(crate) fn pool(&self, jobs: Option<u16>) -> Result<ThreadPool, NewBatchError> {
        Ok(jobs::pool(jobs, self.protection.bytes_per_thread())?)
    }

    /// Writes the directory. `fill` writes the secret files of all keys and lists each key once, in the order of the
    /// indices; `secrets` are what reading back opens and derives with.
    pub(crate) fn write<E: From<NewBatchError> + Send>(
        &self,
        pool: &ThreadPool,
        secrets: Secrets<'_>,
        quiet: bool,
        fill: impl FnOnce(&SecretFiles<'_>, &mut Lists<'_>) -> Result<(), E> + Send,
    ) -> Result<Made, E> {
        // An interrupt waits until the directory has its name, or is removed.
        let writing = interrupt::writing();
        files::remove_abandoned(&self.out);
        let mut staging = Staging::create(&self.out, MARK).map_err(NewBatchError::from)?;
        let made = pool.install(|| {
            let layout = Layout::new(staging.path());
            let files = SecretFiles::new(layout, &self.protection);
            files.create_directories(layout)?;
            let mut lists = Lists::begin(self, layout)?;
            fill(&files, &mut lists)?;
            let made = lists.finish()?;
            read_back::read_back(self, staging.path(), secrets, quiet)?;
            Ok::<_, E>(made)
        });
        let made = made.and_then(|made| {
            interrupt::check().map_err(NewBatchError::from)?;
            Ok((made, staging.commit()))
        });
        files::close(staging);
        let (made, committed) = made?;
        let in_place = committed.as_ref().map_or_else(StagingError::is_in_place, |()| true);
        let done = if in_place { writing.done([self.out.as_path()]) } else { Ok(()) };
        committed.map_err(NewBatchError::from)?;
        done.map_err(NewBatchError::from)?;
        Ok(made)
    }
}

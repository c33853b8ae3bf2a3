//! Making a batch: everything is written beside the target, read back and verified, and then given its name.

mod derived_validators;
mod error;
mod imported_validators;
mod public_files;
mod sealing;
mod secret_files;
mod write_file;
mod written_key;

use std::path::Path;

use aztec_encrypted_keystore::OpeningKeys;
use aztec_key_derivation::Passphrase;
use durable_files::{Mark, Staging};

use crate::{
    Batch, BatchPlan, Layout, Progress, Secrets, check::Expected, plan::PlannedKeys, progress::check, self_test,
};

pub use error::CreateBatchError;
use public_files::write_lists;
use secret_files::SecretFiles;
use written_key::{WrittenKey, refuse_calls_in_vain, refuse_shared_keys};

/// The mark of the temporary place of a batch, by which a later run recognises what a killed one has left behind.
///
/// The name is that of the first version. See [`Staging::remove_abandoned`].
pub const MARK: Mark = Mark {
    name: "made-by-keygen",
    text: "keygen is writing here, or was killed: then its next run with the same target removes this.\n",
};

impl Batch {
    /// Makes the batch in a new directory, which appears whole or not at all.
    ///
    /// Everything is written in the temporary place of `staging`, read back and compared with what the secrets give; only
    /// then the directory gets its name. On any failure, and where `progress` stops it, it gets none, and closing `staging`
    /// leaves nothing behind.
    ///
    /// The work is done on the threads of rayon's pool; each needs [`bytes_per_thread`](crate::Protection::bytes_per_thread).
    ///
    /// # Errors
    /// [`CreateBatchError`]. With [`StagingError::Unconfirmed`](durable_files::StagingError::Unconfirmed) in it, the
    /// directory is in place all the same.
    pub fn create(staging: &mut Staging, plan: &BatchPlan, progress: &dyn Progress) -> Result<Self, CreateBatchError> {
        self_test()?;
        let layout = Layout::new(staging.path());
        write(layout, plan, progress)?;
        let batch = read_back(staging.path(), plan, progress)?;
        check(progress)?;
        staging.commit()?;
        Ok(batch.moved_to(staging.target()))
    }
}

/// Writes every file.
fn write(layout: Layout<'_>, plan: &BatchPlan, progress: &dyn Progress) -> Result<(), CreateBatchError> {
    let files = SecretFiles::new(layout, plan.protection());
    files.create_directories()?;
    let written = match plan.keys() {
        PlannedKeys::Derived(keys) => derived_validators::write(keys, &files, progress)?,
        PlannedKeys::Imported(keys) => imported_validators::write(keys, &files, progress)?,
    };
    refuse_shared_keys(&written, plan.earlier())?;
    refuse_calls_in_vain(&written, plan)?;
    let funding_account = plan.keys().funding_account().map(|account| files.funding_account(account)).transpose()?;
    write_lists(layout, plan, written, funding_account)
}

/// Opens every file again and compares all of it, as [`Batch::verify`] would at any later time; and beside it, with what
/// was asked for.
fn read_back(root: &Path, plan: &BatchPlan, progress: &dyn Progress) -> Result<Batch, CreateBatchError> {
    let none = Passphrase::none();
    let material = plan.keys().derived().map(super::derived_keys::DerivedKeys::material);
    // Derived anew, and not what sealed the files: a derivation that went wrong is noticed here.
    let protection = plan.protection();
    let [eth, bls] = [protection.eth_password(), protection.bls_password()].map(|one| one.map(OpeningKeys::of));
    let secrets = Secrets::of_new([eth.as_ref(), bls.as_ref()], material, &none);
    let batch = Batch::open(root).map_err(CreateBatchError::Reopen)?;
    let verification = batch.verify_expecting(&secrets, Some(&Expected::of(plan)), progress)?;
    let faults = verification.into_faults_of_writing();
    if faults.is_empty() { Ok(batch) } else { Err(CreateBatchError::ReadBack(faults)) }
}

//! What a batch directory has beside its tuples: the manifest, and the secret files.

use aztec_encrypted_keystore::OpeningKeys;
use aztec_key_derivation::Passphrase;
use aztec_keystore_batch::{BatchFault, Progress, Secrets, Step, VerifyBatchError};
use aztec_staking_registry::audit::Report;

use super::{error::VerifyError, path_report::SecretFiles, subject::Subject};
use crate::cli::VerifyArgs;
use aztec_operator::{
    arguments::PasswordArgs, command_error::CommandError, input::Passwords, interrupt::Interrupted, progress::Bars,
};

impl Subject {
    /// Compares everything in the directory with its tuples, the list with this number in the report.
    pub(super) fn check_directory(
        &mut self,
        list: usize,
        report: &Report,
        args: &VerifyArgs,
        keys: Option<&Passwords<OpeningKeys<'_>>>,
        passphrase: &Passphrase,
    ) -> Result<(), CommandError> {
        let Some(batch) = &self.batch else { return Ok(()) };
        // All of them can be read, or there would be no batch here.
        let tuples: Vec<_> = self.entries.iter().flatten().copied().collect();
        let bars = Bars::new(args.work.quiet);
        bars.begin(Step::Compare, tuples.len());
        let entries: Vec<_> = report.entries().iter().filter(|entry| entry.location.list == list).collect();
        let mut faults =
            batch.compare(&tuples, &entries).map_err(|error| VerifyError::from(VerifyBatchError::Randomness(error)))?;
        bars.end();

        let secret = batch.layout().secret();
        let PasswordArgs { password_file, eth_password_file, bls_password_file } = &args.passwords;
        let named = [password_file, eth_password_file, bls_password_file].iter().any(|file| file.is_some());
        if !batch.is_whole() {
            self.report.secrets = SecretFiles::NotNamed;
            // The password of another path is in the keys.
            if named && keys.is_none() && !args.public_only {
                self.report.misgiven += 1;
                self.report.faults.push(format!(
                    "{}: the public part alone was named, and a password was given; name the whole batch, or give --public-only",
                    self.report.path
                ));
            }
        } else if batch.has_secret_part().map_err(VerifyError::Open)? {
            let openable = !args.public_only && (keys.is_some() || !batch.manifest().is_encrypted());
            self.report.secrets = if openable { SecretFiles::Opened } else { SecretFiles::NotOpened };
            if openable {
                let (eth_keys, bls_keys) = (keys.map(|both| &both.eth), keys.map(|both| &both.bls));
                let secrets = Secrets { eth_keys, bls_keys, passphrase, seed: None, ikm: None };
                let opened = match batch.check_secrets(&tuples, &secrets, &bars) {
                    Err(VerifyBatchError::Cancelled(cancelled)) => return Err(Interrupted::from(cancelled).into()),
                    opened => opened.map_err(VerifyError::from)?,
                };
                faults.extend(self.report.add_secret_check(opened));
                if let Some(at) = faults.iter().position(BatchFault::lacks_memory) {
                    return Err(VerifyError::Memory(faults.swap_remove(at)).into());
                }
            }
        } else {
            self.report.secrets = SecretFiles::Absent;
            // Whoever gives a password means the secret files, and must not take silence for a yes.
            if !args.public_only && (named || keys.is_some()) {
                self.report.faults.push(format!(
                    "{}: is missing, and a password was given for it; restore it from a copy, or give --public-only",
                    secret.display()
                ));
            }
        }
        self.report.add_batch_faults(&faults);
        Ok(())
    }
}

//! What a batch directory has beside its tuples: the manifest, and the secret files.

use std::path::PathBuf;

use aztec_encrypted_keystore::Password;
use aztec_key_derivation::Passphrase;
use aztec_staking_registry::audit::Report;

use super::{VerifyError, found::SecretFiles, subject::Subject};
use crate::{
    batch_dir::Layout,
    check::{DirFault, Secrets, check_secrets, compare_public_part},
    cli::{PasswordArgs, VerifyArgs},
    input::Passwords,
    progress,
};

impl Subject {
    /// Compares everything in the directory with its tuples, the list with this number in the report.
    pub(super) fn check_directory(
        &mut self,
        list: usize,
        report: &Report,
        args: &VerifyArgs,
        passwords: Option<&Passwords<Password>>,
        passphrase: &Passphrase,
    ) -> Result<(), VerifyError> {
        let Some(public) = &self.public else { return Ok(()) };
        let root = PathBuf::from(&args.paths[list]);
        let entries: Vec<_> = report.entries().iter().filter(|entry| entry.location.list == list).copied().collect();
        let mut faults: Vec<DirFault> = Vec::new();
        let bar = progress::busy("comparing", args.work.quiet);
        compare_public_part(&root, public, &entries, &mut faults)?;
        bar.finish_and_clear();

        if Layout::new(&root).secret().exists() {
            let openable = !args.public_only && (passwords.is_some() || !public.manifest.is_encrypted());
            self.found.secrets = if openable { SecretFiles::Opened } else { SecretFiles::NotOpened };
            if openable {
                let (eth, bls) = (passwords.map(|both| &both.eth), passwords.map(|both| &both.bls));
                let bar = progress::bar("opening", public.tuples.len() as u64, args.work.quiet);
                let secrets = Secrets { eth, bls, passphrase, seed: None, ikm: None };
                let findings = check_secrets(&root, public, secrets, &mut faults, || bar.inc(1))?;
                self.found.add_secret_findings(&findings);
                bar.finish_and_clear();
                if let Some(at) = faults.iter().position(DirFault::lacks_memory) {
                    return Err(VerifyError::Memory(faults.swap_remove(at)));
                }
            }
        } else {
            self.found.secrets = SecretFiles::Absent;
            // Whoever gives a password means the secret files, and must not take silence for a yes.
            let PasswordArgs { password_file, eth_password_file, bls_password_file } = &args.passwords;
            let named = [password_file, eth_password_file, bls_password_file].iter().any(|file| file.is_some());
            if !args.public_only && (named || passwords.is_some()) {
                self.found.faults.push(format!(
                    "{}: is missing, and a password was given for it; restore it from a copy, or give --public-only",
                    Layout::new(&root).secret().display()
                ));
            }
        }
        self.found.add_directory_faults(&faults);
        Ok(())
    }
}

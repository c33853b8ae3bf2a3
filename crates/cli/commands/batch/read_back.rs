//! Reading the whole batch back before it gets its name.

use std::path::Path;

use rand::rngs::SysRng;
use staking_registry::audit::{List, Severity, audit};

use super::{
    BatchError,
    plan::{Entropy, Plan, Protection},
};
use crate::{
    batch_dir::Layout,
    check::{DirFault, Secrets, check_secrets, compare_public_part, read_public_part},
    progress,
};

/// Opens every file again and compares all of it, as `keygen verify` would.
pub(super) fn read_back(plan: &Plan, root: &Path, quiet: bool) -> Result<(), BatchError> {
    let mut faults: Vec<DirFault> = Vec::new();
    let count = u64::from(plan.allocation.validators().count());
    let bar = progress::bar("verifying", count, quiet);
    if let Some(public) = read_public_part(root, &mut faults) {
        let label = Layout::new(root).staker_output().display().to_string();
        let lists = [List { label: &label, claims: &public.claims }];
        let report = audit(&lists, plan.proof_kind(), &mut SysRng, |_| {})?;
        let errors = report.of_severity(Severity::Error);
        faults.extend(errors.map(|finding| DirFault::Tuple { text: report.describe(finding) }));
        compare_public_part(root, &public, report.entries(), &mut faults)?;
        let (eth, bls) = match &plan.protection {
            Protection::Encrypted { passwords, .. } => (Some(&*passwords.eth), Some(&*passwords.bls)),
            Protection::None => (None, None),
        };
        let ikm = match &plan.entropy {
            Entropy::Ikm { ikm, .. } => Some(ikm),
            _ => None,
        };
        let secrets = Secrets { eth, bls, passphrase: &plan.passphrase, seed: plan.entropy.seed(), ikm };
        check_secrets(root, &public, secrets, &mut faults, || bar.inc(1))?;
    }
    bar.finish_and_clear();
    if faults.is_empty() { Ok(()) } else { Err(BatchError::ReadBack(faults)) }
}

//! Reading the whole batch back before it gets its name.

use std::path::Path;

use aztec_staking_registry::audit::{Auditor, Severity};
use rand::rngs::SysRng;

use super::{NewBatch, NewBatchError};
use crate::{
    batch_dir::Layout,
    check::{DirFault, PublicLists, SecretPart, Secrets, compare_piece},
    interrupt, progress,
};

/// Opens every file again and compares all of it, as `keygen verify` would, but piece by piece: so there may be any number
/// of keys.
pub(super) fn read_back(batch: &NewBatch, root: &Path, secrets: Secrets<'_>, quiet: bool) -> Result<(), NewBatchError> {
    let mut faults: Vec<DirFault> = Vec::new();
    let bar = progress::bar("verifying", u64::from(batch.count), quiet);
    if let Some(lists) = PublicLists::open(root, &mut faults) {
        compare(batch, root, lists, secrets, &mut faults, || bar.inc(1))?;
    }
    bar.finish_and_clear();
    if let Some(at) = faults.iter().position(DirFault::lacks_memory) {
        return Err(NewBatchError::Memory(faults.swap_remove(at)));
    }
    if faults.is_empty() { Ok(()) } else { Err(NewBatchError::ReadBack(faults)) }
}

fn compare(
    batch: &NewBatch,
    root: &Path,
    mut lists: PublicLists,
    secrets: Secrets<'_>,
    faults: &mut Vec<DirFault>,
    done: impl Fn() + Sync,
) -> Result<(), NewBatchError> {
    let head = lists.head.clone();
    let mut auditor = Auditor::new(head.proof);
    auditor.begin_list(&Layout::new(root).staker_output().display().to_string());
    let mut secret_part = None;
    let mut first = 0;
    while let Some(piece) = lists.next(faults) {
        // Each of these steps takes all cores for a while, and none of them looks for an interrupt but the last.
        interrupt::check()?;
        let audited = auditor.add(&piece.tuples, &mut SysRng)?;
        interrupt::check()?;
        compare_piece(root, &head, first, (&piece.keys, &piece.tuples, &audited), faults)?;
        interrupt::check()?;
        let open = || SecretPart::open(root, &head, piece.keys.first(), secrets, Some(&batch.expected), faults);
        secret_part.get_or_insert_with(open).check(&piece.keys, &piece.tuples, faults, &done)?;
        first += piece.keys.len();
    }
    lists.check_record(faults);
    if let Some(part) = secret_part {
        part.finish(faults);
    }
    let report = auditor.finish();
    let errors = report.of_severity(Severity::Error);
    faults.extend(errors.map(|finding| DirFault::Tuple { text: report.describe(finding) }));
    Ok(())
}

//! `keygen calldata add-keys`: verify every tuple, then split the list into calls.

use std::{fmt::Write as _, path::Path};

use aztec_staking_registry::{
    CallFormat, KeyStore, ProviderId,
    audit::{List, Severity, audit_with_progress},
    calldata::{AddKeysCall, KeysPerCall, SAFE_CALLS_GAS_LIMIT, TRANSACTION_GAS_LIMIT, add_keys},
    public_file::{Contents, PublicFile},
};
use bn254_bls::{ProofKind, gas::PopGasLimit};
use rand::rngs::SysRng;

use super::error::CalldataError;
use aztec_operator::{
    command_error::CommandError,
    counted::Counted,
    input::{StdinOnce, read_public},
    output::{self, Shown},
    progress,
};

/// The calls that add the keys of a staker output, in its order.
pub(super) fn calls(
    provider: ProviderId,
    per_call: KeysPerCall,
    limit: PopGasLimit,
    form: &CallFormat,
    file: &Path,
) -> Result<Vec<AddKeysCall>, CommandError> {
    let path = Shown(file).to_string();
    let text = read_public("STAKER_OUTPUT", file, &mut StdinOnce::default())?;
    let file = PublicFile::read(&text);
    let entries = match file.map(|file| file.contents) {
        Ok(Contents::StakerOutput(entries)) => entries,
        Ok(_) => return Err(CalldataError::CallsAlready { path }.into()),
        Err(source) => return Err(CalldataError::PublicFile { path, source }.into()),
    };

    let kind = ProofKind::Registration;
    let bar = progress::bar("verifying", entries.len() as u64, false);
    let lists = [List::partly_read(&path, &entries)];
    let report = audit_with_progress(&lists, kind, limit, &mut SysRng, |done| bar.set_position(done as u64))
        .map_err(CalldataError::Randomness)?;
    bar.finish_and_clear();
    let faults = report.sentences(Severity::Error);
    if !faults.is_empty() {
        return Err(CalldataError::Faults(faults).into());
    }
    report.sentences(Severity::Warning).iter().for_each(|warning| output::warn(warning));
    let sign = progress::busy("encoding", false);
    // All of them: one that could not be read is an error of the report.
    let tuples: Vec<_> = entries.into_iter().flatten().collect();
    let key_stores = KeyStore::verify_batch(&tuples, kind, &mut SysRng)
        .map_err(|source| CalldataError::KeyStores { path: path.clone(), source })?;
    let calls = add_keys(provider, &key_stores, per_call).map_err(|source| CalldataError::AddKeys { path, source })?;
    sign.finish_and_clear();
    warn_of_size(&calls, form);
    Ok(calls)
}

/// Names the calls that no transaction, or none of a Safe, can carry.
fn warn_of_size(calls: &[AddKeysCall], form: &CallFormat) {
    for (call, number) in calls.iter().zip(1..) {
        let gas = call.gas;
        if !call.fits_transaction() {
            output::warn(&format!(
                "call {number} is estimated at {gas} gas, and a transaction of Ethereum may use {TRANSACTION_GAS_LIMIT}; \
                 give a smaller --max-per-call"
            ));
        } else if matches!(form, CallFormat::Safe { .. }) && !call.fits_safe() {
            output::warn(&format!(
                "call {number} is estimated at {gas} gas, and a transaction of a Safe has {SAFE_CALLS_GAS_LIMIT} for its calls, \
                 less with many owners; give --max-per-call 77 or less"
            ));
        }
    }
}

/// What is in each call, for the operator.
pub(super) fn table(provider: ProviderId, calls: &[AddKeysCall]) -> String {
    let keys = Counted(calls.iter().map(AddKeysCall::count).sum(), "key", "keys");
    let in_calls = Counted(calls.len(), "call", "calls");
    let mut text =
        format!("{keys} for provider {provider}, every tuple verified, in {in_calls} of addKeysToProvider\n\n");
    let _ = writeln!(text, "{:>6}{:>10}{:>10}{:>10}{:>14}", "call", "first", "last", "bytes", "gas estimate");
    for (call, number) in calls.iter().zip(1..) {
        let AddKeysCall { first, last, calldata, gas } = call;
        let _ = writeln!(text, "{number:>6}{first:>10}{last:>10}{:>10}{gas:>14}", calldata.bytes().len());
    }
    text.truncate(text.trim_end().len());
    text
}

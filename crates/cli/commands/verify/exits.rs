//! Judging a file of signed exits.

use aztec_staking_registry::{
    UnverifiedKeyStore,
    exits::{ExitDomain, audit, read_entries},
    staker_output::EntryFault,
};

use super::{error::VerifyError, exits_report::ExitsReport, path_report::PathReport};
use crate::{cli::ExitDomainArgs, commands::exit::now};

impl PathReport {
    /// Judges the exits in a text. There are no tuples in it.
    pub(super) fn read_exits(
        &mut self,
        text: &str,
        args: ExitDomainArgs,
    ) -> Result<Vec<Result<UnverifiedKeyStore, EntryFault>>, VerifyError> {
        let domain =
            args.rollup.zip(args.chain_id).map(|(rollup, chain_id)| ExitDomain::new(chain_id, rollup)).transpose()?;
        let entries = match read_entries(text) {
            Ok(entries) => entries,
            Err(source) => {
                self.faults.push(format!("{}: {source}", self.path));
                return Ok(Vec::new());
            }
        };
        let now = now();
        let judged = audit(&entries, domain.as_ref(), now);
        self.faults.extend(judged.findings.iter().map(|finding| format!("{}, {finding}", self.path)));
        if domain.is_none() {
            self.warnings.push(format!(
                "{}: the signatures were not checked, since the file does not say for which rollup and chain they are; give \
                 --rollup and --chain-id",
                self.path
            ));
        }
        self.exits = Some(ExitsReport::new(&judged, domain.as_ref(), now));
        Ok(Vec::new())
    }
}

//! What one round reads.

use std::collections::BTreeMap;

use aztec_provider::{
    Assignment, Block, Provider, ValidatorStatus,
    audit::Audit,
    delegations::{Delegation, Stage},
};

use super::findings::{Finding, Findings};
use crate::{cli::RunArgs, commands::check, connect::Connection, failure::Failure, past, status::Status};

/// Everything that was read at one block, and what is not as it should be.
pub(super) struct Round {
    pub(super) provider: Provider,
    pub(super) block: Block,
    pub(super) status: Status,
    pub(super) line: String,
    pub(super) days_left: Option<f64>,
    pub(super) audit: Audit,
    pub(super) delegations: Vec<Delegation>,
    pub(super) assignments: Vec<Assignment>,
    /// By a name that stays the same for as long as the finding does.
    pub(super) findings: BTreeMap<String, Finding>,
    pub(super) round_trips: u64,
}

impl Round {
    pub(super) fn read(args: &RunArgs) -> Result<Self, Failure> {
        let mut connection = Connection::open(&args.connection)?;
        let verdict = check::check(&mut connection, &args.expected)?.verdict;
        let history = past::read(&mut connection, &args.past, args.connection.quiet)?;
        let Connection { chain, deployment, provider, .. } = &mut connection;
        let audit = Audit::run(chain, deployment, provider, &[], None)?;
        let assignments = Assignment::all(chain, deployment, provider, &history)?;
        let block = chain.block();

        let mut findings = Findings::default();
        findings.of_provider(&verdict);
        findings.of_queue(&audit);
        findings.of_validators(&assignments);
        findings.of_files(&assignments, &args.node_keystore)?;
        let findings = findings.0;
        Ok(Self {
            provider: *provider,
            block,
            status: findings.values().map(|finding| finding.status).max().unwrap_or(Status::Ok),
            line: verdict.line(provider, block.number, crate::connect::age(block.timestamp)),
            days_left: verdict.days_left,
            delegations: history.delegations()?,
            findings,
            round_trips: chain.round_trips(),
            assignments,
            audit,
        })
    }

    /// How many delegations are in a state, by its name.
    pub(super) fn states(&self) -> BTreeMap<&'static str, u64> {
        let mut states: BTreeMap<_, u64> =
            ["waiting", "refunded", "active", "exiting", "slashed", "left"].map(|state| (state, 0)).into();
        let mut count = |state| *states.entry(state).or_default() += 1;
        for one in &self.delegations {
            match one.stage {
                Stage::Refunded(_) => count("refunded"),
                Stage::Deposited(_) => {}
                _ => count("waiting"),
            }
        }
        for one in &self.assignments {
            count(match one.status {
                ValidatorStatus::Validating => "active",
                ValidatorStatus::Exiting => "exiting",
                ValidatorStatus::Zombie => "slashed",
                _ => "left",
            });
        }
        states
    }
}

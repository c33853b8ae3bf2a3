//! What one round reads.

use std::collections::BTreeMap;

use aztec_provider::{
    Assignment, Block, Pace, Provider, Rewards, Standing, ValidatorStatus,
    audit::Audit,
    delegations::{Delegation, History, Stage},
};

use super::findings::{Finding, Findings, Name};
use crate::{
    cli::{ConnectionArgs, ExpectedArgs},
    commands::{
        check,
        coinbase::{Line, set_coinbases},
    },
    connect::{Connection, age},
    failure::Failure,
    node_keystore::NodeFile,
    output,
    past::{self, Past},
    settings::Watch,
    status::Status,
};

/// Everything that was read at one block, and what is not as it should be.
pub(super) struct Round {
    pub(super) provider: Provider,
    pub(super) expected: ExpectedArgs,
    pub(super) block: Block,
    pub(super) status: Status,
    pub(super) line: String,
    pub(super) pace: Option<Pace>,
    pub(super) days_left: Option<f64>,
    pub(super) audit: Audit,
    pub(super) delegations: Vec<Delegation>,
    /// One for each delegation.
    pub(super) standings: Vec<Standing>,
    pub(super) assignments: Vec<Assignment>,
    /// The coinbases in the node's files: as they are, and none where there are no files.
    pub(super) in_files: Vec<Line>,
    /// What this round has written into them.
    pub(super) written: Vec<Line>,
    /// None where they could not be read.
    pub(super) rewards: Vec<Rewards>,
    /// By a name that stays the same for as long as the finding does.
    pub(super) findings: BTreeMap<Name, Finding>,
    /// Where the cursor stood before the round; none where there was no cursor.
    pub(super) resumed: Option<u64>,
    pub(super) round_trips: u64,
}

impl Round {
    pub(super) fn read(watch: &Watch, args: &ConnectionArgs) -> Result<Self, Failure> {
        let mut connection = Connection::open(&watch.target, args)?;
        let checked = check::check(&mut connection, &watch.expected, true)?;
        let Past { history, assignments, resumed } = past::read(&mut connection, &watch.past, args.quiet)?;
        let Connection { chain, deployment, provider, .. } = &mut connection;
        let audit = Audit::run(chain, deployment, provider, &[], None)?;
        let delegations = history.delegations()?;
        let standings = Standing::all(chain, deployment, &delegations)?;
        let rewards = rewards(&mut connection, &history, &assignments);
        let Connection { chain, provider, .. } = &connection;

        let mut findings = Findings::default();
        findings.of_provider(&checked.verdict);
        findings.of_queue(&audit);
        findings.of_validators(&assignments);
        let written = if watch.sets_coinbases {
            write(watch, &assignments, args.quiet).unwrap_or_else(|failure| {
                findings.of_failure(&failure);
                Vec::new()
            })
        } else {
            Vec::new()
        };
        // As they are now, whatever was written.
        let in_files = match look(watch, &assignments) {
            Ok(lines) => lines,
            Err(failure) => {
                findings.of_failure(&failure);
                Vec::new()
            }
        };
        findings.of_files(&in_files);
        let findings = findings.0;
        let block = chain.block();
        Ok(Self {
            provider: *provider,
            expected: watch.expected.clone(),
            block,
            status: findings.values().map(|finding| finding.status).max().unwrap_or(Status::Ok),
            line: checked.verdict.line(provider, block.number, age(block.timestamp)),
            pace: checked.pace,
            days_left: checked.verdict.days_left,
            delegations,
            standings,
            findings,
            round_trips: chain.round_trips(),
            assignments,
            in_files,
            written,
            rewards,
            resumed,
            audit,
        })
    }

    /// How many delegations are in a state, by its name.
    pub(super) fn states(&self) -> BTreeMap<&'static str, u64> {
        let mut states: BTreeMap<_, u64> =
            ["waiting", "refunded", "active", "exiting", "slashed", "left"].map(|state| (state, 0)).into();
        for one in &self.delegations {
            *states.entry(self.state(one)).or_default() += 1;
        }
        states
    }

    /// The state of a delegation, in a word.
    pub(super) fn state(&self, one: &Delegation) -> &'static str {
        let assignment = self.assignments.iter().find(|other| other.delegation == *one);
        match (one.stage, assignment.map(|assignment| assignment.status)) {
            (Stage::Refunded(_), _) => "refunded",
            (Stage::Deposited(_), Some(ValidatorStatus::Validating)) => "active",
            (Stage::Deposited(_), Some(ValidatorStatus::Exiting)) => "exiting",
            (Stage::Deposited(_), Some(ValidatorStatus::Zombie)) => "slashed",
            (Stage::Deposited(_), _) => "left",
            _ => "waiting",
        }
    }
}

/// A rollup that does not tell its rewards is no reason not to watch the rest.
fn rewards(connection: &mut Connection, history: &History, assignments: &[Assignment]) -> Vec<Rewards> {
    let Connection { chain, deployment, provider, .. } = connection;
    Rewards::read(chain, deployment, provider, history, assignments).unwrap_or_else(|error| {
        output::note(&format!("the rewards are not known: {error}"));
        Vec::new()
    })
}

/// Compares the node's files with the coinbases as they should be, and changes nothing.
fn look(watch: &Watch, assignments: &[Assignment]) -> Result<Vec<Line>, Failure> {
    let mut files = NodeFile::read_all(&watch.node_keystores)?;
    if files.is_empty() { Ok(Vec::new()) } else { set_coinbases(assignments, &mut files) }
}

/// Writes coinbases into the node's files, and tells the node.
fn write(watch: &Watch, assignments: &[Assignment], quiet: bool) -> Result<Vec<Line>, Failure> {
    let mut files = NodeFile::read_all(&watch.node_keystores)?;
    let lines = set_coinbases(assignments, &mut files)?;
    files.iter().try_for_each(|file| file.write(watch.node.is_some()))?;
    if let Some(node) = &watch.node {
        node.reload_where_new(&files, quiet)?;
    }
    Ok(lines)
}

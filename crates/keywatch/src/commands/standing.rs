//! `keywatch status`: every delegation.

use aztec_provider::{
    Assignment, ExitRoom, Provider, Standing, Token, ValidatorStatus,
    delegations::{Delegation, Stage},
};
use aztec_staking_registry::TakeRate;
use serde_json::{Value, json};

mod exits;

use super::coinbase::{Line, Outcome, set_coinbases};
use crate::{
    cli::StatusArgs,
    connect::{Connection, date},
    failure::Failure,
    node_keystore::NodeFile,
    output,
    past::{self, Past},
    settings::Watch,
    status::{Status, reason},
};

/// A delegation with everything that is said of it.
struct Row<'a> {
    delegation: &'a Delegation,
    assignment: Option<&'a Assignment>,
    standing: Standing,
    /// What the node's files have; none where there are no files, or no validator.
    file: Option<Outcome>,
}

pub(super) fn run(args: &StatusArgs) -> Result<Status, Failure> {
    let watch = Watch::past(&args.connection, &args.past, &args.node_keystore)?;
    let mut files = NodeFile::read_all(&watch.node_keystores)?;
    let mut connection = Connection::open(&watch.target, &args.connection)?;
    let Past { history, assignments, .. } = past::read(&mut connection, &watch.past, args.connection.quiet)?;
    let lines = if files.is_empty() { Vec::new() } else { set_coinbases(&assignments, &mut files)? };
    let Connection { chain, deployment, provider, .. } = &mut connection;
    let delegations = history.delegations()?;
    let standings = Standing::all(chain, deployment, &delegations)?;
    let token = Token::read(chain, deployment.token)?;
    let room = ExitRoom::read(chain, deployment)?;
    let rows: Vec<_> = delegations.iter().zip(standings).map(|pair| row(pair, &assignments, &lines)).collect();
    let status = rows.iter().map(Row::status).max().unwrap_or(Status::Ok);
    let block = chain.block();
    let report = if args.connection.json {
        json!({
            "status": status.word(),
            "provider": provider.id.get(),
            "admin": provider.admin.to_string(),
            "pendingAdmin": provider.pending_admin.map(|admin| admin.to_string()),
            "rewardsRecipient": provider.rewards_recipient.to_string(),
            "takeRate": provider.take_rate,
            "queue": provider.queue_length(),
            "token": { "address": token.address.to_string(), "symbol": token.symbol, "decimals": token.decimals },
            "exits": room.as_ref().map(exits::json),
            "delegations": rows.iter().map(Row::json).collect::<Vec<_>>(),
            "block": { "number": block.number, "hash": block.hash.to_string(), "timestamp": block.timestamp },
        })
        .to_string()
    } else {
        let mut lines = head(provider);
        lines.extend(room.as_ref().map(exits::line));
        lines.extend(rows.iter().map(|row| row.line(&token)));
        let active = assignments.iter().filter(|one| one.is_active()).count();
        lines.push(format!(
            "KEYWATCH {} - provider {}: {} delegations, {active} active, {} keys queued{} (block {})",
            status.word(),
            provider.id,
            delegations.len(),
            provider.queue_length(),
            reasons(&rows),
            block.number,
        ));
        output::fitted(&lines)
    };
    output::result(&report)?;
    connection.close();
    Ok(status)
}

fn row<'a>(
    (delegation, standing): (&'a Delegation, Standing),
    assignments: &'a [Assignment],
    lines: &[Line],
) -> Row<'a> {
    let assignment = assignments.iter().find(|one| one.delegation == *delegation);
    let file = lines.iter().find(|line| line.assignment.delegation == *delegation).map(|line| line.outcome);
    Row { delegation, assignment, standing, file }
}

/// Why somebody should look, or act.
fn reasons(rows: &[Row<'_>]) -> String {
    let count = |status| rows.iter().filter(|row| row.status() == status).count();
    let coinbases = reason(
        count(Status::Critical),
        "active validator has another coinbase in the node's files, or none: run keywatch coinbase",
        "active validators have another coinbase in the node's files, or none: run keywatch coinbase",
    );
    let slashed = reason(
        count(Status::Warning),
        "validator was slashed below the minimum",
        "validators were slashed below the minimum",
    );
    coinbases + &slashed
}

impl Row<'_> {
    fn status(&self) -> Status {
        match (self.assignment.map(|one| one.status), self.file) {
            (Some(ValidatorStatus::Validating), Some(Outcome::Changed)) => Status::Critical,
            (Some(ValidatorStatus::Zombie), _) => Status::Warning,
            _ => Status::Ok,
        }
    }

    fn state(&self) -> String {
        match (self.delegation.stage, self.assignment.map(|one| one.status)) {
            (Stage::Deposited(_), Some(ValidatorStatus::None)) => "left".to_owned(),
            (Stage::Deposited(_), Some(standing)) => standing.to_string(),
            (Stage::Refunded(_), _) => "refunded".to_owned(),
            _ => "waiting".to_owned(),
        }
    }

    /// What the node's files have, in words.
    fn file(&self) -> Option<&'static str> {
        Some(match self.file? {
            Outcome::Same => "in place",
            Outcome::Changed => "NOT in the file",
            Outcome::NotThere => "in none of the files",
            Outcome::Refused => "kept out: not as agreed",
            Outcome::Listed => return None,
        })
    }

    fn line(&self, token: &Token) -> String {
        let Delegation { attester, withdrawer, split, .. } = self.delegation;
        let Standing { since, stake, exitable_at, .. } = self.standing;
        let file = self.file().map_or_else(String::new, |words| format!(" ({words})"));
        let exit = exitable_at.map_or_else(String::new, |time| format!(", can be finalised from {} on", date(time)));
        format!(
            "{attester}  {:<11}  since {}  {} {}{exit}  coinbase {split}{file}  for {withdrawer}",
            self.state(),
            date(since),
            token.decimal(stake),
            token.symbol,
        )
    }

    fn json(&self) -> Value {
        let one = self.delegation;
        json!({
            "attester": one.attester.to_string(),
            "withdrawer": one.withdrawer.to_string(),
            "rollup": one.rollup.to_string(),
            "split": one.split.to_string(),
            "block": one.place.block,
            "state": self.state(),
            "since": self.standing.since,
            "stake": self.standing.stake.to_string(),
            "exitableAt": self.standing.exitable_at,
            "coinbaseInFiles": self.file.map(|outcome| match outcome {
                Outcome::Same => "in-place",
                Outcome::Changed => "not-in-place",
                Outcome::NotThere => "not-there",
                Outcome::Refused => "refused",
                Outcome::Listed => "not-looked",
            }),
            "takeRate": one.agreed_rate,
        })
    }
}

fn head(provider: &Provider) -> Vec<String> {
    let rate = TakeRate::from_basis_points(provider.take_rate);
    let rate = rate.map_or_else(|_| provider.take_rate.to_string(), |rate| rate.to_string());
    let mut lines = vec![
        format!("admin      {}", provider.admin),
        format!("recipient  {}", provider.rewards_recipient),
        format!("take rate  {rate}"),
    ];
    lines.extend(provider.pending_admin.map(|pending| format!("pending    {pending} may take over as admin")));
    lines
}

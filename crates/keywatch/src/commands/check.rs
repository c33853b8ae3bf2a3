//! `keywatch check`: one line, and the status that says it all.

mod verdict;

use aztec_provider::{Head, Pace};
use aztec_staking_registry::TakeRate;
use serde_json::json;

use crate::{
    cli::{CheckArgs, ExpectedArgs},
    connect::{Connection, age},
    failure::Failure,
    output,
    settings::Watch,
    status::Status,
};
use verdict::Expected;

pub(super) use verdict::Verdict;

/// The past weeks that the pace is taken from: long enough for the weekends to even out.
const OVER_DAYS: u64 = 28;

pub(super) fn run(args: &CheckArgs) -> Result<Status, Failure> {
    let watch = Watch::check(&args.connection, &args.expected)?;
    let mut connection = Connection::open(&watch.target, &args.connection)?;
    let Checked { verdict, head, pace } = check(&mut connection, &watch.expected, watch.expected.days.is_some())?;
    let Connection { chain, provider, .. } = &connection;
    let block = chain.block();
    if args.connection.json {
        let report = json!({
            "status": verdict.status.word(),
            "provider": provider.id.get(),
            "queue": provider.queue_length(),
            "daysLeft": verdict.days_left,
            "delegationsPerDay": pace.map(|pace| pace.per_day()),
            "head": match head { Head::Blocked(_) => "blocked", Head::Empty => "empty", _ => "free" },
            "admin": provider.admin.to_string(),
            "pendingAdmin": provider.pending_admin.map(|admin| admin.to_string()),
            "rewardsRecipient": provider.rewards_recipient.to_string(),
            "takeRate": provider.take_rate,
            "findings": verdict.findings.iter().map(|finding| &finding.sentence).collect::<Vec<_>>(),
            "block": { "number": block.number, "hash": block.hash.to_string(), "timestamp": block.timestamp },
            "chainId": chain.chain_id(),
        });
        output::result(&report.to_string())?;
    } else {
        output::result(&verdict.line(provider, block.number, age(block.timestamp)))?;
    }
    connection.close();
    Ok(verdict.status)
}

/// What was read, and what comes of it.
pub(super) struct Checked {
    pub(super) verdict: Verdict,
    head: Head,
    pub(super) pace: Option<Pace>,
}

/// Reads what a verdict takes. The past takes most of the requests.
pub(super) fn check(connection: &mut Connection, args: &ExpectedArgs, with_pace: bool) -> Result<Checked, Failure> {
    let Connection { chain, deployment, provider, .. } = connection;
    let head = Head::read(chain, deployment, provider)?;
    let over = args.over.unwrap_or(OVER_DAYS);
    let pace = with_pace.then(|| Pace::read(chain, deployment, provider.id, over)).transpose()?;
    let expected = Expected {
        threshold: args.threshold,
        days: args.days,
        admin: args.admin,
        recipient: args.recipient,
        rate: args.rate.map(TakeRate::basis_points),
    };
    Ok(Checked { verdict: Verdict::new(provider, head, pace, &expected), head, pace })
}

//! `keywatch status`: every delegation.

use aztec_provider::{
    Provider, ValidatorStatus,
    delegations::{Delegation, Stage},
};
use aztec_staking_registry::TakeRate;
use serde_json::json;

use crate::{
    cli::StatusArgs,
    connect::Connection,
    failure::Failure,
    output,
    past::{self, Past},
    settings::Watch,
    status::Status,
};

pub(super) fn run(args: &StatusArgs) -> Result<Status, Failure> {
    let watch = Watch::past(&args.connection, &args.past, &[])?;
    let mut connection = Connection::open(&watch.target, &args.connection)?;
    let Past { history, assignments, .. } = past::read(&mut connection, &watch.past, args.connection.quiet)?;
    let Connection { chain, provider, .. } = &connection;
    let delegations = history.delegations()?;
    let standing = |delegation: &Delegation| {
        let assignment = assignments.iter().find(|one| one.delegation == *delegation)?;
        Some(assignment.status)
    };
    let slashed = assignments.iter().any(|one| one.status == ValidatorStatus::Zombie);
    let status = if slashed { Status::Warning } else { Status::Ok };
    let block = chain.block();
    let report = if args.connection.json {
        let delegations: Vec<_> = delegations.iter().map(|one| delegation(one, standing(one))).collect();
        json!({
            "status": status.word(),
            "provider": provider.id.get(),
            "admin": provider.admin.to_string(),
            "pendingAdmin": provider.pending_admin.map(|admin| admin.to_string()),
            "rewardsRecipient": provider.rewards_recipient.to_string(),
            "takeRate": provider.take_rate,
            "queue": provider.queue_length(),
            "delegations": delegations,
            "block": { "number": block.number, "hash": block.hash.to_string(), "timestamp": block.timestamp },
        })
        .to_string()
    } else {
        let mut lines = head(provider);
        lines.extend(delegations.iter().map(|one| {
            let Delegation { attester, withdrawer, split, place, .. } = one;
            format!(
                "{attester}  {:<12}  block {:<9} Split {split}  for {withdrawer}",
                words(one, standing(one)),
                place.block
            )
        }));
        let active = assignments.iter().filter(|one| one.is_active()).count();
        lines.push(format!(
            "KEYWATCH {} - provider {}: {} delegations, {active} active, {} keys queued (block {})",
            status.word(),
            provider.id,
            delegations.len(),
            provider.queue_length(),
            block.number,
        ));
        lines.join("\n")
    };
    output::result(&report)?;
    connection.close();
    Ok(status)
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

fn words(delegation: &Delegation, standing: Option<ValidatorStatus>) -> String {
    match (delegation.stage, standing) {
        (Stage::Deposited(_), Some(ValidatorStatus::None)) => "left".to_owned(),
        (Stage::Deposited(_), Some(standing)) => standing.to_string(),
        (Stage::Refunded(_), _) => "refunded".to_owned(),
        _ => "waiting".to_owned(),
    }
}

fn delegation(one: &Delegation, standing: Option<ValidatorStatus>) -> serde_json::Value {
    json!({
        "attester": one.attester.to_string(),
        "withdrawer": one.withdrawer.to_string(),
        "rollup": one.rollup.to_string(),
        "split": one.split.to_string(),
        "block": one.place.block,
        "state": words(one, standing),
        "takeRate": one.agreed_rate,
    })
}

//! `keywatch rewards`.

mod calls;

use alloy_primitives::{Address, U256};
use aztec_provider::{Rewards, SplitRewards, Stray};
use serde_json::{Value, json};

use crate::{
    cli::RewardsArgs,
    connect::Connection,
    failure::Failure,
    output,
    past::{self, Past},
    settings::Watch,
    status::{Status, reason},
};

pub(super) fn run(args: &RewardsArgs) -> Result<Status, Failure> {
    let watch = Watch::past(&args.connection, &args.past, &[])?;
    let mut connection = Connection::open(&watch.target, &args.connection)?;
    let Past { history, assignments, .. } = past::read(&mut connection, &watch.past, args.connection.quiet)?;
    let Connection { chain, deployment, provider, .. } = &mut connection;
    let rewards = Rewards::read(chain, deployment, provider, &history, &assignments)?;
    let strays = rewards.iter().map(|one| one.strays.len()).sum();
    let status = if strays > 0 { Status::Warning } else { Status::Ok };
    let block = chain.block();
    if let Some(form) = args.calls {
        let claims: Vec<_> = rewards.iter().flat_map(Rewards::claims).collect();
        calls::hand_over(&claims, form, args.out.as_deref(), chain, provider)?;
        connection.close();
        return Ok(status);
    }
    let report = if args.connection.json {
        let block = json!({ "number": block.number, "hash": block.hash.to_string(), "timestamp": block.timestamp });
        let tokens: Vec<_> = rewards.iter().map(to_json).collect();
        json!({ "status": status.word(), "provider": provider.id.get(), "tokens": tokens, "block": block }).to_string()
    } else {
        let mut lines: Vec<_> = rewards.iter().flat_map(to_lines).collect();
        lines.push(format!(
            "KEYWATCH {} - provider {}: {} delegations with a Split{} (block {})",
            status.word(),
            provider.id,
            assignments.len(),
            reason(strays, "attester accrued without its coinbase", "attesters accrued without their coinbases"),
            block.number,
        ));
        output::fitted(&lines)
    };
    output::result(&report)?;
    connection.close();
    Ok(status)
}

fn to_lines(rewards: &Rewards) -> Vec<String> {
    let amount = |amount| format!("{} {}", rewards.token.decimal(amount), rewards.token.symbol);
    let mut lines = Vec::new();
    for one in rewards.splits.iter().filter(|one| !one.total().is_zero()) {
        lines.push(format!(
            "{}  Split {}  {}, of which {} are the provider's",
            one.attester,
            one.split,
            amount(one.total()),
            rewards.token.decimal(one.part_of(rewards.recipient)),
        ));
    }
    for stray in &rewards.strays {
        lines.push(format!(
            "{}  {} accrued under the attester on {}: its coinbase was not set (keywatch coinbase)",
            stray.attester,
            amount(stray.amount),
            stray.rollup,
        ));
    }
    lines.extend(rewards.not_claimable.iter().map(|rollup| format!("{rollup} pays out no rewards yet")));
    let parts = rewards.splits.iter().map(|one| one.part_of(rewards.recipient));
    let part = parts.fold(U256::ZERO, U256::saturating_add);
    let home = rewards.in_warehouses.iter().map(|(_, amount)| *amount);
    let home = home.fold(U256::ZERO, U256::saturating_add);
    lines.push(format!(
        "for {}: {} on rollups and Splits, {} in the warehouse; {} calls bring it home (--calls)",
        rewards.recipient,
        amount(part),
        amount(home),
        rewards.claims().len(),
    ));
    lines
}

/// Amounts in the smallest unit, as decimal texts: a JSON number would lose digits.
fn to_json(rewards: &Rewards) -> Value {
    let split = |one: &SplitRewards| {
        let on_rollups: Vec<_> = one
            .on_rollups
            .iter()
            .map(|(rollup, amount)| json!({ "rollup": rollup.to_string(), "amount": amount.to_string() }))
            .collect();
        json!({
            "attester": one.attester.to_string(),
            "split": one.split.to_string(),
            "onRollups": on_rollups,
            "onSplit": one.on_split.to_string(),
            "inWarehouse": one.in_warehouse.to_string(),
            "total": one.total().to_string(),
            "providersPart": one.part_of(rewards.recipient).to_string(),
        })
    };
    let stray = |one: &Stray| json!({ "attester": one.attester.to_string(), "rollup": one.rollup.to_string(), "amount": one.amount.to_string() });
    let warehouse = |(warehouse, amount): &(Address, U256)| json!({ "warehouse": warehouse.to_string(), "amount": amount.to_string() });
    let calls = rewards.claims().into_iter();
    json!({
        "token": rewards.token.address.to_string(),
        "symbol": rewards.token.symbol,
        "decimals": rewards.token.decimals,
        "recipient": rewards.recipient.to_string(),
        "splits": rewards.splits.iter().map(split).collect::<Vec<_>>(),
        "strays": rewards.strays.iter().map(stray).collect::<Vec<_>>(),
        "inWarehouses": rewards.in_warehouses.iter().map(warehouse).collect::<Vec<_>>(),
        "notClaimable": rewards.not_claimable.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "calls": calls
            .map(|call| json!({ "what": call.what, "to": call.call.to.to_string(), "data": call.call.to_hex() }))
            .collect::<Vec<_>>(),
    })
}

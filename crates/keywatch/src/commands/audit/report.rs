//! An audit for people, and for machines.

use aztec_provider::audit::{Audit, Drip, Foretold};
use serde_json::{Value, json};

use crate::{output, status::Status};

/// A paragraph for each entry that is not good, then one line that sums up.
pub(super) fn text(audit: &Audit, status: Status, quiet: bool) -> String {
    let mut lines = Vec::new();
    if !quiet {
        for (position, foretold) in audit.entries.iter().enumerate().filter(|(_, foretold)| !foretold.is_good()) {
            lines.extend(paragraph(audit, position, foretold));
        }
    }
    let of = |is_new| audit.entries.iter().filter(move |entry| entry.is_new == is_new);
    let good = |is_new| of(is_new).filter(|entry| entry.is_good()).count();
    let new = match of(true).count() {
        0 => String::new(),
        count => format!("; {count} about to be added, {} of them good", good(true)),
    };
    lines.push(format!(
        "KEYWATCH {} - provider {}: {} keys queued, {} of them good{new} (block {}, {} in the rollup's entry queue, {} gas for \
         a proof)",
        status.word(),
        audit.provider,
        of(false).count(),
        good(false),
        audit.block.number,
        audit.entry_queue_length,
        audit.proof_gas_limit,
    ));
    output::fitted(&lines)
}

fn paragraph(audit: &Audit, position: usize, foretold: &Foretold) -> Vec<String> {
    let place =
        if foretold.is_new { "about to be added".to_owned() } else { format!("index {}", foretold.entry.index) };
    let attester = foretold.entry.tuple.attester;
    let mut lines = vec![format!("{attester} ({place}, {position} in front of it)"), format!("  {}", foretold.fate)];
    lines.extend(foretold.rivals.iter().map(|rival| {
        let what = if rival.same_key { "BLS key" } else { "attester" };
        let (provider, index) = (rival.provider, rival.index);
        format!("  the same {what} is in the queue of provider {provider} (index {index}): whichever is staked first registers")
    }));
    if foretold.is_known == Some(false) {
        lines.push("  no manifest lists this attester with this key: find out who added it".to_owned());
    }
    match audit.drip(foretold).filter(|_| !foretold.fate.is_good()) {
        Some(drip) => lines.extend(advice(&drip)),
        None if foretold.is_new && !foretold.fate.is_good() => lines.push("  leave it out".to_owned()),
        None => {}
    }
    lines
}

fn advice(Drip { count, calldata, good, .. }: &Drip) -> [String; 2] {
    let also = match good.as_slice() {
        [] => "no good one among them".to_owned(),
        [one] => format!("among them one good one, {one}, which can be added again"),
        many => format!("among them {} good ones, which can be added again", many.len()),
    };
    let what = if *count == 1 { "drops it".to_owned() } else { format!("drops the first {count}, {also}") };
    [format!("  sent to the registry by the admin, this {what}:"), format!("    {}", calldata.to_hex())]
}

/// The same, and every entry.
pub(super) fn json(audit: &Audit, status: Status) -> Value {
    let entry = |(position, foretold): (usize, &Foretold)| {
        let rivals = foretold.rivals.iter().map(|rival| {
            json!({ "provider": rival.provider, "index": rival.index, "same": if rival.same_key { "key" } else { "attester" } })
        });
        let drip = audit.drip(foretold).filter(|_| !foretold.fate.is_good()).map(|drip| {
            let good: Vec<_> = drip.good.iter().map(ToString::to_string).collect();
            json!({ "count": drip.count, "calldata": drip.calldata.to_hex(), "alsoDropsGood": good })
        });
        json!({
            "index": foretold.entry.index,
            "position": position,
            "attester": foretold.entry.tuple.attester.to_string(),
            "new": foretold.is_new,
            "fate": foretold.fate.code(),
            "contractError": foretold.fate.contract_error(),
            "sentence": foretold.fate.to_string(),
            "gas": foretold.gas,
            "rivals": rivals.collect::<Vec<_>>(),
            "known": foretold.is_known,
            "drip": drip,
        })
    };
    json!({
        "status": status.word(),
        "provider": audit.provider.get(),
        "proofGasLimit": audit.proof_gas_limit,
        "entryQueueLength": audit.entry_queue_length,
        "block": {
            "number": audit.block.number,
            "hash": audit.block.hash.to_string(),
            "timestamp": audit.block.timestamp,
        },
        "entries": audit.entries.iter().enumerate().map(entry).collect::<Vec<_>>(),
    })
}

//! Entries, delegations and rewards, row by row. On a phone a row becomes a card, with the heads of the columns in it.

use alloy_primitives::Address;
use aztec_provider::{Rewards, SplitRewards, Standing, audit::Foretold, delegations::Delegation};
use maud::{Markup, html};

use crate::{
    commands::{
        coinbase::Outcome,
        run::{metrics::of_provider, round::Round},
    },
    connect::date,
};

/// More rows than this are folded away.
const ROWS_SHOWN: usize = 24;

/// Every entry of the queue with its fate.
pub(super) fn entries(round: &Round) -> Markup {
    let entries = &round.audit.entries;
    let bad = entries.iter().filter(|entry| !entry.is_good()).count();
    let row = |one: &Foretold| {
        let class = match (one.fate.is_good(), one.is_good()) {
            (_, true) => "ok",
            (true, false) => "warning",
            (false, _) => "critical",
        };
        let rivals: Vec<_> =
            one.rivals.iter().map(|rival| format!("provider {} (index {})", rival.provider, rival.index)).collect();
        html! {
            tr {
                td data-head="Index" { (one.entry.index) }
                td.address.whole data-head="Attester" { (one.entry.tuple.attester) }
                td data-head="Fate" {
                    span.dot .(class) {} " " (one.fate)
                    @if !rivals.is_empty() { "; also in the queue of " (rivals.join(", ")) ": whichever is staked first registers" }
                }
            }
        }
    };
    let heads = ["Index", "Attester", "Fate"];
    html! {
        h2 { "Keys in the queue" }
        @if entries.is_empty() { p { "None." } }
        @else {
            p.quiet { (entries.len() - bad) " become active validators, " (bad) " do not or may not. "
                (round.audit.entry_queue_length) " wait in the rollup's entry queue, of all providers." }
            @if entries.len() > ROWS_SHOWN {
                @if bad > 0 { (table(&heads, entries.iter().filter(|one| !one.is_good()).map(row))) }
                details { summary { "All " (entries.len()) " keys" } (table(&heads, entries.iter().map(row))) }
            } @else { (table(&heads, entries.iter().map(row))) }
        }
    }
}

/// Every delegation: its state, whose stake it is, and the coinbase as it should be and as the node has it.
pub(super) fn delegations(round: &Round) -> Markup {
    let row = |(one, standing): (&Delegation, &Standing)| {
        let state = round.state(one);
        let class = match state {
            "active" => "ok",
            "refunded" | "slashed" => "critical",
            "left" => "unknown",
            _ => "warning",
        };
        html! {
            tr {
                td.address data-head="Attester" { (one.attester) }
                td.state data-head="State" { span.dot .(class) {} " " (state) }
                td.state data-head="Since" { (date(standing.since)) }
                td.address data-head="Stake of" { (one.withdrawer) }
                td.address data-head="Coinbase" { (one.split) }
                td data-head="In files" { (in_file(round, one)) }
            }
        }
    };
    let heads = ["Attester", "State", "Since", "Stake of", "Coinbase", "In files"];
    let all = &round.delegations;
    html! {
        h2 { "Delegations" }
        @if all.is_empty() { p { "None." } }
        @else if all.len() > ROWS_SHOWN {
            p.quiet { (all.len()) " delegations; the newest are shown." }
            (table(&heads, all.iter().zip(&round.standings).rev().take(ROWS_SHOWN).map(row)))
            details { summary { "All " (all.len()) } (table(&heads, all.iter().zip(&round.standings).map(row))) }
        } @else { (table(&heads, all.iter().zip(&round.standings).map(row))) }
    }
}

fn in_file(round: &Round, one: &Delegation) -> Markup {
    let line = round.in_files.iter().find(|line| line.assignment.delegation == *one);
    match line.map(|line| line.outcome) {
        Some(Outcome::Same) => html! { "in place" },
        Some(Outcome::Changed) => html! { span.wrong { "another one" } },
        Some(Outcome::NotThere) => html! { "in none" },
        Some(Outcome::Refused) => html! { span.wrong { "kept out" } },
        _ => html! { "-" },
    }
}

/// What has accrued, by Split, with the provider's part.
pub(super) fn rewards(round: &Round) -> Markup {
    html! { h2 { "Rewards" } @if round.rewards.is_empty() { p { "Not known." } } @for one in &round.rewards { (of_token(one)) } }
}

fn of_token(rewards: &Rewards) -> Markup {
    let amount = |amount| rewards.token.decimal(amount);
    let row = |one: &SplitRewards| {
        let on_rollups =
            one.on_rollups.iter().fold(alloy_primitives::U256::ZERO, |sum, (_, amount)| sum.saturating_add(*amount));
        html! {
            tr {
                td.address data-head="Attester" { (one.attester) }
                td.amount data-head="On rollups" { (amount(on_rollups)) }
                td.amount data-head="On Split" { (amount(one.on_split)) }
                td.amount data-head="Warehouse" { (amount(one.in_warehouse)) }
                td.amount data-head="Yours" { (amount(one.part_of(rewards.recipient))) }
            }
        }
    };
    let accrued: Vec<_> = rewards.splits.iter().filter(|one| !one.total().is_zero()).collect();
    let calls = rewards.claims().len();
    html! {
        p { span.big { (amount(of_provider(rewards))) } " " (rewards.token.symbol) " are the provider's; "
            (calls) (if calls == 1 { " call brings" } else { " calls bring" }) " them home (keywatch rewards)." }
        @for stray in &rewards.strays {
            p { (amount(stray.amount)) " " (rewards.token.symbol) " accrued under the attester " span.address { (stray.attester) }
                ": its coinbase was not set." }
        }
        @if !accrued.is_empty() {
            (table(&["Attester", "On rollups", "On the Split", "In the warehouse", "Yours"], accrued.into_iter().map(row)))
        }
    }
}

/// What the registry has of the provider.
pub(super) fn configuration(round: &Round) -> Markup {
    let provider = &round.provider;
    let address = |name: &str, address: Address| html! { dt { (name) } dd.address { (address) } };
    html! {
        h2 { "Configuration" }
        dl {
            (address("Admin", provider.admin))
            @if let Some(pending) = provider.pending_admin { (address("May take over", pending)) }
            (address("Recipient of the rewards", provider.rewards_recipient))
            dt { "Take rate" } dd { (provider.take_rate) " of 10000" }
            dt { "Gas for a proof" } dd { (round.audit.proof_gas_limit) }
            dt { "Block" } dd { (round.block.number) ", read with " (round.round_trips) " requests" }
        }
    }
}

fn table(heads: &[&str], rows: impl Iterator<Item = Markup>) -> Markup {
    html! {
        table {
            thead { tr { @for head in heads { th scope="col" { (head) } } } }
            tbody { @for row in rows { (row) } }
        }
    }
}

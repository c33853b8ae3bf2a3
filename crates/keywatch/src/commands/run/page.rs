//! The status page: one round, for people.

use aztec_provider::delegations::Stage;
use maud::{DOCTYPE, html};

use super::round::Round;

pub(super) fn html(round: &Round) -> String {
    let line = round.line.split('|').next().unwrap_or_default();
    let state = |one: &aztec_provider::delegations::Delegation| {
        let assignment = round.assignments.iter().find(|other| other.delegation == *one);
        match (one.stage, assignment) {
            (Stage::Refunded(_), _) => "refunded".to_owned(),
            (Stage::Deposited(_), Some(assignment)) => assignment.status.to_string(),
            _ => "waiting".to_owned(),
        }
    };
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                meta http-equiv="refresh" content="60";
                title { "keywatch: provider " (round.provider.id) ": " (round.status.word()) }
                style { "body{font-family:sans-serif;margin:2em}td,th{text-align:left;padding:.2em 1em .2em 0}td{font-family:monospace}" }
            }
            body {
                h1 { "Provider " (round.provider.id) ": " (round.status.word()) }
                p { (line) }
                h2 { "Findings" }
                @if round.findings.is_empty() { p { "None." } }
                ul { @for finding in round.findings.values() { li { (finding.status.word()) ": " (finding.sentence) } } }
                h2 { "Delegations" }
                table {
                    tr { th { "Attester" } th { "State" } th { "Block" } th { "Split" } th { "Stake of" } }
                    @for one in &round.delegations {
                        tr {
                            td { (one.attester) }
                            td { (state(one)) }
                            td { (one.place.block) }
                            td { (one.split) }
                            td { (one.withdrawer) }
                        }
                    }
                }
            }
        }
    };
    page.into_string()
}

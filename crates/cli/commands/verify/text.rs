//! The findings for people: of each path the table, every fault and warning, the calls, and the verdict in the last line.

use std::fmt::Write as _;

use aztec_keystore_batch::{Accounts, MnemonicCopy, Recipients};
use aztec_staking_registry::public_file::KeysCall;

use super::path_report::{PathReport, SecretFiles};
use aztec_operator::{
    counted::Counted,
    output::one_line,
    tuple_table::{FEW, table},
};

/// What was asked for.
#[derive(Clone, Copy)]
pub(super) struct Detail {
    pub(super) public_only: bool,
    /// A line for each entry, however many there are.
    pub(super) every_entry: bool,
}

pub(super) fn text(paths: &[PathReport], detail: Detail) -> String {
    let each_entry = detail.every_entry || paths.iter().map(|report| report.entries).sum::<usize>() <= FEW;
    let mut text = String::new();
    for (position, report) in paths.iter().enumerate() {
        if each_entry && !report.tuples.is_empty() {
            // Which table is whose.
            if paths.len() > 1 {
                let _ = writeln!(text, "{}{}", if position > 0 { "\n" } else { "" }, one_line(&report.path));
            }
            table(&report.tuples, &mut text);
        }
        for (kind, lines) in [("fault", &report.faults), ("warning", &report.warnings)] {
            for line in lines {
                let _ = writeln!(text, "{kind}: {}", one_line(line));
            }
        }
        report.notes.iter().for_each(|note| {
            let _ = writeln!(text, "note: {}", one_line(note));
        });
        add_calls(&report.calls, each_entry, &mut text);
        report.exits.iter().for_each(|exits| text.push_str(&exits.text()));
        add_numbers(report, &mut text);
        if let Some(calls) = &report.goes_to {
            let _ = writeln!(text, "the calls go to: {calls}");
        }
        add_secrets(report, &mut text);
        let _ = writeln!(text, "{}: {}", one_line(&report.path), verdict(report, detail.public_only));
    }
    text.truncate(text.trim_end().len());
    text
}

/// A line for each call, or one for all calls in a row that have the same recipient.
fn add_calls(calls: &[KeysCall], each: bool, text: &mut String) {
    let alike = |one: &KeysCall, next: &KeysCall| {
        !each
            && (one.provider_id, &one.recipient) == (next.provider_id, &next.recipient)
            && one.number + 1 == next.number
    };
    for group in calls.chunk_by(alike) {
        let [first, .., last] = group else {
            add_call(&format!("call {} adds", group[0].number), &group[0], group[0].last, text);
            continue;
        };
        add_call(&format!("calls {} to {} add", first.number, last.number), first, last.last, text);
    }
}

fn add_call(what: &str, call: &KeysCall, last: usize, text: &mut String) {
    let KeysCall { first, provider_id, .. } = call;
    let keys = if *first == last { format!("entry {first}") } else { format!("entries {first} to {last}") };
    let _ = write!(text, "{what} {keys} to provider {provider_id}");
    if let Some(recipient) = &call.recipient {
        let _ = write!(text, " of {recipient}");
    }
    text.push('\n');
}

fn add_numbers(report: &PathReport, text: &mut String) {
    if report.tuples.is_empty() {
        return;
    }
    let _ = write!(text, "proofs: {}", report.summary.proofs);
    if let Some(gas) = report.summary.highest_gas_estimate {
        let _ = write!(text, "; gas at most {gas} of {} for a proof", report.summary.gas_limit);
    }
    text.push('\n');
}

/// What nobody but a person can judge: who is paid, and whether there is a copy of the mnemonic.
fn add_secrets(report: &PathReport, text: &mut String) {
    if let Some(Recipients { own_coinbases, coinbases, fee_recipients }) = &report.rewards {
        let own = (*own_coinbases > 0).then_some(("each attester's own".to_owned(), *own_coinbases));
        let others = coinbases.iter().map(|(address, entries)| (address.to_string(), *entries));
        add_recipients("coinbase", own.into_iter().chain(others), text);
        let fees = fee_recipients.iter().map(|(address, entries)| (address.to_string(), *entries));
        add_recipients("fee recipient", fees, text);
    }
    if let Some(Accounts { publishers, funding_account, remote_signers }) = &report.accounts {
        let publishers = publishers.iter().map(|(address, entries)| (address.to_string(), *entries));
        add_recipients("publisher elsewhere", publishers, text);
        if let Some(address) = funding_account {
            let _ = writeln!(text, "funding account: {address}");
        }
        for (url, count) in remote_signers {
            let accounts = Counted(*count, "account", "accounts");
            let _ = writeln!(text, "remote signer: {} ({accounts})", one_line(url));
        }
    }
    match report.mnemonic {
        None => {}
        Some(MnemonicCopy::Kept) => text.push_str("mnemonic: kept in secret/\n"),
        Some(MnemonicCopy::NotKept) => {
            text.push_str("mnemonic: not kept here; check yours with keygen recover-check\n");
        }
    }
}

/// So many recipients are named, and the others counted.
const RECIPIENTS: usize = 10;

fn add_recipients(what: &str, recipients: impl Iterator<Item = (String, usize)>, text: &mut String) {
    let recipients: Vec<_> = recipients.collect();
    let named = recipients
        .iter()
        .take(RECIPIENTS)
        .map(|(who, count)| format!("{who} ({})", Counted(*count, "entry", "entries")));
    let mut named: Vec<_> = named.collect();
    match recipients.len().saturating_sub(RECIPIENTS) {
        0 => {}
        others => named.push(format!("and {others} others, all of them in --json")),
    }
    if !named.is_empty() {
        let _ = writeln!(text, "{what}: {}", named.join(", "));
    }
}

fn verdict(report: &PathReport, public_only: bool) -> String {
    let entries = Counted(report.entries, "entry", "entries");
    if let Some(exits) = &report.exits {
        return format!("{entries}, {}", exits.verdict(report.faults.is_empty()));
    }
    if report.entries == 0 && !report.faults.is_empty() && !report.is_faulty() {
        return "NOT VERIFIED, since it cannot be read".to_owned();
    }
    let verdict = match (report.is_faulty(), report.unread) {
        (true, _) => "NOT SOUND",
        (false, 0) => "every tuple verifies",
        (false, _) => "NOT VERIFIED, since not every file can be read",
    };
    let secrets = match report.secrets {
        SecretFiles::None => "",
        SecretFiles::Absent => "; there is no secret part here",
        SecretFiles::NotNamed => "; the public part alone was named",
        SecretFiles::NotOpened if public_only => "; the secret files were not opened (--public-only)",
        SecretFiles::NotOpened => "; the secret files were not opened (no password)",
        SecretFiles::WrongPassword => "; not every secret file was opened (wrong password)",
        SecretFiles::Opened if report.faults.is_empty() => "; every secret file opens and fits its tuple",
        SecretFiles::Opened => "; the secret files were opened",
    };
    format!("{entries}, {verdict}{secrets}")
}

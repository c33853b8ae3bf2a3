//! The status page, for people: self-contained, without scripts.

mod charts;
mod tables;

use std::time::Duration;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::round::Round;
use crate::status::Status;

/// What the page says of one provider.
#[derive(Clone)]
pub(super) struct Section {
    status: Status,
    body: String,
}

/// One provider on the page: its last round and how long ago that was, and why the chain cannot be read since, where it cannot.
pub(super) struct Shown {
    pub(super) id: u64,
    pub(super) last: Option<(Section, Duration)>,
    pub(super) failure: Option<String>,
}

impl Shown {
    fn status(&self) -> Status {
        match (&self.failure, &self.last) {
            (None, Some((section, _))) => section.status,
            _ => Status::Unknown,
        }
    }
}

pub(super) fn html(providers: &[Shown]) -> String {
    let title = match (providers, providers.iter().map(Shown::status).max()) {
        ([one], Some(status)) => format!("Provider {}: {} - keywatch", one.id, status.word()),
        (all, Some(status)) => format!("{} providers: {} - keywatch", all.len(), status.word()),
        (_, None) => "keywatch".to_owned(),
    };
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta http-equiv="refresh" content="60";
                title { (title) }
                style { (PreEscaped(include_str!("page/style.css"))) }
            }
            body {
                main {
                    @if providers.is_empty() { p { "The first round is not done yet." } }
                    @for one in providers { (provider(one)) }
                }
                footer { "keywatch " (env!("CARGO_PKG_VERSION")) ". The page loads itself anew every minute. "
                    a href="/metrics" { "Metrics" } " " a href="/healthz" { "Health" } }
            }
        }
    };
    page.into_string()
}

fn provider(shown: &Shown) -> Markup {
    let (Shown { id, last, failure }, status) = (shown, shown.status());
    html! {
        section aria-labelledby={ "provider-" (id) } {
            header {
                h1 id={ "provider-" (id) } { "Provider " (id) ": " span.badge .(class(status)) { (status.word()) } }
                @if let Some((_, ago)) = last { p.quiet { "read " (span(*ago)) " ago" } }
            }
            @if let Some(failure) = failure {
                p.banner role="alert" {
                    strong { "The chain cannot be read: " } (failure)
                    @if last.is_some() { " What follows is from the last round that could." }
                }
            }
            @if let Some((section, _)) = last { (PreEscaped(&section.body)) }
        }
    }
}

/// What a round says.
pub(super) fn section(round: &Round) -> Section {
    let line = round.line.split('|').next().unwrap_or_default();
    // The heading has said the rest.
    let line = line.split_once(": ").map_or(line, |(_, rest)| rest);
    let mut findings: Vec<_> = round.findings.values().collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.status));
    let body = html! {
        p.line { (line) }
        div.cards {
            div.card { h2 { "Queue" } (charts::gauge(round)) }
            div.card { h2 { "Forecast" } (charts::forecast(round)) }
        }
        h2 { "Findings" }
        @if findings.is_empty() { p { "None." } }
        @else {
            ul.findings {
                @for finding in findings {
                    li { span.badge .(class(finding.status)) { (finding.status.word()) } " " (finding.sentence) }
                }
            }
        }
        (tables::entries(round))
        (tables::delegations(round))
        (tables::rewards(round))
        (tables::configuration(round))
    };
    Section { status: round.status, body: body.into_string() }
}

fn class(status: Status) -> &'static str {
    match status {
        Status::Ok => "ok",
        Status::Warning => "warning",
        Status::Critical => "critical",
        Status::Unknown => "unknown",
    }
}

fn span(time: Duration) -> String {
    match time.as_secs() {
        seconds @ 0..120 => format!("{seconds} s"),
        seconds @ 120..7_200 => format!("{} min", seconds / 60),
        seconds => format!("{} h", seconds / 3_600),
    }
}

//! What is served: for each provider the last round that succeeded, and how the rounds go.

use std::{
    collections::BTreeMap,
    fmt::Write,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use aztec_staking_registry::ProviderId;

use crate::commands::run::{
    metrics::Families,
    page::{self, Section},
};

/// After so many intervals without a round that succeeded, the program is not healthy.
const PATIENCE: u32 = 3;

pub(in crate::commands::run) struct Shown {
    interval: Duration,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    providers: BTreeMap<u64, OfProvider>,
    undelivered: u64,
}

#[derive(Default)]
struct OfProvider {
    last: Option<Last>,
    failures: u64,
    /// Why the last round could not read the chain.
    failure: Option<String>,
}

/// A round that succeeded.
struct Last {
    at: Instant,
    unix: u64,
    metrics: Families,
    section: Section,
}

impl Shown {
    pub(in crate::commands::run) fn new(interval: Duration) -> Self {
        Self { interval, state: Mutex::default() }
    }

    pub(in crate::commands::run) fn update(&self, provider: ProviderId, metrics: Families, section: Section) {
        let unix = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let mut state = self.state();
        let of = state.providers.entry(provider.get()).or_default();
        of.last = Some(Last { at: Instant::now(), unix, metrics, section });
        of.failure = None;
    }

    pub(in crate::commands::run) fn failed(&self, provider: ProviderId, reason: &str) {
        let mut state = self.state();
        let of = state.providers.entry(provider.get()).or_default();
        of.failures += 1;
        of.failure = Some(reason.to_owned());
    }

    /// How many messages wait for a webhook that takes them.
    pub(in crate::commands::run) fn undelivered(&self, messages: u64) {
        self.state().undelivered = messages;
    }

    /// Whether every provider has been read lately.
    pub(super) fn is_healthy(&self) -> bool {
        let state = self.state();
        let lately =
            |of: &OfProvider| of.last.as_ref().is_some_and(|last| last.at.elapsed() <= self.interval * PATIENCE);
        !state.providers.is_empty() && state.providers.values().all(lately)
    }

    pub(super) fn metrics(&self) -> String {
        let state = self.state();
        let mut text = String::new();
        let mut family = |name: &str, kind: &str, help: &str, value: &dyn Fn(&OfProvider) -> Option<u64>| {
            let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}");
            for (id, of) in &state.providers {
                if let Some(value) = value(of) {
                    let _ = writeln!(text, "{name}{{provider=\"{id}\"}} {value}");
                }
            }
        };
        family("keywatch_up", "gauge", "Whether the last round could read the chain.", &|of| {
            Some(u64::from(of.failure.is_none()))
        });
        family("keywatch_failed_rounds_total", "counter", "Rounds that could not.", &|of| Some(of.failures));
        family("keywatch_last_success_timestamp_seconds", "gauge", "When the last round could.", &|of| {
            of.last.as_ref().map(|last| last.unix)
        });
        let _ = write!(
            text,
            "# HELP keywatch_messages_waiting Messages that no webhook has taken yet.\n\
             # TYPE keywatch_messages_waiting gauge\nkeywatch_messages_waiting {}\n",
            state.undelivered
        );
        let mut families = Families::default();
        for last in state.providers.values().filter_map(|of| of.last.as_ref()) {
            families.extend(&last.metrics);
        }
        text + &families.text()
    }

    pub(super) fn page(&self) -> String {
        let state = self.state();
        let shown = |(id, of): (&u64, &OfProvider)| page::Shown {
            id: *id,
            last: of.last.as_ref().map(|last| (last.section.clone(), last.at.elapsed())),
            failure: of.failure.clone(),
        };
        page::html(&state.providers.iter().map(shown).collect::<Vec<_>>())
    }

    /// Nobody panics with the state half-written, so one that was left by a panic is whole.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

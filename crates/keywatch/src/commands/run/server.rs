//! The page, the metrics and the health check, over HTTP.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use tiny_http::{Header, Method, Request, Response, Server};

use crate::{failure::Failure, output};

/// After so many intervals without a round that succeeded, the program is not healthy.
const PATIENCE: u32 = 3;

/// What is served: the last round that succeeded, and how the rounds go.
pub(super) struct Shown {
    interval: Duration,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    metrics: String,
    page: String,
    last: Option<(Instant, u64)>,
    failures: u64,
    up: bool,
}

impl Shown {
    pub(super) fn new(interval: Duration) -> Self {
        Self { interval, state: Mutex::default() }
    }

    pub(super) fn update(&self, metrics: String, page: String) {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let mut state = self.state();
        *state = State { metrics, page, last: Some((Instant::now(), now)), failures: state.failures, up: true };
    }

    pub(super) fn failed(&self) {
        let mut state = self.state();
        state.failures += 1;
        state.up = false;
    }

    fn is_healthy(&self) -> bool {
        self.state().last.is_some_and(|(last, _)| last.elapsed() <= self.interval * PATIENCE)
    }

    fn metrics(&self) -> String {
        let state = self.state();
        let mut text = format!(
            "# HELP keywatch_up Whether the last round could read the chain.\n# TYPE keywatch_up gauge\nkeywatch_up {}\n\
             # HELP keywatch_failed_rounds_total Rounds that could not.\n# TYPE keywatch_failed_rounds_total counter\n\
             keywatch_failed_rounds_total {}\n",
            u8::from(state.up),
            state.failures,
        );
        if let Some((_, time)) = state.last {
            text += "# HELP keywatch_last_success_timestamp_seconds When the last round could.\n";
            text += "# TYPE keywatch_last_success_timestamp_seconds gauge\n";
            text += &format!("keywatch_last_success_timestamp_seconds {time}\n");
        }
        text + &state.metrics
    }

    /// Nobody panics with the state half-written, so one that was left by a panic is whole.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Serves from a thread, for as long as the program runs.
pub(super) fn start(address: &str, shown: Arc<Shown>) -> Result<(), Failure> {
    let failed = |reason: String| Failure::Listen { address: address.to_owned(), reason };
    let server = Server::http(address).map_err(|error| failed(error.to_string()))?;
    thread::spawn(move || {
        for request in server.incoming_requests() {
            if let Err(error) = answer(request, &shown) {
                output::note(&format!("an answer over HTTP was not taken ({error})"));
            }
        }
    });
    Ok(())
}

fn answer(request: Request, shown: &Shown) -> std::io::Result<()> {
    let (status, kind, body) = match (request.method(), request.url()) {
        (Method::Get | Method::Head, "/metrics") => (200, "text/plain; version=0.0.4", shown.metrics()),
        (Method::Get | Method::Head, "/healthz") if shown.is_healthy() => (200, "text/plain", "ok\n".to_owned()),
        (Method::Get | Method::Head, "/healthz") => (503, "text/plain", "no round has succeeded lately\n".to_owned()),
        (Method::Get | Method::Head, "/") if shown.state().last.is_none() => {
            (503, "text/plain", "the first round is not done yet\n".to_owned())
        }
        (Method::Get | Method::Head, "/") => (200, "text/html; charset=utf-8", shown.state().page.clone()),
        (Method::Get | Method::Head, _) => (404, "text/plain", "/, /metrics and /healthz are here\n".to_owned()),
        _ => (405, "text/plain", "only GET\n".to_owned()),
    };
    let headers = [
        ("content-type", kind),
        ("cache-control", "no-store"),
        ("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'"),
        ("x-content-type-options", "nosniff"),
    ];
    let mut response = Response::from_string(body).with_status_code(status);
    for (name, value) in headers {
        let header = Header::from_bytes(name, value).expect("names and values are ASCII");
        response = response.with_header(header);
    }
    request.respond(response)
}

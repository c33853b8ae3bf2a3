//! `keywatch run`: round after round, until it is stopped.

mod findings;
mod messages;
mod metrics;
mod outbox;
mod page;
mod round;
mod server;

use std::{
    fs,
    sync::Arc,
    thread::sleep,
    time::{Duration, Instant},
};

use aztec_provider::rpc::Endpoint;

use crate::{cli::RunArgs, failure::Failure, output, settings::Target, status::Status};
use messages::Messages;
use outbox::Outbox;
use round::Round;
use server::Shown;

pub(super) fn run(args: &RunArgs) -> Result<Status, Failure> {
    // What is wrong with the command line is told before anything is waited for.
    Target::new(&args.connection)?;
    let mut outboxes: Vec<_> = webhooks(args)?.into_iter().map(Outbox::new).collect();
    let interval = Duration::from_secs(args.interval);
    let shown = Arc::new(Shown::new(interval));
    server::start(&args.listen, Arc::clone(&shown))?;
    if !args.connection.quiet {
        output::note(&format!("serving on http://{}", args.listen));
    }
    let mut messages = Messages::default();
    let mut last = None;
    loop {
        let started = Instant::now();
        match Round::read(args) {
            Ok(round) => {
                messages.compare(&round, last.as_ref());
                shown.update(metrics::text(&round), page::html(&round));
                last = Some(round);
            }
            Err(failure) => {
                output::error(&failure.to_string());
                messages.unreadable(&failure.to_string());
                shown.failed();
            }
        }
        for message in messages.take() {
            output::note(&message);
            outboxes.iter_mut().for_each(|outbox| outbox.push(&message));
        }
        for error in outboxes.iter_mut().filter_map(|outbox| outbox.deliver().err()) {
            output::error(&error.to_string());
        }
        sleep(interval.saturating_sub(started.elapsed()));
    }
}

fn webhooks(args: &RunArgs) -> Result<Vec<Endpoint>, Failure> {
    let Some(path) = &args.webhook_file else { return Ok(Vec::new()) };
    let failed = |reason: String| Failure::Webhooks { path: path.clone(), reason };
    let text = fs::read_to_string(path).map_err(|error| failed(format!("cannot be read ({error}); check the path")))?;
    let lines = (1..).zip(text.lines().map(str::trim)).filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|(number, line)| Endpoint::parse(line).map_err(|error| failed(format!("line {number} is {error}"))))
        .collect()
}

//! `keywatch run`: round after round, until it is stopped.

mod alert;
mod findings;
mod messages;
mod metrics;
mod outbox;
mod page;
mod round;
mod server;
mod signals;

use std::{
    sync::Arc,
    thread::sleep,
    time::{Duration, Instant},
};

use crate::{
    cli::RunArgs,
    failure::Failure,
    output, past,
    settings::{Service, Watch},
    status::Status,
};
use alert::{Alert, Form};
use messages::Messages;
use outbox::Outboxes;
use round::Round;
use server::Shown;

/// A provider that is watched, and what is known of it.
struct Watched {
    watch: Watch,
    messages: Messages,
    last: Option<Round>,
}

pub(super) fn run(args: &RunArgs) -> Result<Status, Failure> {
    // What is wrong with the command line, the file or the webhooks is told before anything is waited for.
    let service = Service::new(args)?;
    let mut outboxes = Outboxes::read(service.webhook_file.as_deref())?;
    let cursors = service.watches.iter().filter_map(|watch| watch.past.cursor.as_deref());
    let _locks = cursors.map(past::lock_run).collect::<Result<Vec<_>, _>>()?;
    let interval = Duration::from_secs(service.interval);
    let shown = Arc::new(Shown::new(interval));
    let address = server::start(&service.listen, Arc::clone(&shown))?;
    signals::end_at_once()?;
    let remind = Duration::from_secs(service.remind * 3_600);
    let watched = service.watches.into_iter().map(|watch| {
        let messages = Messages::new(&watch.target, remind);
        Watched { watch, messages, last: None }
    });
    let mut watched: Vec<_> = watched.collect();
    outboxes.hello(watched.iter().map(|one| one.messages.hello()))?;
    if !args.connection.quiet {
        output::note(&format!("serving on http://{address}"));
    }
    loop {
        let started = Instant::now();
        for one in &mut watched {
            let alerts = one.round(args, &shown);
            if args.connection.json {
                alerts.iter().try_for_each(|alert| output::result(&alert.body(Form::Json, None).to_string()))?;
            } else if !args.connection.quiet {
                alerts.iter().for_each(|alert| output::note(&alert.text()));
            }
            outboxes.push(&alerts);
        }
        shown.undelivered(outboxes.deliver());
        sleep(interval.saturating_sub(started.elapsed()));
    }
}

impl Watched {
    /// Reads, shows what was read, and says what is new.
    fn round(&mut self, args: &RunArgs, shown: &Shown) -> Vec<Alert> {
        let provider = self.watch.target.provider;
        match Round::read(&self.watch, &args.connection) {
            Ok(round) => {
                self.messages.compare(&round, self.last.as_ref());
                shown.update(provider, metrics::Families::of(&round), page::section(&round));
                self.last = Some(round);
            }
            Err(failure) => {
                output::error(&failure.to_string());
                self.messages.unreadable(&failure.to_string());
                shown.failed(provider, &failure.to_string());
            }
        }
        self.messages.take()
    }
}

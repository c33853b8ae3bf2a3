//! What a webhook is yet to be told.

use std::collections::VecDeque;

use aztec_provider::rpc::{Endpoint, WebhookError, post_webhook};

/// Messages beyond this are dropped, the oldest first: a webhook that is gone must not fill the memory.
const MOST_WAITING: usize = 1_000;

/// A webhook, and the messages that it has not taken yet, in their order.
pub(super) struct Outbox {
    webhook: Endpoint,
    waiting: VecDeque<String>,
}

impl Outbox {
    pub(super) fn new(webhook: Endpoint) -> Self {
        Self { webhook, waiting: VecDeque::new() }
    }

    pub(super) fn push(&mut self, message: &str) {
        self.waiting.push_back(message.to_owned());
        if self.waiting.len() > MOST_WAITING {
            self.waiting.pop_front();
        }
    }

    /// Posts what waits, up to the first that is not taken: that one is offered again after the next round.
    pub(super) fn deliver(&mut self) -> Result<(), WebhookError> {
        while let Some(message) = self.waiting.front() {
            post_webhook(&self.webhook, message)?;
            self.waiting.pop_front();
        }
        Ok(())
    }
}

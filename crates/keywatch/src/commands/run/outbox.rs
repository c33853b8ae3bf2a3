//! What webhooks are yet to be told.

use std::{collections::VecDeque, path::Path};

use aztec_provider::rpc::{Endpoint, WebhookError, post_webhook};
use serde_json::Value;

use super::alert::{Alert, Form};
use crate::{failure::Failure, file, output};

/// Longer than any list of webhooks.
const MAX_BYTES: u64 = 1 << 20;

/// Messages beyond this are dropped, the oldest first: a webhook that is gone must not fill the memory.
const MOST_WAITING: usize = 1_000;

/// Every webhook.
pub(super) struct Outboxes(Vec<Outbox>);

/// A webhook, and the messages that it has not taken yet, in their order.
struct Outbox {
    webhook: Endpoint,
    form: Form,
    chat: Option<String>,
    waiting: VecDeque<Value>,
}

impl Outboxes {
    /// Reads a file with one webhook a line: its form, where the host does not tell it, and its URL.
    pub(super) fn read(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path else { return Ok(Self(Vec::new())) };
        let failed = |reason: String| Failure::Webhooks { path: path.to_owned(), reason };
        let text = file::read_given(path, MAX_BYTES);
        let text = text.map_err(|error| failed(format!("cannot be read ({error}); check the path")))?;
        let lines =
            (1..).zip(text.lines().map(str::trim)).filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let outboxes =
            lines.map(|(number, line)| Outbox::parse(line).map_err(|error| failed(format!("line {number} {error}"))));
        Ok(Self(outboxes.collect::<Result<_, _>>()?))
    }

    /// The first message of a run. A webhook that refuses it would refuse all others as well.
    pub(super) fn hello(&mut self, alerts: impl Iterator<Item = Alert>) -> Result<(), Failure> {
        let alerts: Vec<_> = alerts.collect();
        self.push(&alerts);
        for outbox in &mut self.0 {
            match outbox.deliver() {
                Err(error) if error.is_final() => return Err(Failure::Webhook { source: error }),
                Err(error) => output::error(&error.to_string()),
                Ok(()) => {}
            }
        }
        Ok(())
    }

    pub(super) fn push(&mut self, alerts: &[Alert]) {
        for outbox in &mut self.0 {
            for alert in alerts {
                outbox.waiting.push_back(alert.body(outbox.form, outbox.chat.as_deref()));
            }
            let surplus = outbox.waiting.len().saturating_sub(MOST_WAITING);
            outbox.waiting.drain(..surplus);
        }
    }

    /// Posts what waits, and says how many messages still do.
    pub(super) fn deliver(&mut self) -> u64 {
        for outbox in &mut self.0 {
            while let Err(error) = outbox.deliver() {
                output::error(&error.to_string());
                if !error.is_final() {
                    break;
                }
                // What a webhook refuses once it will refuse again, and the next message must not wait for that.
                outbox.waiting.pop_front();
            }
        }
        self.0.iter().map(|outbox| outbox.waiting.len() as u64).sum()
    }
}

impl Outbox {
    fn parse(line: &str) -> Result<Self, String> {
        let (form, url) = match line.split_once(char::is_whitespace) {
            Some((name, url)) => {
                let form = Form::named(name);
                (form.ok_or("begins with a word that is not json, slack, discord or telegram")?, url.trim())
            }
            None => (Form::guess(line), line),
        };
        let webhook = Endpoint::parse(url).map_err(|error| format!("is {error}"))?;
        let query = url.split_once('?').map_or("", |(_, query)| query);
        let chat = query.split('&').find_map(|pair| pair.strip_prefix("chat_id=")).map(str::to_owned);
        if form == Form::Telegram && chat.is_none() {
            return Err("names no chat; end it in sendMessage?chat_id= and the number of the chat".to_owned());
        }
        Ok(Self { webhook, form, chat, waiting: VecDeque::new() })
    }

    /// Posts what waits, up to the first that is not taken: that one is offered again after the next round.
    fn deliver(&mut self) -> Result<(), WebhookError> {
        while let Some(message) = self.waiting.front() {
            post_webhook(&self.webhook, message)?;
            self.waiting.pop_front();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_form_and_a_url() {
        let form = |line| Outbox::parse(line).map(|outbox| (outbox.form, outbox.chat));
        assert_eq!(form("https://alerts.example/s3cret"), Ok((Form::Json, None)));
        assert_eq!(form("slack  https://chat.example/hooks/s3cret"), Ok((Form::Slack, None)));
        let telegram = "https://api.telegram.org/bots3cret/sendMessage?a=b&chat_id=-1001";
        assert_eq!(form(telegram), Ok((Form::Telegram, Some("-1001".to_owned()))));
        for line in ["s3cret", "irc https://s3cret.example", "telegram https://s3cret.example/", "slack ftp://s3cret"] {
            assert!(!form(line).unwrap_err().contains("s3cret"), "{line}");
        }
    }
}

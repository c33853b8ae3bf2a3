//! What people are told, and how each service wants to hear it.

use alloy_primitives::Address;
use aztec_staking_registry::ProviderId;
use serde_json::{Value, json};

use crate::status::Status;

/// A sentence for people, and what a program can do with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Alert {
    /// The same wherever it is told, so that what several copies tell can be merged: chain, registry, provider, and
    /// what it is about.
    pub(super) key: String,
    pub(super) event: Event,
    pub(super) severity: Severity,
    pub(super) provider: ProviderId,
    /// The keys that it is about.
    pub(super) attesters: Vec<Address>,
    pub(super) sentence: String,
}

/// Why it is told now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// Something is not as it should be.
    Firing,
    /// It still is not.
    Reminder,
    /// It is again.
    Resolved,
    /// Something happened.
    News,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Severity {
    Info,
    Of(Status),
}

impl Severity {
    fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Of(Status::Ok) => "ok",
            Self::Of(Status::Warning) => "warning",
            Self::Of(Status::Critical) => "critical",
            Self::Of(Status::Unknown) => "unknown",
        }
    }
}

/// Whose messages a webhook takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// An object with everything, for programs. `text` is the sentence.
    Json,
    Slack,
    Discord,
    Telegram,
}

impl Form {
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "json" => Some(Self::Json),
            "slack" => Some(Self::Slack),
            "discord" => Some(Self::Discord),
            "telegram" => Some(Self::Telegram),
            _ => None,
        }
    }

    /// By the host of the service, where none is named.
    pub(super) fn guess(url: &str) -> Self {
        let host = url.split("://").nth(1).unwrap_or_default().split(['/', '?', ':']).next().unwrap_or_default();
        match host {
            "hooks.slack.com" => Self::Slack,
            "discord.com" | "discordapp.com" => Self::Discord,
            "api.telegram.org" => Self::Telegram,
            _ => Self::Json,
        }
    }
}

impl Alert {
    /// One line for people.
    pub(super) fn text(&self) -> String {
        let Self { provider, sentence, .. } = self;
        match (self.event, self.severity) {
            (Event::Firing, Severity::Of(status)) => {
                format!("keywatch {}, provider {provider}: {sentence}", status.word())
            }
            (Event::Reminder, Severity::Of(status)) => {
                format!("keywatch {}, provider {provider}, still: {sentence}", status.word())
            }
            (Event::Resolved, _) => format!("keywatch, provider {provider}: over: {sentence}"),
            _ => format!("keywatch, provider {provider}: {sentence}"),
        }
    }

    /// The body of the message. `chat` is the chat of Telegram, where the URL names it.
    pub(super) fn body(&self, form: Form, chat: Option<&str>) -> Value {
        match form {
            Form::Json => json!({
                "text": self.text(),
                "key": self.key,
                "event": match self.event {
                    Event::Firing => "firing",
                    Event::Reminder => "reminder",
                    Event::Resolved => "resolved",
                    Event::News => "news",
                },
                "severity": self.severity.word(),
                "provider": self.provider.get(),
                "attesters": self.attesters.iter().map(ToString::to_string).collect::<Vec<_>>(),
            }),
            // These three characters control its format. Source: docs.slack.dev, "Escaping text".
            Form::Slack => {
                let text = self.text().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
                json!({ "text": cut(&text, 4_000) })
            }
            // Nobody is mentioned, whatever a name in the text looks like. At most 2000 characters. Source: discord.com/developers,
            // "Execute Webhook".
            Form::Discord => json!({ "content": cut(&self.text(), 2_000), "allowed_mentions": { "parse": [] } }),
            // Plain text, at most 4096 characters. Source: core.telegram.org/bots/api, `sendMessage`.
            Form::Telegram => {
                let text = cut(&self.text(), 4_096).to_owned();
                json!({ "chat_id": chat, "text": text, "link_preview_options": { "is_disabled": true } })
            }
        }
    }
}

fn cut(text: &str, characters: usize) -> &str {
    text.char_indices().nth(characters).map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alert(sentence: &str) -> Alert {
        Alert {
            key: "1/0x01/7/queue-low".to_owned(),
            event: Event::Firing,
            severity: Severity::Of(Status::Critical),
            provider: ProviderId::new(7).unwrap(),
            attesters: vec![Address::ZERO],
            sentence: sentence.to_owned(),
        }
    }

    #[test]
    fn every_service_gets_its_form() {
        let body = |form| alert("a < b & c").body(form, Some("-100")).to_string();
        assert_eq!(
            body(Form::Json),
            concat!(
                r#"{"attesters":["0x0000000000000000000000000000000000000000"],"event":"firing","key":"1/0x01/7/queue-low","#,
                r#""provider":7,"severity":"critical","text":"keywatch CRITICAL, provider 7: a < b & c"}"#
            )
        );
        assert_eq!(body(Form::Slack), r#"{"text":"keywatch CRITICAL, provider 7: a &lt; b &amp; c"}"#);
        assert_eq!(
            body(Form::Discord),
            r#"{"allowed_mentions":{"parse":[]},"content":"keywatch CRITICAL, provider 7: a < b & c"}"#
        );
        assert_eq!(
            body(Form::Telegram),
            concat!(
                r#"{"chat_id":"-100","link_preview_options":{"is_disabled":true},"#,
                r#""text":"keywatch CRITICAL, provider 7: a < b & c"}"#
            )
        );
    }

    #[test]
    fn no_service_gets_more_than_it_takes() {
        let long = alert(&"ü".repeat(9_000));
        let length = |form, name: &str| long.body(form, None)[name].as_str().unwrap().chars().count();
        assert_eq!([length(Form::Discord, "content"), length(Form::Telegram, "text")], [2_000, 4_096]);
    }

    #[test]
    fn the_form_is_that_of_the_host() {
        for (url, form) in [
            ("https://hooks.slack.com/services/T/B/x", Form::Slack),
            ("https://discord.com/api/webhooks/1/x", Form::Discord),
            ("https://api.telegram.org/bot1:x/sendMessage?chat_id=1", Form::Telegram),
            ("https://alerts.example/hooks.slack.com", Form::Json),
        ] {
            assert_eq!(Form::guess(url), form, "{url}");
        }
    }
}

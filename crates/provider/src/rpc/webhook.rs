//! A message to people, by way of a webhook.

use std::time::Duration;

use serde_json::json;

use super::{Endpoint, http::Http};

const TIMEOUT: Duration = Duration::from_secs(20);
const MAX_ANSWER: u64 = 1 << 16;

/// Posts a text. The URL of a webhook is a secret: the error names its host, and nothing else of it.
///
/// # Errors
/// [`WebhookError`].
pub fn post_webhook(endpoint: &Endpoint, text: &str) -> Result<(), WebhookError> {
    // Slack and Mattermost read `text`, Discord reads `content`; each passes over the other.
    let body = json!({ "text": text, "content": text }).to_string();
    let posted = Http::new(TIMEOUT, MAX_ANSWER).post(endpoint, &body);
    posted.map(|_| ()).map_err(|fault| WebhookError { endpoint: endpoint.to_string(), reason: fault.to_string() })
}

/// Why a message did not get through.
#[derive(Debug, thiserror::Error)]
#[error("the webhook at {endpoint} did not take the message: {reason}")]
pub struct WebhookError {
    endpoint: String,
    reason: String,
}

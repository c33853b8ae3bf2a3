//! A message to people, by way of a webhook.

use std::time::Duration;

use serde_json::Value;

use super::{
    Endpoint,
    http::{Http, HttpFault},
};

const TIMEOUT: Duration = Duration::from_secs(10);
const MAX_ANSWER: u64 = 1 << 16;

/// Posts a message. The URL of a webhook is a secret: the error names its host, and nothing else of it.
///
/// # Errors
/// [`WebhookError`].
pub fn post_webhook(endpoint: &Endpoint, message: &Value) -> Result<(), WebhookError> {
    let posted = Http::new(TIMEOUT, MAX_ANSWER).post(endpoint, &message.to_string());
    posted.map(|_| ()).map_err(|fault| WebhookError { endpoint: endpoint.to_string(), fault })
}

/// Why a message did not get through.
#[derive(Debug, thiserror::Error)]
#[error("the webhook at {endpoint} did not take the message: {fault}")]
pub struct WebhookError {
    endpoint: String,
    #[source]
    fault: HttpFault,
}

impl WebhookError {
    /// Whether the same message would be refused again: HTTP 400 to 499, but for a time-out and a limited rate.
    #[must_use]
    pub fn is_final(&self) -> bool {
        matches!(self.fault, HttpFault::Status { status: 400..=407 | 409..=499 })
    }
}

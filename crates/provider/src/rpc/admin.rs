//! The admin interface of an Aztec node: telling it to read its key directory again.

use core::fmt;
use std::time::Duration;

use serde_json::json;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::{
    Endpoint,
    http::{Http, HttpFault},
    json_rpc::{Answer, Refusal, Request, decode_one, encode_one},
};

/// JSON-RPC's code for a method that does not exist.
const NO_SUCH_METHOD: i64 = -32_601;
/// Long enough for a node that decrypts a hundred keys.
const TIMEOUT: Duration = Duration::from_secs(600);
const MAX_ANSWER: u64 = 1 << 20;

/// The key of a node's admin interface.
///
/// ```
/// use aztec_provider::rpc::ApiKey;
///
/// let key = ApiKey::new("5f2c\n")?;
/// assert_eq!(format!("{key:?}"), "ApiKey { .. }");
/// assert!(ApiKey::new("two words").is_err());
/// # Ok::<(), aztec_provider::rpc::AdminError>(())
/// ```
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct ApiKey(String);

impl ApiKey {
    /// Takes the key as it stands in a file: white space around it does not belong to it.
    ///
    /// # Errors
    /// [`AdminError::NotAKey`] when nothing is left, or a character that no HTTP header may hold.
    pub fn new(text: &str) -> Result<Self, AdminError> {
        let key = text.trim();
        let fits = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_graphic());
        if fits { Ok(Self(key.to_owned())) } else { Err(AdminError::NotAKey) }
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiKey").finish_non_exhaustive()
    }
}

/// Tells a node to read its key directory again: `aztecAdmin_reloadKeystore`, or the name that it had before version 5.
///
/// # Errors
/// [`AdminError`].
pub fn reload_keystore(endpoint: &Endpoint, key: Option<&ApiKey>) -> Result<(), AdminError> {
    let http = Http::new(TIMEOUT, MAX_ANSWER);
    match call(&http, endpoint, key, "aztecAdmin_reloadKeystore")? {
        Ok(_) => Ok(()),
        Err(refusal) if refusal.code == NO_SUCH_METHOD => {
            let answer = call(&http, endpoint, key, "nodeAdmin_reloadKeystore")?;
            answer.map(drop).map_err(|refusal| refused(endpoint, &refusal))
        }
        Err(refusal) => Err(refused(endpoint, &refusal)),
    }
}

fn call(http: &Http, endpoint: &Endpoint, key: Option<&ApiKey>, method: &'static str) -> Result<Answer, AdminError> {
    let failed = |reason: String| AdminError::Failed { endpoint: endpoint.to_string(), reason };
    let body = encode_one(&Request::new(method, json!([])));
    let key = key.map(|key| key.0.as_str());
    let answer = http.post_with_key(endpoint, &body, key).map_err(|fault| match fault {
        HttpFault::Status { status: 401 | 403 } => AdminError::Forbidden { endpoint: endpoint.to_string() },
        fault => failed(fault.to_string()),
    })?;
    decode_one(&answer).map_err(|garbage| failed(garbage.to_string()))
}

fn refused(endpoint: &Endpoint, refusal: &Refusal) -> AdminError {
    AdminError::Refused { endpoint: endpoint.to_string(), words: refusal.words() }
}

/// Why a node has not read its key directory again.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AdminError {
    /// A text that is no key.
    #[error("the file holds no key; write the key into it, and nothing else")]
    NotAKey,
    /// The node wants another key.
    #[error("the node at {endpoint} does not accept the key; give the one that it was started with")]
    Forbidden {
        /// Scheme, host and port.
        endpoint: String,
    },
    /// The node did not answer as it should.
    #[error("the node at {endpoint} was not told: {reason}; check its admin port")]
    Failed {
        /// Scheme, host and port.
        endpoint: String,
        /// What went wrong.
        reason: String,
    },
    /// The node could not load the directory.
    #[error("the node at {endpoint} refuses to reload ({words}); read its log")]
    Refused {
        /// Scheme, host and port.
        endpoint: String,
        /// What it says.
        words: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_one_word_and_is_never_shown() {
        let key = ApiKey::new("s3cret\r\n").unwrap();
        assert_eq!(key.0, "s3cret");
        assert_eq!(format!("{key:?}"), "ApiKey { .. }");
        for text in ["", " \n", "two words", "line\nline", "ü"] {
            assert!(matches!(ApiKey::new(text), Err(AdminError::NotAKey)), "{text}");
        }
    }
}

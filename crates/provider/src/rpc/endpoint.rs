//! Where a node answers.

use core::fmt;

use ureq::http::Uri;

/// The URL of a JSON-RPC node.
///
/// Providers put the key of the account into the path, the query or the user information. So the URL is shown as scheme, host
/// and port, and nothing else of it leaves this type but to the connection itself.
///
/// ```
/// use aztec_provider::rpc::{Endpoint, EndpointError};
///
/// let endpoint = Endpoint::parse("https://node.example/v3/the-key-of-the-account")?;
/// assert_eq!(endpoint.to_string(), "https://node.example");
/// assert_eq!(Endpoint::parse("wss://node.example"), Err(EndpointError::NotHttp));
/// # Ok::<(), EndpointError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Endpoint {
    uri: Uri,
    shown: String,
}

impl Endpoint {
    /// Takes a URL with `http://` or `https://`.
    ///
    /// # Errors
    /// [`EndpointError`]; it does not repeat the text.
    pub fn parse(url: &str) -> Result<Self, EndpointError> {
        let uri: Uri = url.trim().parse().map_err(|_| EndpointError::NotAUrl)?;
        let scheme = uri.scheme_str().filter(|scheme| ["http", "https"].contains(scheme));
        let scheme = scheme.ok_or(EndpointError::NotHttp)?;
        let host = uri.host().filter(|host| !host.is_empty()).ok_or(EndpointError::NotAUrl)?;
        let port = uri.port_u16().map_or_else(String::new, |port| format!(":{port}"));
        let shown = format!("{scheme}://{host}{port}");
        Ok(Self { uri, shown })
    }

    pub(super) fn uri(&self) -> &Uri {
        &self.uri
    }
}

/// Scheme, host and port.
impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint").field("shown", &self.shown).finish_non_exhaustive()
    }
}

/// Why a text is not an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EndpointError {
    /// Not a URL with a host.
    #[error("not a URL; write it as https://host/path")]
    NotAUrl,
    /// Another scheme, or none.
    #[error("not an http or https URL; write it as https://host/path")]
    NotHttp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_in_a_url_is_never_shown() {
        for url in ["https://user:s3cret@node.example:8545/v3/s3cret?key=s3cret", "https://node.example:8545/s3cret"] {
            let endpoint = Endpoint::parse(url).unwrap();
            assert_eq!(endpoint.to_string(), "https://node.example:8545");
            assert!(!format!("{endpoint:?}").contains("s3cret"));
        }
        assert_eq!(Endpoint::parse("http://[::1]:1/").unwrap().to_string(), "http://[::1]:1");
    }

    #[test]
    fn what_is_no_url_is_refused_without_repeating_it() {
        for text in ["", "s3cret", "wss://s3cret.example", "https://", "http:// s3cret", "/s3cret"] {
            let error = Endpoint::parse(text).unwrap_err();
            assert!(!error.to_string().contains("s3cret"), "{text}");
        }
    }
}

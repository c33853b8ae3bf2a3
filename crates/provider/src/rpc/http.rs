//! One POST, with every bound that it needs: on time, on redirects, on the size of the answer.

use std::{error::Error, io, time::Duration};

use ureq::{Agent, http::header::RETRY_AFTER};

use super::Endpoint;

/// The connections, which are kept open from one request to the next.
pub(super) struct Http {
    agent: Agent,
    timeout: Duration,
    max_answer: u64,
}

impl Http {
    pub(super) fn new(timeout: Duration, max_answer: u64) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(timeout))
            .http_status_as_error(false)
            // A redirect would carry the request, and the key in its URL, to a host that nobody chose.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("keywatch/", env!("CARGO_PKG_VERSION")))
            .build();
        Self { agent: config.into(), timeout, max_answer }
    }

    /// Sends JSON and returns the body of the answer.
    pub(super) fn post(&self, endpoint: &Endpoint, body: &str) -> Result<Vec<u8>, HttpFault> {
        self.post_with_key(endpoint, body, None)
    }

    /// The same with the key of an admin interface.
    pub(super) fn post_with_key(
        &self,
        endpoint: &Endpoint,
        body: &str,
        key: Option<&str>,
    ) -> Result<Vec<u8>, HttpFault> {
        let mut request = self.agent.post(endpoint.uri()).header("content-type", "application/json");
        if let Some(key) = key {
            request = request.header("x-api-key", key);
        }
        let mut response = request.send(body).map_err(|error| self.fault(&error))?;
        match response.status().as_u16() {
            200..=299 => {}
            429 => {
                let header = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
                return Err(HttpFault::RateLimited { wait: header.and_then(seconds) });
            }
            status => return Err(HttpFault::Status { status }),
        }
        let body = response.body_mut().with_config().limit(self.max_answer).read_to_vec();
        body.map_err(|error| self.fault(&error))
    }

    /// The library's errors may hold the URL, so only what is known to hold none is kept.
    fn fault(&self, error: &ureq::Error) -> HttpFault {
        match error {
            ureq::Error::Timeout(_) => HttpFault::Timeout { seconds: self.timeout.as_secs_f32() },
            ureq::Error::BodyExceedsLimit(_) => HttpFault::TooLarge { limit: self.max_answer },
            ureq::Error::HostNotFound => HttpFault::Unreachable { reason: "the host is not known".to_owned() },
            ureq::Error::ConnectionFailed => HttpFault::Unreachable { reason: "no connection".to_owned() },
            ureq::Error::Io(error) => HttpFault::Unreachable {
                reason: of_tls(ureq::Error::Rustls, error)
                    .map_or_else(|| error.kind().to_string(), |error| format!("TLS: {error}")),
            },
            ureq::Error::Tls(reason) => HttpFault::Unreachable { reason: format!("TLS: {reason}") },
            ureq::Error::Rustls(error) => HttpFault::Unreachable { reason: format!("TLS: {error}") },
            _ => HttpFault::NotHttp,
        }
    }
}

/// A handshake that fails, for a certificate or because the server speaks no TLS, fails in the middle of reading, so
/// that the error of TLS comes within one of the system. Its type is that of `variant`.
fn of_tls<E: Error + 'static>(_variant: fn(E) -> ureq::Error, error: &io::Error) -> Option<&E> {
    error.get_ref()?.downcast_ref()
}

/// The header's number of seconds. Its other form, a date, is not used by JSON-RPC providers.
fn seconds(header: &str) -> Option<Duration> {
    header.trim().parse().ok().map(Duration::from_secs)
}

/// Why there is no body.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub(super) enum HttpFault {
    #[error("it did not answer within {seconds} s")]
    Timeout { seconds: f32 },
    #[error("it limits the rate of requests (HTTP 429)")]
    RateLimited { wait: Option<Duration> },
    #[error("it answered with HTTP status {status}")]
    Status { status: u16 },
    #[error("its answer is longer than {limit} bytes")]
    TooLarge { limit: u64 },
    #[error("it cannot be reached ({reason})")]
    Unreachable { reason: String },
    #[error("it does not speak HTTP as it should")]
    NotHttp,
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read, Write},
        net::TcpListener,
        thread,
    };

    use super::*;

    fn http() -> Http {
        Http::new(Duration::from_secs(9), 77)
    }

    #[test]
    fn faults_are_told_without_the_url() {
        let fault = |error: ureq::Error| http().fault(&error).to_string();
        assert_eq!(fault(ureq::Error::Timeout(ureq::Timeout::Global)), "it did not answer within 9 s");
        assert_eq!(fault(ureq::Error::BodyExceedsLimit(1)), "its answer is longer than 77 bytes");
        assert_eq!(fault(ureq::Error::HostNotFound), "it cannot be reached (the host is not known)");
        assert_eq!(fault(ureq::Error::ConnectionFailed), "it cannot be reached (no connection)");
        let reset = io::Error::new(io::ErrorKind::ConnectionReset, "https://node.example/s3cret");
        assert_eq!(fault(ureq::Error::Io(reset)), "it cannot be reached (connection reset)");
        assert_eq!(fault(ureq::Error::Tls("no roots")), "it cannot be reached (TLS: no roots)");
        assert_eq!(fault(ureq::Error::BadUri("s3cret".to_owned())), "it does not speak HTTP as it should");
    }

    /// What a server that answers without TLS comes to.
    fn without_tls() -> io::Error {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("https://{}/s3cret", listener.local_addr().unwrap());
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                _ = stream.read(&mut [0; 1024]).and_then(|_| stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n"));
            }
        });
        match http().agent.post(url).send("{}").unwrap_err() {
            ureq::Error::Io(error) => error,
            other => panic!("{other}"),
        }
    }

    #[test]
    fn what_is_wrong_with_the_tls_of_a_server_is_said() {
        fn unwrapped<E: Error + Send + Sync + 'static>(variant: fn(E) -> ureq::Error, error: io::Error) -> ureq::Error {
            variant(*error.into_inner().unwrap().downcast().unwrap())
        }
        for error in [ureq::Error::Io(without_tls()), unwrapped(ureq::Error::Rustls, without_tls())] {
            let fault = http().fault(&error).to_string();
            assert_eq!(fault, "it cannot be reached (TLS: received corrupt message of type InvalidContentType)");
        }
    }

    #[test]
    fn how_long_a_header_says_to_wait() {
        assert_eq!(seconds(" 7 "), Some(Duration::from_secs(7)));
        for other in ["", "-1", "0.5", "Thu, 26 Nov 2026 12:00:00 GMT"] {
            assert_eq!(seconds(other), None);
        }
    }
}

//! Web addresses, by the rule of the dashboard: what the URL Standard parses, over HTTP, without a user before the host.
//!
//! Source: the dashboard hands each to `new URL`, and drops what that refuses, what is not `http:` or `https:`, and what
//! names a user or a password. WHATWG, URL Standard, "URL parsing".

use std::cell::Cell;

use url::{Host, ParseError, SyntaxViolation, Url};

/// How browsers take a web address that they take at all.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// As it is written.
    AsWritten,
    /// The parser mends it; this is what comes out.
    Mended(String),
    /// The host is a name without a dot, which nobody finds from elsewhere.
    Nearby,
}

/// Reads a web address as the dashboard does.
pub(super) fn read(text: &str) -> Result<Reading, WebAddressError> {
    let mended = Cell::new(false);
    let violation = |_: SyntaxViolation| mended.set(true);
    let url = Url::options().syntax_violation_callback(Some(&violation)).parse(text).map_err(refused)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(WebAddressError::NotWeb);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(WebAddressError::Credentials);
    }
    // `https://256` is the address 0.0.1.0: no violation of the syntax, but nobody means it.
    let other_number = matches!(url.host(), Some(Host::Ipv4(address)) if !text.contains(&address.to_string()));
    if mended.get() || other_number {
        return Ok(Reading::Mended(url.into()));
    }
    let nearby = matches!(url.host(), Some(Host::Domain(name)) if !name.trim_end_matches('.').contains('.'));
    Ok(if nearby { Reading::Nearby } else { Reading::AsWritten })
}

/// Why the dashboard drops a text that should be a web address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WebAddressError {
    /// No URL, or one of another kind.
    #[error("is not a web address; write it as https://example.org/…")]
    NotWeb,
    /// A user or a password.
    #[error("has a user or a password before the host, and the dashboard drops it; leave out what is before the @")]
    Credentials,
    /// A host with characters that no host has, a number out of range, or none at all.
    #[error("has a host that no browser takes; correct the name or the number behind the slashes")]
    Host,
    /// No number, or one that is too large.
    #[error("has a port that is no number up to 65535; correct it, or leave it out")]
    Port,
}

fn refused(error: ParseError) -> WebAddressError {
    match error {
        ParseError::InvalidPort => WebAddressError::Port,
        ParseError::EmptyHost
        | ParseError::IdnaError
        | ParseError::InvalidIpv4Address
        | ParseError::InvalidIpv6Address
        | ParseError::InvalidDomainCharacter => WebAddressError::Host,
        _ => WebAddressError::NotWeb,
    }
}

#[cfg(test)]
mod tests {
    use super::{Reading, WebAddressError, read};

    #[test]
    fn taken_as_written() {
        for text in [
            "https://example.org",
            "http://example.org:80/a?b#c",
            "HTTPS://Example.ORG/",
            "https://example.org:65535",
            "https://example.org:",
            "https://münchen.example/",
            "https://xn--mnchen-3ya.example/",
            "https://192.0.2.7/",
            "https://[2001:db8::7]:8080/",
            "https://example.org./",
            "https://ex_ample.org/%C3%BC",
        ] {
            assert_eq!(read(text), Ok(Reading::AsWritten), "{text}");
        }
    }

    #[test]
    fn mended() {
        for (text, read_as) in [
            (" https://example.org/ ", "https://example.org/"),
            ("https:example.org", "https://example.org/"),
            ("https:\\\\example.org\\a", "https://example.org/a"),
            ("https://exam\tple.org/", "https://example.org/"),
            ("https://example.org/a b", "https://example.org/a%20b"),
            ("https://@example.org/", "https://example.org/"),
            ("https://256", "https://0.0.1.0/"),
            ("https://0x7f.1/", "https://127.0.0.1/"),
        ] {
            assert_eq!(read(text), Ok(Reading::Mended(read_as.to_owned())), "{text}");
        }
        assert_eq!(read("https://localhost/"), Ok(Reading::Nearby));
        assert_eq!(read("https://intranet./"), Ok(Reading::Nearby));
    }

    #[test]
    fn dropped() {
        use WebAddressError::{Credentials, Host, NotWeb, Port};
        for (text, error) in [
            ("", NotWeb),
            ("example.org", NotWeb),
            ("example.org:80", NotWeb),
            ("//example.org", NotWeb),
            ("ftp://example.org", NotWeb),
            ("javascript:alert(1)", NotWeb),
            ("data:text/html,x", NotWeb),
            ("https://trusted.example@evil.example", Credentials),
            ("https://user:word@example.org/", Credentials),
            ("https://:word@example.org/", Credentials),
            ("https://", Host),
            ("https://?x", Host),
            ("https://:80", Host),
            ("https://ex ample.org", Host),
            ("https://ex<ample.org", Host),
            ("https://ex%20ample.org", Host),
            ("https://ex|ample.org", Host),
            ("https://ex^ample.org", Host),
            ("https://ex[ample.org", Host),
            ("https://a%00.example", Host),
            ("https://\u{ad}", Host),
            ("https://xn--a.example", Host),
            ("https://1.2.3.256", Host),
            ("https://1.2.3.4.5", Host),
            ("https://4294967296", Host),
            ("https://0x1ffffffff", Host),
            ("https://a.0x", Host),
            ("https://[::1", Host),
            ("https://[::g]", Host),
            ("https://[1.2.3.4]", Host),
            ("https://example.org:65536", Port),
            ("https://example.org:x", Port),
            ("https://example.org:-1", Port),
        ] {
            assert_eq!(read(text), Err(error), "{text}");
        }
    }
}

//! The address of a remote signer.

use core::fmt;
use core::net::{Ipv4Addr, Ipv6Addr};

/// The address of a remote signer (Web3Signer): `http` or `https`, a host, and an optional path.
///
/// The node's schema takes what the URL Standard parses, and the node then sends its requests there. Taken here are the
/// addresses that pass both: ASCII without spaces, no name or password in front of the host, a host that is a name or
/// an IP address. (Whether a host in Punycode can be decoded is not looked at.) Sources: npm `@aztec/node-keystore`
/// 4.1.2, `src/schemas.ts` and `src/signer.ts`; WHATWG, URL Standard, "host parsing"; WHATWG, Fetch, `new Request` (no
/// credentials).
///
/// ```
/// use aztec_node_keystore::SignerUrl;
///
/// let url = SignerUrl::parse("https://signer.example:9000")?;
/// assert_eq!(url.as_str(), "https://signer.example:9000");
/// assert!(SignerUrl::parse("signer.example:9000").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SignerUrl(String);

impl SignerUrl {
    /// Reads an address. The text is kept as it is.
    ///
    /// # Errors
    /// [`SignerUrlError`] says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, SignerUrlError> {
        let rest = ["http://", "https://"].iter().find_map(|scheme| {
            let (start, rest) = text.split_at_checked(scheme.len())?;
            start.eq_ignore_ascii_case(scheme).then_some(rest)
        });
        let rest = rest.ok_or(SignerUrlError::Scheme)?;
        if !rest.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\') {
            return Err(SignerUrlError::Character);
        }
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if authority.contains('@') {
            return Err(SignerUrlError::Credentials);
        }
        let (host, port) = split_port(authority);
        if !is_host(host) {
            return Err(SignerUrlError::Host);
        }
        if port.is_some_and(|port| !is_port(port)) {
            return Err(SignerUrlError::Port);
        }
        // The node's parser follows the URL Standard, which knows more of names: `xn--` with no Punycode behind it is none.
        url::Url::parse(text).map_err(|_| SignerUrlError::Host)?;
        Ok(Self(text.to_owned()))
    }

    /// The address as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SignerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Host and port. The colons of an IPv6 address stand in brackets.
fn split_port(authority: &str) -> (&str, Option<&str>) {
    let brackets_end = authority.rfind(']').unwrap_or(0);
    match authority[brackets_end..].find(':') {
        Some(colon) => (&authority[..brackets_end + colon], Some(&authority[brackets_end + colon + 1..])),
        None => (authority, None),
    }
}

fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        return address.parse::<Ipv6Addr>().is_ok();
    }
    let name = host.strip_suffix('.').unwrap_or(host);
    // A host whose last part is a number is an IPv4 address, or none.
    let last = name.rsplit('.').next().unwrap_or_default();
    if last.bytes().all(|byte| byte.is_ascii_digit()) || last.starts_with("0x") || last.starts_with("0X") {
        return name.parse::<Ipv4Addr>().is_ok();
    }
    name.len() <= 253 && name.split('.').all(is_label)
}

/// One part of a name, as the Domain Name System has it; the underscore is for the names of containers.
fn is_label(label: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (1..=63).contains(&label.len()) && label.bytes().all(known)
}

fn is_port(port: &str) -> bool {
    port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|port| port > 0)
}

/// Why a text is not the address of a remote signer. It quotes nothing: a password may be in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignerUrlError {
    /// It does not begin with `http://` or `https://`.
    #[error("does not begin with http:// or https://; give the whole address, such as https://signer.example:9000")]
    Scheme,
    /// A space, a control character, a backslash, or a character that is not ASCII.
    #[error("has a space or another character that no URL has; escape it with %, and a name of a host with Punycode")]
    Character,
    /// A user before the host, which the node's requests do not take.
    #[error("has a name or a password before the host, which the node refuses; leave them out")]
    Credentials,
    /// No host, or neither a name nor an IP address.
    #[error("names no host; write a name or an IP address behind the slashes")]
    Host,
    /// Not a port.
    #[error("names no port behind the colon; write a number from 1 to 65535, or leave the colon out")]
    Port,
}

#[cfg(test)]
mod tests {
    use super::{SignerUrl, SignerUrlError};

    #[test]
    fn what_the_node_takes() {
        for url in [
            "http://localhost",
            "https://signer.example:9000",
            "HTTPS://Signer.Example/",
            "http://web3_signer:9000/api?x=1#y",
            "http://127.0.0.1:1",
            "http://[::1]:65535/",
            "http://[2001:db8::7]",
            "http://[::]:9000",
            "http://signer.example.:9000",
            "http://xn--mnchen-3ya.example",
        ] {
            assert_eq!(SignerUrl::parse(url).map(|url| url.to_string()), Ok(url.to_owned()));
        }
    }

    /// RFC 1035, section 2.3.4, in characters: 63 in a label, 253 in a name.
    #[test]
    fn names_are_as_long_as_the_domain_name_system_has_them() {
        let name = |last: usize| ["a".repeat(63), "b".repeat(63), "c".repeat(63), "d".repeat(last)].join(".");
        for (name, result) in [
            ("a".repeat(63), Ok(())),
            ("a".repeat(64), Err(SignerUrlError::Host)),
            (name(61), Ok(())),
            (name(62), Err(SignerUrlError::Host)),
        ] {
            assert_eq!(SignerUrl::parse(&format!("https://{name}:9000/")).map(|_| ()), result, "{name}");
        }
    }

    #[test]
    fn what_is_refused() {
        use SignerUrlError::{Character, Credentials, Host, Port, Scheme};
        for (url, error) in [
            ("", Scheme),
            ("not a url", Scheme),
            ("signer.example:9000", Scheme),
            ("ftp://signer.example", Scheme),
            ("https:/signer.example", Scheme),
            (" https://signer.example", Scheme),
            ("https://signer .example", Character),
            ("https://signer.example\n", Character),
            ("https://münchen.example", Character),
            ("https://signer.example\\x", Character),
            ("https://user:word@signer.example", Credentials),
            ("https://", Host),
            ("https:///path", Host),
            ("https://:9000", Host),
            ("https://a..b", Host),
            ("https://a%20b", Host),
            ("https://1.2.3.256", Host),
            ("https://1.2.3", Host),
            ("https://0x7f.1", Host),
            ("https://127.0x1", Host),
            ("https://127.0X1", Host),
            ("https://xn--lncheniample", Host),
            ("https://signer.xn--example", Host),
            ("https://[::1", Host),
            ("https://[1.2.3.4]", Host),
            ("https://signer.example:", Port),
            ("https://signer.example:x", Port),
            ("https://signer.example:0", Port),
            ("https://signer.example:+1", Port),
            ("https://signer.example:65536", Port),
            ("https://[::1]9000", Host),
        ] {
            assert_eq!(SignerUrl::parse(url), Err(error), "{url}");
        }
    }
}

//! Several hosts that run the same attesters, each with publishers of its own.

use strict_json::{Kind, MembersFault, View, members_once};

use crate::read_key::read_eth;
use crate::{EthKeySource, FieldPath, NodeKeystoreError};

/// One of several hosts that run the same validators, and the accounts that publish from there.
///
/// ```
/// use aztec_node_keystore::HostPublishers;
///
/// let text = r#"{
///     "north": {"path": "publisher/0.json"},
///     "south": [{"path": "publisher/1.json"}, {"path": "publisher/2.json"}]
/// }"#;
/// let hosts = HostPublishers::read_all(text)?;
/// assert_eq!(hosts[1].host, "south");
/// assert_eq!(hosts[1].publishers.len(), 2);
/// # Ok::<(), aztec_node_keystore::HostPublishersError>(())
/// ```
#[derive(Debug)]
pub struct HostPublishers {
    /// The name of the host: letters, digits, `-`, `_` and `.`, so that a file can be called after it.
    pub host: String,
    /// The publishers: one at least.
    pub publishers: Vec<EthKeySource>,
}

/// So long a name of a file may be with room for what is added to it.
const MAX_NAME_BYTES: usize = 100;

impl HostPublishers {
    /// Reads `{"A": [publisher, …], "B": [publisher, …]}` in the order of the file. A publisher has one of the forms in
    /// which the node takes it; one alone needs no list.
    ///
    /// # Errors
    /// [`HostPublishersError`] names the host; no value is quoted.
    pub fn read_all(text: &str) -> Result<Vec<Self>, HostPublishersError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let whole = View::parse(text).map_err(|fault| HostPublishersError::File(NodeKeystoreError::NotJson(fault)))?;
        let members = members_once(whole).map_err(|fault| match fault {
            MembersFault::Repeated { name } => HostPublishersError::Repeated { host: name },
            _ => HostPublishersError::NotHosts,
        })?;
        let mut hosts: Vec<Self> = Vec::new();
        for (name, view) in members {
            let name = name.into_owned();
            if !is_file_name(&name) {
                return Err(HostPublishersError::Name { position: hosts.len() });
            }
            // Some file systems do not tell them apart.
            if hosts.iter().any(|other| other.host.eq_ignore_ascii_case(&name)) {
                return Err(HostPublishersError::Repeated { host: name });
            }
            let publishers = read_publishers(view);
            let publishers =
                publishers.map_err(|source| HostPublishersError::Publisher { host: name.clone(), source })?;
            if publishers.is_empty() {
                return Err(HostPublishersError::NoPublisher { host: name });
            }
            hosts.push(Self { host: name, publishers });
        }
        if hosts.is_empty() { Err(HostPublishersError::NotHosts) } else { Ok(hosts) }
    }
}

fn read_publishers(view: View<'_>) -> Result<Vec<EthKeySource>, NodeKeystoreError> {
    let path = FieldPath::top("publisher");
    match view.kind() {
        Kind::Array(several) => several.into_iter().map(|one| read_eth(one, path)).collect(),
        _ => Ok(vec![read_eth(view, path)?]),
    }
}

fn is_file_name(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    !name.is_empty() && name.len() <= MAX_NAME_BYTES && !name.starts_with(['.', '-']) && name.bytes().all(is_plain)
}

/// Why a list of hosts is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HostPublishersError {
    /// Not JSON.
    #[error("{0}")]
    File(#[source] NodeKeystoreError),
    /// No object, or an empty one.
    #[error("is not an object of hosts with their publishers; write {{\"A\": [\"0x…\"], \"B\": [\"0x…\"]}}")]
    NotHosts,
    /// A name that no file can have.
    #[error("host {position} (from 0): its name is not that of a file; use letters, digits, - and _")]
    Name {
        /// The position of the host, from 0.
        position: usize,
    },
    /// A name that occurs twice.
    #[error("host {host} is listed twice; remove one of the two")]
    Repeated {
        /// The name.
        host: String,
    },
    /// Nobody would publish from there.
    #[error("host {host} has no publisher; give it one")]
    NoPublisher {
        /// The host.
        host: String,
    },
    /// A publisher is not an account that a node knows how to use.
    #[error("host {host}: {source}")]
    Publisher {
        /// The host.
        host: String,
        /// What is wrong with the publisher.
        source: NodeKeystoreError,
    },
}

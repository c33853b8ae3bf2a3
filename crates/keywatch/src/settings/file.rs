//! The file of `--config`.

use std::{ops::RangeInclusive, path::Path, path::PathBuf, str::FromStr};

use alloy_primitives::Address;
use aztec_staking_registry::{ProviderId, TakeRate, parse_address};
use serde::{Deserialize, Deserializer, de::Error as _};

use super::known;
use crate::{
    cli::{ExpectedArgs, NetworkName, PastArgs, Tag, UrlText},
    failure::Failure,
    file,
};

/// Longer than the settings of a thousand providers.
const MAX_BYTES: u64 = 1 << 20;

/// The file. Its members have the names of the options.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct File {
    pub(super) rpc_url: Option<OneOrMore<UrlText>>,
    network: Option<NetworkName>,
    registry: Option<String>,
    chain_id: Option<u64>,
    pub(super) block: Option<Tag>,
    pub(super) max_age: Option<u64>,
    pub(super) timeout: Option<u64>,
    pub(super) retries: Option<u32>,
    // Of `run`, for all providers.
    pub(super) interval: Option<u64>,
    pub(super) remind: Option<u64>,
    pub(super) listen: Option<String>,
    pub(super) webhook_file: Option<PathBuf>,
    // Of a provider. Where there are several, each has a table of its own, and what stands here holds for all of them.
    pub(super) provider_id: Option<u64>,
    #[serde(default, rename = "provider")]
    pub(super) providers: Vec<OfProvider>,
    threshold: Option<u64>,
    days: Option<u64>,
    over: Option<u64>,
    #[serde(default, deserialize_with = "address")]
    admin: Option<Address>,
    #[serde(default, deserialize_with = "address")]
    recipient: Option<Address>,
    #[serde(default, deserialize_with = "rate")]
    rate: Option<TakeRate>,
    pub(super) cursor: Option<PathBuf>,
    from_block: Option<u64>,
    pub(super) node_keystore: Option<OneOrMore<PathBuf>>,
    pub(super) set_coinbase: Option<bool>,
    pub(super) reload: Option<UrlText>,
    pub(super) api_key_file: Option<PathBuf>,
}

/// What is set for one provider. Its fields stand above once more: serde does not refuse unknown names where a part is taken in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct OfProvider {
    #[serde(rename = "id")]
    pub(super) provider_id: Option<u64>,
    threshold: Option<u64>,
    days: Option<u64>,
    over: Option<u64>,
    #[serde(default, deserialize_with = "address")]
    admin: Option<Address>,
    #[serde(default, deserialize_with = "address")]
    recipient: Option<Address>,
    #[serde(default, deserialize_with = "rate")]
    rate: Option<TakeRate>,
    pub(super) cursor: Option<PathBuf>,
    from_block: Option<u64>,
    pub(super) node_keystore: Option<OneOrMore<PathBuf>>,
    pub(super) set_coinbase: Option<bool>,
    pub(super) reload: Option<UrlText>,
    pub(super) api_key_file: Option<PathBuf>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMore<T> {
    One(T),
    More(Vec<T>),
}

impl<T: Clone> OneOrMore<T> {
    pub(super) fn to_vec(&self) -> Vec<T> {
        match self {
            Self::One(one) => vec![one.clone()],
            Self::More(more) => more.clone(),
        }
    }
}

impl File {
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let failed = |reason| Failure::Config { path: path.to_owned(), reason };
        let text = file::read_given(path, MAX_BYTES)
            .map_err(|error| failed(format!("cannot be read ({error}); check the path and its permissions")))?;
        // The parser's message shows the line, which may hold a URL with a key; its position is enough.
        let file: Self = toml::from_str(&text).map_err(|error: toml::de::Error| {
            let line = error.span().map(|span| text[..span.start].matches('\n').count() + 1);
            let place = line.map_or_else(String::new, |line| format!("line {line}: "));
            failed(format!("{place}not a setting of this program, or not in its form; see docs/keywatch/README.md"))
        })?;
        file.check_bounds().map(|()| file).map_err(failed)
    }

    /// The numbers for which the command line has bounds have the same ones here. A time beyond them overflows a clock.
    fn check_bounds(&self) -> Result<(), String> {
        let within = |name, number: Option<u64>, bounds: RangeInclusive<u64>| match number {
            Some(number) if !bounds.contains(&number) => {
                Err(format!("{name} is {} to {}, not {number}", bounds.start(), bounds.end()))
            }
            _ => Ok(()),
        };
        within("timeout", self.timeout, 1..=600)?;
        within("retries", self.retries.map(u64::from), 0..=100)?;
        let over = self.providers.iter().map(|provider| provider.over).chain([self.over]);
        over.into_iter().try_for_each(|days| within("over", days, 1..=365))
    }

    pub(super) fn registry(&self) -> Result<Option<(u64, Address)>, String> {
        match (self.network, &self.registry, self.chain_id) {
            (Some(network), None, None) => Ok(Some(known(network))),
            (None, Some(registry), Some(chain_id)) => {
                let (registry, _) = parse_address(registry).map_err(|error| format!("registry: {error}"))?;
                Ok(Some((chain_id, registry)))
            }
            (None, None, None) => Ok(None),
            _ => Err("give network, or registry with chain-id".to_owned()),
        }
    }

    /// The providers with what is set for each, or none where the file names no provider.
    pub(super) fn of_providers(&self) -> Result<Vec<(ProviderId, OfProvider)>, String> {
        let common = self.common();
        if let Some(id) = self.provider_id {
            let only = self.providers.is_empty().then(|| ProviderId::new(id));
            let id = only.ok_or("give provider-id, or tables [[provider]]")?;
            return Ok(vec![(id.map_err(|error| format!("provider-id: {error}"))?, common)]);
        }
        let mut all: Vec<(ProviderId, OfProvider)> = Vec::new();
        for one in &self.providers {
            let id = one.provider_id.ok_or("a table [[provider]] has no id")?;
            let id = ProviderId::new(id).map_err(|error| format!("id: {error}"))?;
            if all.iter().any(|(other, _)| *other == id) {
                return Err(format!("two tables [[provider]] have the id {id}"));
            }
            all.push((id, one.clone().or(&common)));
        }
        Ok(all)
    }

    /// What stands outside the tables.
    pub(super) fn common(&self) -> OfProvider {
        OfProvider {
            provider_id: None,
            threshold: self.threshold,
            days: self.days,
            over: self.over,
            admin: self.admin,
            recipient: self.recipient,
            rate: self.rate,
            cursor: self.cursor.clone(),
            from_block: self.from_block,
            node_keystore: self.node_keystore.clone(),
            set_coinbase: self.set_coinbase,
            reload: self.reload.clone(),
            api_key_file: self.api_key_file.clone(),
        }
    }
}

impl OfProvider {
    fn or(self, other: &Self) -> Self {
        Self {
            provider_id: self.provider_id,
            threshold: self.threshold.or(other.threshold),
            days: self.days.or(other.days),
            over: self.over.or(other.over),
            admin: self.admin.or(other.admin),
            recipient: self.recipient.or(other.recipient),
            rate: self.rate.or(other.rate),
            cursor: self.cursor.or_else(|| other.cursor.clone()),
            from_block: self.from_block.or(other.from_block),
            node_keystore: self.node_keystore.or_else(|| other.node_keystore.clone()),
            set_coinbase: self.set_coinbase.or(other.set_coinbase),
            reload: self.reload.or_else(|| other.reload.clone()),
            api_key_file: self.api_key_file.or_else(|| other.api_key_file.clone()),
        }
    }

    /// What is expected. The command line counts before the file.
    pub(super) fn expected(&self, args: &ExpectedArgs) -> ExpectedArgs {
        ExpectedArgs {
            threshold: args.threshold.or(self.threshold),
            days: args.days.or(self.days),
            over: args.over.or(self.over),
            admin: args.admin.or(self.admin),
            recipient: args.recipient.or(self.recipient),
            rate: args.rate.or(self.rate),
        }
    }

    pub(super) fn past(&self, args: &PastArgs) -> PastArgs {
        PastArgs {
            cursor: args.cursor.clone().or_else(|| self.cursor.clone()),
            from_block: args.from_block.or(self.from_block),
        }
    }
}

fn address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Address>, D::Error> {
    let text = String::deserialize(deserializer)?;
    parse_address(&text).map(|(address, _)| Some(address)).map_err(D::Error::custom)
}

fn rate<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<TakeRate>, D::Error> {
    let points = u16::deserialize(deserializer)?;
    TakeRate::from_str(&points.to_string()).map(Some).map_err(D::Error::custom)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::fs;

    use super::*;

    fn refused(text: &str) -> Option<String> {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("c.toml");
        fs::write(&path, text).unwrap();
        File::read(&path).err().map(|failure| failure.to_string())
    }

    #[test]
    fn numbers_have_the_bounds_of_their_options() {
        for text in
            ["timeout = 600\nretries = 0\nover = 365", "timeout = 1\nretries = 100\n[[provider]]\nid = 1\nover = 1"]
        {
            assert_eq!(refused(text), None, "{text}");
        }
        for (text, words) in [
            ("timeout = 0", "timeout is 1 to 600, not 0"),
            // A clock overflowed.
            ("timeout = 9223372036854775807", "timeout is 1 to 600"),
            ("retries = 4294967295", "retries is 0 to 100"),
            ("over = 0", "over is 1 to 365"),
            ("over = 7\n[[provider]]\nid = 1\nover = 366", "over is 1 to 365, not 366"),
        ] {
            let message = refused(text).unwrap();
            assert!(message.contains(words), "{text}: {message}");
        }
    }
}

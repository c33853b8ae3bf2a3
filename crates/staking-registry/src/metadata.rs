//! The provider's entry in the staking dashboard: one JSON file in the dashboard's list of providers.
//!
//! Source: the dashboard's `providers/README.md` and its type `ProviderMetadata`. The dashboard requires the id alone
//! and shows whatever it cannot use as empty; here, what is there has to be usable.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::json::{explain, pretty};
use crate::{AddressError, NonZeroAddress, ProviderId};

/// The size in bytes up to which a file is read.
pub const MAX_BYTES: usize = 1 << 20;

/// What the dashboard shows of a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderMetadata {
    /// The number in the StakingRegistry.
    pub id: ProviderId,
    /// The name, without which delegators do not find the provider.
    pub name: String,
    /// A few sentences; may be empty.
    pub description: String,
    /// An address for mail; may be empty.
    pub email: String,
    /// A web address; may be empty.
    pub website: String,
    /// The web address of a picture; may be empty.
    pub logo_url: String,
    /// The name on Discord; may be empty.
    pub discord_username: String,
    /// Attesters whose stake is the provider's own.
    pub self_stake: Vec<NonZeroAddress>,
}

impl ProviderMetadata {
    /// The file: two spaces a level, and a line feed at the end.
    ///
    /// # Errors
    /// [`MetadataError`] for a field that the dashboard could not use.
    pub fn to_json(&self) -> Result<String, MetadataError> {
        self.check()?;
        Ok(pretty(&File::from(self)))
    }

    /// Reads such a file and checks it as [`ProviderMetadata::to_json`] does.
    ///
    /// # Errors
    /// [`MetadataError`], which names the field.
    pub fn read(text: &str) -> Result<Self, MetadataError> {
        if text.len() > MAX_BYTES {
            return Err(MetadataError::TooLarge { bytes: text.len() });
        }
        let file: File =
            serde_json::from_str(text).map_err(|error| MetadataError::Shape { reason: explain(&error) })?;
        let self_stake = file.provider_self_stake.iter().enumerate().map(|(entry, text)| {
            NonZeroAddress::parse(text).map_err(|reason| MetadataError::SelfStake { entry, reason })
        });
        let metadata = Self {
            id: ProviderId::new(file.provider_id).map_err(|_| MetadataError::Id)?,
            self_stake: self_stake.collect::<Result<_, _>>()?,
            name: file.provider_name,
            description: file.provider_description,
            email: file.provider_email,
            website: file.provider_website,
            logo_url: file.provider_logo_url,
            discord_username: file.discord_username,
        };
        metadata.check().map(|()| metadata)
    }

    /// The name that the file has in the dashboard's list: `<id>-<name>.json`, the name in lower case with a hyphen in
    /// the place of everything but letters and digits.
    #[must_use]
    pub fn file_name(&self) -> String {
        let words: Vec<_> =
            self.name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let name = if words.is_empty() { "provider".to_owned() } else { words.join("-").to_ascii_lowercase() };
        format!("{}-{name}.json", self.id)
    }

    /// The fields that are empty, and that the dashboard shows as such.
    #[must_use]
    pub fn empty_fields(&self) -> Vec<&'static str> {
        let texts = [
            ("providerDescription", &self.description),
            ("providerEmail", &self.email),
            ("providerWebsite", &self.website),
            ("providerLogoUrl", &self.logo_url),
            ("discordUsername", &self.discord_username),
        ];
        texts.into_iter().filter(|(_, text)| text.trim().is_empty()).map(|(field, _)| field).collect()
    }

    fn check(&self) -> Result<(), MetadataError> {
        if self.name.trim().is_empty() {
            return Err(MetadataError::NoName);
        }
        if !self.email.is_empty() && !is_mail_address(&self.email) {
            return Err(MetadataError::Email);
        }
        for (field, url) in [("providerWebsite", &self.website), ("providerLogoUrl", &self.logo_url)] {
            if !url.is_empty() && !is_web_address(url) {
                return Err(MetadataError::Url { field });
            }
        }
        let mut seen = HashSet::new();
        match self.self_stake.iter().position(|attester| !seen.insert(attester)) {
            Some(entry) => Err(MetadataError::SelfStakeTwice { entry }),
            None => Ok(()),
        }
    }
}

/// The outline of one; only mail that arrives proves more.
fn is_mail_address(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(user, host)| !user.is_empty() && is_host(host)) && !has_space(text)
}

/// The outline of one; the dashboard hands it to a browser as it is.
fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.and_then(|rest| rest.split(['/', '?', '#']).next()).is_some_and(is_host) && !has_space(text)
}

fn is_host(text: &str) -> bool {
    text.contains('.') && text.split('.').all(|label| !label.is_empty())
}

fn has_space(text: &str) -> bool {
    text.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// Why a text is not the metadata of a provider.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MetadataError {
    /// Longer than [`MAX_BYTES`].
    #[error("the file has {bytes} bytes; metadata has at most {MAX_BYTES}, so check that it is the right file")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// Not JSON, or fields that are missing, unknown or of the wrong type.
    #[error("not the metadata of a provider: {reason}; compare it with the dashboard's template")]
    Shape {
        /// Which field, and where.
        reason: String,
    },
    /// The provider id is 0.
    #[error("providerId is 0, and the dashboard takes none below 1; put the id that registerProvider returned")]
    Id,
    /// The name is empty.
    #[error("providerName is empty, and the dashboard would show a provider without a name; fill it in")]
    NoName,
    /// Not the outline of a mail address.
    #[error("providerEmail is not a mail address; write it as name@example.org")]
    Email,
    /// Not the outline of a web address.
    #[error("{field} is not a web address; write it as https://example.org/…")]
    Url {
        /// The field.
        field: &'static str,
    },
    /// An attester of the own stake is not an address with a right checksum.
    #[error("providerSelfStake, entry {entry}: {reason}")]
    SelfStake {
        /// Its position, from 0.
        entry: usize,
        /// What is wrong with it.
        reason: AddressError,
    },
    /// An attester of the own stake is there twice.
    #[error("providerSelfStake, entry {entry}: the attester is there twice; remove one")]
    SelfStakeTwice {
        /// The later position, from 0.
        entry: usize,
    },
}

/// The shape of the file; the order of the fields is that of the dashboard's files.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct File {
    provider_id: u64,
    provider_name: String,
    #[serde(default)]
    provider_description: String,
    #[serde(default)]
    provider_email: String,
    #[serde(default)]
    provider_website: String,
    #[serde(default)]
    provider_logo_url: String,
    #[serde(default)]
    discord_username: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    provider_self_stake: Vec<String>,
}

impl From<&ProviderMetadata> for File {
    fn from(metadata: &ProviderMetadata) -> Self {
        Self {
            provider_id: metadata.id.get(),
            provider_name: metadata.name.clone(),
            provider_description: metadata.description.clone(),
            provider_email: metadata.email.clone(),
            provider_website: metadata.website.clone(),
            provider_logo_url: metadata.logo_url.clone(),
            discord_username: metadata.discord_username.clone(),
            provider_self_stake: metadata.self_stake.iter().map(NonZeroAddress::to_string).collect(),
        }
    }
}

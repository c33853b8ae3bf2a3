//! The provider's entry in the staking dashboard: one JSON file in the dashboard's list of providers.
//!
//! Source: the dashboard's `providers/README.md` and its type `ProviderMetadata`. The dashboard requires the id alone
//! and shows whatever it cannot use as empty; here, what is there has to be usable.

mod error;
mod file_check;
mod file_warning;
mod read;
mod web_address;

use serde::Serialize;

use crate::json::pretty;
use crate::{FirstOccurrences, NonZeroAddress, ProviderId};

pub use error::{MAX_BYTES, MetadataError};
pub use file_check::{FileChecker, FileFault, FileReport};
pub use file_warning::FileWarning;
pub use web_address::WebAddressError;

use web_address::Reading;

/// What the dashboard shows of a provider.
///
/// ```
/// use aztec_staking_registry::ProviderId;
/// use aztec_staking_registry::metadata::{MetadataError, ProviderMetadata};
///
/// let mut provider = ProviderMetadata {
///     id: ProviderId::new(7)?,
///     name: "Example Staking".to_owned(),
///     description: "Validators in two data centres.".to_owned(),
///     email: "staking@example.org".to_owned(),
///     website: "https://example.org".to_owned(),
///     logo_url: "https://example.org/logo.png".to_owned(),
///     discord_username: String::new(),
///     self_stake: Vec::new(),
///     manual_payout_audit_url: String::new(),
/// };
/// assert_eq!(provider.file_name(), "7-example-staking.json");
/// assert_eq!(ProviderMetadata::read(&provider.to_json()?), Ok(provider.clone()));
///
/// provider.email = "example.org".to_owned();
/// assert_eq!(provider.to_json(), Err(MetadataError::Email));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
    /// Where the provider publishes what it pays out by hand, for those who do not use the Split contracts; may be
    /// empty.
    pub manual_payout_audit_url: String,
}

impl ProviderMetadata {
    /// The file: two spaces a level, and a line feed at the end.
    ///
    /// # Errors
    /// [`MetadataError`] for the first field that the dashboard could not use.
    pub fn to_json(&self) -> Result<String, MetadataError> {
        match self.faults().into_iter().next() {
            Some(fault) => Err(fault),
            None => Ok(pretty(&File::from(self))),
        }
    }

    /// Everything that the dashboard could not use, in the order of the fields.
    #[must_use]
    pub fn faults(&self) -> Vec<MetadataError> {
        let mut faults = Vec::new();
        if self.name.trim().is_empty() {
            faults.push(MetadataError::NoName);
        }
        if !self.email.is_empty() && !is_mail_address(&self.email) {
            faults.push(MetadataError::Email);
        }
        let urls = self.urls().into_iter();
        faults.extend(urls.filter_map(|(field, url)| {
            web_address::read(url).err().map(|reason| MetadataError::Url { field, reason })
        }));
        let mut seen = FirstOccurrences::default();
        let entries = self.self_stake.iter().enumerate();
        let twice = entries.filter(|(entry, attester)| seen.repeats(**attester, *entry).is_some());
        faults.extend(twice.map(|(entry, _)| MetadataError::SelfStakeTwice { entry }));
        faults
    }

    /// What the dashboard takes, although somebody should look at it.
    #[must_use]
    pub fn warnings(&self) -> Vec<FileWarning> {
        let urls = self.urls().into_iter();
        let warning = |(field, url): (_, &str)| match web_address::read(url) {
            Ok(Reading::Mended(read_as)) => Some(FileWarning::UrlSpelling { field, read_as }),
            Ok(Reading::Nearby) => Some(FileWarning::UrlNearby { field }),
            Ok(Reading::AsWritten) | Err(_) => None,
        };
        urls.filter_map(warning).collect()
    }

    /// The web addresses that there are.
    fn urls(&self) -> Vec<(&'static str, &str)> {
        let urls = [
            ("providerWebsite", &self.website),
            ("providerLogoUrl", &self.logo_url),
            ("manualPayoutAuditUrl", &self.manual_payout_audit_url),
        ];
        urls.into_iter().filter(|(_, url)| !url.is_empty()).map(|(field, url)| (field, url.as_str())).collect()
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
}

/// The outline of one; only mail that arrives proves more.
fn is_mail_address(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(user, host)| !user.is_empty() && is_host(host)) && !has_space(text)
}

fn is_host(text: &str) -> bool {
    text.contains('.') && text.split('.').all(|label| !label.is_empty())
}

fn has_space(text: &str) -> bool {
    text.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// The shape of the file; the order of the fields is that of the dashboard's files.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct File<'a> {
    provider_id: u64,
    provider_name: &'a str,
    provider_description: &'a str,
    provider_email: &'a str,
    provider_website: &'a str,
    provider_logo_url: &'a str,
    discord_username: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    provider_self_stake: Vec<String>,
    #[serde(skip_serializing_if = "str::is_empty")]
    manual_payout_audit_url: &'a str,
}

impl<'a> From<&'a ProviderMetadata> for File<'a> {
    fn from(metadata: &'a ProviderMetadata) -> Self {
        Self {
            provider_id: metadata.id.get(),
            provider_name: &metadata.name,
            provider_description: &metadata.description,
            provider_email: &metadata.email,
            provider_website: &metadata.website,
            provider_logo_url: &metadata.logo_url,
            discord_username: &metadata.discord_username,
            provider_self_stake: metadata.self_stake.iter().map(NonZeroAddress::to_string).collect(),
            manual_payout_audit_url: &metadata.manual_payout_audit_url,
        }
    }
}

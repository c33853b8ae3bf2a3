//! From JSON to [`ProviderMetadata`], naming everything that is wrong on the way.

use std::borrow::Cow;

use strict_json::{View, shortened};

use super::{FileWarning, MAX_BYTES, MetadataError, ProviderMetadata};
use crate::{Checksum, NonZeroAddress, ProviderId, parse_address};

/// In the order of the dashboard's files.
const FIELDS: [&str; 9] = [
    "providerId",
    "providerName",
    "providerDescription",
    "providerEmail",
    "providerWebsite",
    "providerLogoUrl",
    "discordUsername",
    "providerSelfStake",
    "manualPayoutAuditUrl",
];

impl ProviderMetadata {
    /// Reads such a file and checks it as [`ProviderMetadata::to_json`] does. Attesters without a checksum are taken, as the
    /// dashboard takes them; [`FileChecker`](super::FileChecker) warns of them.
    ///
    /// # Errors
    /// All that is wrong, at least one [`MetadataError`]. Each names its field.
    pub fn read(text: &str) -> Result<Self, Vec<MetadataError>> {
        read(text).0
    }
}

/// A file, and what there is to look at in it, whether or not it can be used.
pub(super) fn read(text: &str) -> (Result<ProviderMetadata, Vec<MetadataError>>, Vec<FileWarning>) {
    let mut warnings = Vec::new();
    (read_noting(text, &mut warnings), warnings)
}

fn read_noting(text: &str, warnings: &mut Vec<FileWarning>) -> Result<ProviderMetadata, Vec<MetadataError>> {
    if text.len() > MAX_BYTES {
        return Err(vec![MetadataError::TooLarge { bytes: text.len() }]);
    }
    let whole = View::parse(text).map_err(|error| vec![MetadataError::NotJson(error)])?;
    let members = whole.object().ok_or_else(|| vec![MetadataError::NotAnObject])?;
    let mut file = Reader { members: &members, faults: Vec::new(), warnings };
    file.refuse_unknown();
    let id = file.id();
    let metadata = ProviderMetadata {
        // Without an id there is a fault, and this is not returned; its other fields are checked all the same.
        id: id.unwrap_or(ProviderId::FIRST),
        name: file.text("providerName"),
        description: file.text("providerDescription"),
        email: file.text("providerEmail"),
        website: file.text("providerWebsite"),
        logo_url: file.text("providerLogoUrl"),
        discord_username: file.text("discordUsername"),
        self_stake: file.self_stake(),
        manual_payout_audit_url: file.text("manualPayoutAuditUrl"),
    };
    let mut faults = file.faults;
    // A name that is no text is no name either; that is said once.
    let named = |field| faults.iter().any(|fault| fault.field() == Some(field));
    let more: Vec<_> = metadata.faults().into_iter().filter(|fault| !fault.field().is_some_and(named)).collect();
    faults.extend(more);
    if faults.is_empty() { Ok(metadata) } else { Err(faults) }
}

struct Reader<'a> {
    members: &'a [(Cow<'a, str>, View<'a>)],
    faults: Vec<MetadataError>,
    warnings: &'a mut Vec<FileWarning>,
}

impl<'a> Reader<'a> {
    fn refuse_unknown(&mut self) {
        let unknown = self.members.iter().filter(|(name, _)| !FIELDS.contains(&name.as_ref()));
        self.faults.extend(unknown.map(|(name, _)| MetadataError::Unknown { name: shortened(name, 40) }));
    }

    /// The value of a field. One that occurs twice is a fault.
    fn field(&mut self, field: &'static str) -> Option<View<'a>> {
        let mut found = self.members.iter().filter(|(name, _)| name == field).map(|(_, view)| *view);
        let first = found.next();
        if found.next().is_some() {
            self.faults.push(MetadataError::Repeated { field });
        }
        first
    }

    fn id(&mut self) -> Option<ProviderId> {
        let id = self.field("providerId").and_then(View::integer).and_then(|id| ProviderId::new(id).ok());
        if id.is_none() {
            self.faults.push(MetadataError::Id);
        }
        id
    }

    /// The text of a field, empty where there is none.
    fn text(&mut self, field: &'static str) -> String {
        let Some(view) = self.field(field) else { return String::new() };
        let text = view.text().map(|text| text.as_str().to_owned());
        text.unwrap_or_else(|| {
            self.faults.push(MetadataError::NotText { field });
            String::new()
        })
    }

    fn self_stake(&mut self) -> Vec<NonZeroAddress> {
        let Some(view) = self.field("providerSelfStake") else { return Vec::new() };
        let Some(entries) = view.array() else {
            self.faults.push(MetadataError::NotAList);
            return Vec::new();
        };
        let mut attesters = Vec::new();
        for (entry, view) in entries.into_iter().enumerate() {
            let Some(text) = view.text() else {
                self.faults.push(MetadataError::SelfStakeNotText { entry });
                continue;
            };
            let parsed =
                parse_address(&text).and_then(|(address, checksum)| Ok((NonZeroAddress::new(address)?, checksum)));
            match parsed {
                Ok((attester, checksum)) => {
                    attesters.push(attester);
                    if checksum == Checksum::Absent {
                        self.warnings.push(FileWarning::SelfStakeNoChecksum { entry, expected: attester });
                    }
                }
                Err(reason) => self.faults.push(MetadataError::SelfStake { entry, reason }),
            }
        }
        attesters
    }
}

//! The ceremony record. The manifest does not list it, because it shows the digest of the manifest; but it follows from
//! the manifest, so it is made once more and compared.

use std::fmt;

use crate::Sha256Digest;

/// What is known of the ceremony record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RecordCheck {
    /// Every byte is as it must be, or a fault says that it is not.
    Whole,
    /// Another version made it, and makes such pages differently: only what all versions have in common was compared, the
    /// digests, the addresses and the short keys.
    OtherVersion(Sha256Digest),
    /// This build makes no such pages, so it was not looked at.
    NotCompared,
}

/// What whoever relies on the page must know; does not name the file.
impl fmt::Display for RecordCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => f.write_str("every byte was compared"),
            Self::OtherVersion(digest) => write!(
                f,
                "was made by another version: its digests, addresses and short keys are those of the manifest; how it looks and \
                 its other words were not compared, so see that it shows {digest}, and use that version to check the rest"
            ),
            Self::NotCompared => f.write_str("was not compared"),
        }
    }
}

#[cfg(feature = "ceremony-record")]
mod comparison {
    use super::RecordCheck;
    use crate::{
        Batch, BatchFault, ceremony_record, manifest::FORMAT_VERSION, plan::THIS_PROGRAM, regular_file::read_regular,
    };

    /// What a page has at most: some hundred kilobytes, and room for those of other versions.
    const PAGE_BYTES: usize = 4 << 20;

    /// Compares the page with what follows from the manifest.
    pub(in crate::check) fn check_record(batch: &Batch) -> Result<RecordCheck, BatchFault> {
        let file = batch.layout().ceremony_record();
        let (manifest, digest) = (batch.manifest(), batch.manifest_digest());
        match read_regular(&file, PAGE_BYTES) {
            Ok(page) if *page == ceremony_record::to_html(manifest, digest).as_bytes() => Ok(RecordCheck::Whole),
            Ok(_) if manifest.details().made_by == THIS_PROGRAM && manifest.format_version() == FORMAT_VERSION => {
                Err(BatchFault::Record { file })
            }
            Ok(page) => match ceremony_record::compare_common(&String::from_utf8_lossy(&page), manifest, digest) {
                Ok(()) => Ok(RecordCheck::OtherVersion(*digest)),
                Err(reason) => Err(BatchFault::OtherRecord { file, reason: reason.to_string() }),
            },
            Err(source) => Err(BatchFault::unread(file, source)),
        }
    }
}

#[cfg(not(feature = "ceremony-record"))]
mod comparison {
    use super::RecordCheck;
    use crate::{Batch, BatchFault};

    pub(in crate::check) fn check_record(_: &Batch) -> Result<RecordCheck, BatchFault> {
        Ok(RecordCheck::NotCompared)
    }
}

pub(super) use comparison::check_record;

//! The ceremony record. The manifest does not list it, because it shows the digest of the manifest; but it follows from
//! the manifest, so it is made once more and compared.

use std::{io, path::Path};

use aztec_staking_registry::{
    ceremony_record::{self, RecordedKeys},
    manifest::{ManifestHead, Sha256},
};

use super::{DirFault, public::sha256_of, read::read_regular};
use crate::batch_dir::{Layout, MADE_BY};

/// What is known of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RecordCheck {
    /// Every byte is as it must be, or a fault says that it is not.
    Whole,
    /// Another version made it, and makes such pages differently: only the digest in its head was compared.
    DigestOnly(Sha256),
}

impl RecordCheck {
    /// What whoever relies on the page must know.
    pub(crate) fn warning(self, root: &Path) -> Option<String> {
        let Self::DigestOnly(digest) = self else { return None };
        Some(format!(
            "{}: was made by another version of keygen, so only the digest in its head was checked; see that the page \
             shows {}, and use that version to check the rest",
            Layout::new(root).ceremony_record().display(),
            base16ct::lower::encode_string(&digest.0)
        ))
    }
}

/// What a page has at most: some hundred kilobytes, and room for those of other versions.
const PAGE_BYTES: usize = 4 << 20;

/// Compares the page with what follows from the manifest, and adds what is wrong to `faults`.
pub(super) fn check_record(
    layout: Layout<'_>,
    head: &ManifestHead,
    keys: &RecordedKeys,
    faults: &mut Vec<DirFault>,
) -> RecordCheck {
    let file = layout.ceremony_record();
    let read = || -> io::Result<_> { Ok((sha256_of(&layout.manifest())?, read_regular(&file, PAGE_BYTES)?)) };
    match read() {
        Ok((digest, page)) => {
            if *page == ceremony_record::page(head, keys, &digest).as_bytes() {
                return RecordCheck::Whole;
            }
            if head.made_by == MADE_BY {
                faults.push(DirFault::Record { file });
            } else if ceremony_record::names_manifest(&String::from_utf8_lossy(&page), &digest) {
                return RecordCheck::DigestOnly(digest);
            } else {
                faults.push(DirFault::OtherRecord { file });
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => faults.push(DirFault::Missing { file }),
        Err(source) => faults.push(DirFault::Read { file, source }),
    }
    RecordCheck::Whole
}

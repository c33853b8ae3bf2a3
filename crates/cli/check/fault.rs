//! What can be wrong with a batch directory.

use std::{io, path::PathBuf};

use aztec_encrypted_keystore::{DecryptError, ParseError};
use aztec_key_derivation::MnemonicError;
use aztec_node_keystore::NodeKeystoreError;
use aztec_staking_registry::{manifest::ManifestError, staker_output::StakerOutputError};

/// One thing that is wrong. The message names the file, the entry where there is one, and the remedy.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DirFault {
    /// The system refused to read.
    #[error("{}: cannot be read ({source}); restore it from a copy", file.display())]
    Read { file: PathBuf, source: io::Error },
    /// Others may read or change something secret.
    #[error("{}: has mode {mode:03o}, must have {wanted:03o}; run chmod {wanted:03o} on it", file.display())]
    Mode { file: PathBuf, mode: u32, wanted: u32 },
    /// Somebody else may change it.
    #[error("{}: belongs to user {found}, the directory to user {owner}; see who put it there, and run chown {owner} on it", file.display())]
    Owner { file: PathBuf, found: u32, owner: u32 },
    /// A file that does not belong here.
    #[error("{}: does not belong to this batch; move it elsewhere", file.display())]
    Foreign { file: PathBuf },
    /// The manifest is none.
    #[error("{}: {source}", file.display())]
    Manifest { file: PathBuf, source: ManifestError },
    /// A rule that this version does not know.
    #[error("{}: names a BLS derivation that this version does not know; use the version of keygen that wrote it", file.display())]
    UnknownRule { file: PathBuf },
    /// The manifest names a file that is not there.
    #[error("{}: is missing; restore it from a copy", file.display())]
    Missing { file: PathBuf },
    /// A public file was changed.
    #[error("{}: is not the file that the manifest describes (sha256 differs); restore it from a copy", file.display())]
    Digest { file: PathBuf },
    /// The page differs from what this version makes of the manifest, which this version wrote.
    #[error("{}: is not the record of this manifest, or was changed; restore both from a copy", file.display())]
    Record { file: PathBuf },
    /// A page of another version that does not name the manifest.
    #[error("{}: does not name the sha256 of manifest.json beside it; restore both from a copy", file.display())]
    OtherRecord { file: PathBuf },
    /// The staker output cannot be read.
    #[error("{}: {source}", file.display())]
    StakerOutput { file: PathBuf, source: StakerOutputError },
    /// A tuple is wrong in itself; the text comes from the audit.
    #[error("{text}")]
    Tuple { text: String },
    /// The staker output has another number of entries than the manifest.
    #[error("{}: has {found} entries, the manifest lists {expected}; restore both from a copy", file.display())]
    Count { file: PathBuf, found: usize, expected: usize },
    /// The manifest and the staker output disagree.
    #[error("{}, entry {entry}, {field}: does not agree with the staker output; restore both from a copy", file.display())]
    Disagrees { file: PathBuf, entry: usize, field: &'static str },
    /// The manifest's second proof is wrong.
    #[error("{}, entry {entry}, {field}: the proof does not verify; restore the file from a copy", file.display())]
    OtherProof { file: PathBuf, entry: usize, field: &'static str },
    /// An encrypted file is none.
    #[error("{}: {source}", file.display())]
    Parse { file: PathBuf, source: ParseError },
    /// An encrypted file does not open, or holds another key.
    #[error("{}: {source}", file.display())]
    Decrypt { file: PathBuf, source: DecryptError },
    /// A key opens, but is not the one of its entry.
    #[error("{}: holds a key that does not belong to entry {entry} of the staker output ({field} differs); restore it from a copy", file.display())]
    WrongKey { file: PathBuf, entry: usize, field: &'static str },
    /// The node keystore is not one that this program writes.
    #[error("{}: {source}; restore it from a copy", file.display())]
    NodeKeystore { file: PathBuf, source: NodeKeystoreError },
    /// An entry of the node keystore points elsewhere.
    #[error("{}, entry {entry}, {field}: is not the key of this entry; restore the file from a copy", file.display())]
    NodeEntry { file: PathBuf, entry: usize, field: &'static str },
    /// The node is told to look elsewhere for a key that is here.
    #[error("{}, entry {entry}, {field}: names an account elsewhere, though the batch has its key; restore the file from a copy", file.display())]
    Elsewhere { file: PathBuf, entry: usize, field: &'static str },
    /// Rewards or fees would go to somebody else.
    #[error("{}, entry {entry}, {field}: is not what was asked for", file.display())]
    NotAsked { file: PathBuf, entry: usize, field: &'static str },
    /// A key stands in plain text where all are encrypted.
    #[error("{}, entry {entry}, {field}: holds a plain key, though the batch is encrypted; restore the file from a copy", file.display())]
    PlainKey { file: PathBuf, entry: usize, field: &'static str },
    /// Nothing opens, so the password is wrong rather than the files.
    #[error("{}: the password opens none of the files; check the password", directory.display())]
    WrongPassword { directory: PathBuf },
    /// The manifest says of the source what cannot be.
    #[error("{}, source: the fingerprints are missing or damaged; restore the file from a copy", file.display())]
    Source { file: PathBuf },
    /// The mnemonic is no mnemonic.
    #[error("{}: {source}", file.display())]
    Mnemonic { file: PathBuf, source: MnemonicError },
    /// The mnemonic is another one.
    #[error("{}: is not the mnemonic of this batch, or a passphrase belongs to it; give --passphrase-file, or restore it from a copy", file.display())]
    OtherMnemonic { file: PathBuf },
}

impl DirFault {
    /// Whether the system is to blame, and not the directory.
    pub(crate) fn lacks_memory(&self) -> bool {
        matches!(self, Self::Decrypt { source: DecryptError::Memory { .. }, .. })
    }

    /// The entry and the field that it is about, and a name for machines; none where it is about a whole file.
    pub(crate) fn about(&self) -> Option<(usize, &'static str, &'static str)> {
        match self {
            Self::Disagrees { entry, field, .. } => Some((*entry, field, "manifest-disagrees")),
            Self::OtherProof { entry, field, .. } => Some((*entry, field, "manifest-proof")),
            Self::WrongKey { entry, field, .. } => Some((*entry, field, "wrong-key-file")),
            Self::NodeEntry { entry, field, .. }
            | Self::Elsewhere { entry, field, .. }
            | Self::NotAsked { entry, field, .. } => Some((*entry, field, "node-keystore-entry")),
            Self::PlainKey { entry, field, .. } => Some((*entry, field, "plain-key")),
            _ => None,
        }
    }
}

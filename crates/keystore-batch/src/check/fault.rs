//! What can be wrong with a batch directory.

use std::path::{Path, PathBuf};

use aztec_encrypted_keystore::{DecryptError, ParseError};
use aztec_key_derivation::MnemonicError;
use aztec_node_keystore::{FieldPath, NodeKeystoreError};
use aztec_staking_registry::staker_output::StakerOutputError;
use durable_files::ReadError;

use super::PasswordFiles;

/// One thing that is wrong. The message names the file, the entry where there is one, and the remedy.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BatchFault {
    /// The system refused to read.
    #[error("{}: cannot be read ({source}); {}", file.display(), if source.is_refusal() { "see to the disk and the permissions" } else { "restore it from a copy" })]
    Read {
        /// The file.
        file: PathBuf,
        /// What is wrong.
        source: ReadError,
    },
    /// Others may read or change something secret.
    #[error("{}: has mode {mode:03o}, must have {wanted:03o}; run chmod {wanted:03o} on it", file.display())]
    Mode {
        /// The file.
        file: PathBuf,
        /// Its mode.
        mode: u32,
        /// The widest mode that it may have.
        wanted: u32,
    },
    /// Somebody else may change it.
    #[error("{}: belongs to user {actual}, the directory to user {owner}; see who put it there, and run chown {owner} on it", file.display())]
    Owner {
        /// The file.
        file: PathBuf,
        /// What it is.
        actual: u32,
        /// The user who owns the directory.
        owner: u32,
    },
    /// A link in place of a directory.
    #[error("{}: is a symbolic link, and the directory itself must be there; put it in the place of the link", file.display())]
    Link {
        /// The link.
        file: PathBuf,
    },
    /// A file that does not belong here.
    #[error("{}: does not belong to this batch; move it elsewhere", file.display())]
    Foreign {
        /// The file.
        file: PathBuf,
    },
    /// Two encrypted files with one identifier, which is drawn at random for each.
    #[error("{}: has the identifier of {}; one of them is a changed copy, restore it", file.display(), other.display())]
    SameIdentifier {
        /// The file.
        file: PathBuf,
        /// The other.
        other: PathBuf,
    },
    /// A file of the batch is not there.
    #[error("{}: is missing; restore it from a copy", file.display())]
    Missing {
        /// The file.
        file: PathBuf,
    },
    /// A public file was changed.
    #[error("{}: is not the file that the manifest describes (sha256 differs); restore it from a copy", file.display())]
    Digest {
        /// The file.
        file: PathBuf,
    },
    /// A file of calls is not what the tuples and the destination in the manifest make.
    #[error(
        "{}: does not hold the calls that add these tuples to the provider in the manifest; send none of it, and make the \
         calls anew from the tuples", file.display()
    )]
    Calls {
        /// The file.
        file: PathBuf,
    },
    /// The page differs from what this version makes of the manifest, which this version wrote.
    #[error("{}: is not the record of this manifest, or was changed; restore both from a copy", file.display())]
    Record {
        /// The file.
        file: PathBuf,
    },
    /// A page of another version that is not about the manifest.
    #[error("{}: {reason}; restore both from a copy", file.display())]
    OtherRecord {
        /// The file.
        file: PathBuf,
        /// What differs.
        reason: String,
    },
    /// The staker output cannot be read.
    #[error("{}: {source}", file.display())]
    StakerOutput {
        /// The file.
        file: PathBuf,
        /// What is wrong.
        source: StakerOutputError,
    },
    /// A file is not text.
    #[error("{}: is not plain text (UTF-8); restore it from a copy", file.display())]
    NotText {
        /// The file.
        file: PathBuf,
    },
    /// A tuple is wrong in itself; the text comes from the audit.
    #[error("{text}")]
    Tuple {
        /// The sentence.
        text: String,
    },
    /// The staker output has another number of entries than the manifest.
    #[error("{}: has {actual} entries, the manifest lists {expected}; restore both from a copy", file.display())]
    Count {
        /// The file.
        file: PathBuf,
        /// What it is.
        actual: usize,
        /// What it should be.
        expected: usize,
    },
    /// The manifest and the staker output disagree.
    #[error("{}, entry {entry}, {field}: does not agree with the staker output; restore both from a copy", file.display())]
    Disagrees {
        /// The file.
        file: PathBuf,
        /// The position of the entry, from 0.
        entry: usize,
        /// The field.
        field: &'static str,
    },
    /// The manifest's second proof is wrong.
    #[error("{}, entry {entry}, {field}: the proof does not verify; restore the file from a copy", file.display())]
    OtherProof {
        /// The file.
        file: PathBuf,
        /// The position of the entry, from 0.
        entry: usize,
        /// The field.
        field: &'static str,
    },
    /// Not an encrypted file.
    #[error("{}: {source}", file.display())]
    Parse {
        /// The file.
        file: PathBuf,
        /// What is wrong.
        source: ParseError,
    },
    /// An encrypted file does not open, or holds another key.
    #[error("{}: {source}", file.display())]
    Decrypt {
        /// The file.
        file: PathBuf,
        /// What is wrong.
        source: DecryptError,
    },
    /// A key opens, but is not the one of its entry.
    #[error("{}: holds a key that does not belong to entry {entry} of the staker output ({field} differs); restore it from a copy", file.display())]
    WrongKey {
        /// The file.
        file: PathBuf,
        /// The position of the entry, from 0.
        entry: usize,
        /// The field.
        field: &'static str,
    },
    /// The node keystore is not one that this program writes.
    #[error("{}: {source}; restore it from a copy", file.display())]
    NodeKeystore {
        /// The file.
        file: PathBuf,
        /// What is wrong.
        source: NodeKeystoreError,
    },
    /// An entry of the node keystore points elsewhere.
    #[error("{}, entry {entry}, {field}: is not the key of this entry; restore the file from a copy", file.display())]
    NodeEntry {
        /// The file.
        file: PathBuf,
        /// The position of the entry, from 0.
        entry: usize,
        /// The field.
        field: &'static str,
    },
    /// The node is told to look elsewhere for a key that is here.
    #[error("{}, entry {entry}, {field}: names an account elsewhere, though the batch has its key; restore the file from a copy", file.display())]
    Elsewhere {
        /// The file.
        file: PathBuf,
        /// The position of the entry, from 0.
        entry: usize,
        /// The field.
        field: &'static str,
    },
    /// Rewards or fees would go to somebody else.
    #[error("{}, entry {entry}, {field}: is not what was asked for", file.display())]
    Unexpected {
        /// The file.
        file: PathBuf,
        /// The position of the entry, from 0.
        entry: usize,
        /// The field.
        field: &'static str,
    },
    /// The node keystore says what no batch of this kind is written with.
    #[error("{}, {at}: is not what the batch was written with; see who put it there, or restore the file from a copy", file.display())]
    NotWritten {
        /// The file.
        file: PathBuf,
        /// Which field.
        at: FieldPath,
    },
    /// Another account or signer than the one that was asked for.
    #[error("{}, {field}: is not what was asked for", file.display())]
    UnexpectedMember {
        /// The file.
        file: PathBuf,
        /// The field.
        field: &'static str,
    },
    /// A key stands in plain text where all are encrypted.
    #[error("{}, entry {entry}, {field}: holds a plain key, though the batch is encrypted; restore the file from a copy", file.display())]
    PlainKey {
        /// The file.
        file: PathBuf,
        /// The position of the entry, from 0.
        entry: usize,
        /// The field.
        field: &'static str,
    },
    /// Nothing opens, so the password is wrong rather than the files.
    #[error("{}: {files}; check the password", directory.display())]
    WrongPassword {
        /// The directory.
        directory: PathBuf,
        /// What the password is for.
        files: PasswordFiles,
    },
    /// The mnemonic is no mnemonic.
    #[error("{}: {source}", file.display())]
    Mnemonic {
        /// The file.
        file: PathBuf,
        /// What is wrong.
        source: MnemonicError,
    },
    /// The mnemonic is another one.
    #[error("{}: is not the mnemonic of this batch, or a passphrase belongs to it; give the passphrase, or restore it from a copy", file.display())]
    OtherMnemonic {
        /// The file.
        file: PathBuf,
    },
}

impl BatchFault {
    /// Of a file that was not read: it is not there, or cannot be.
    pub(crate) fn unread(file: impl Into<PathBuf>, source: ReadError) -> Self {
        let file = file.into();
        if source.is_missing() { Self::Missing { file } } else { Self::Read { file, source } }
    }

    /// Whether the system is to blame, and not the directory: nothing is then known of the file.
    #[must_use]
    pub fn is_of_the_system(&self) -> bool {
        self.lacks_memory() || self.refused_by_system().is_some()
    }

    /// Whether a file asks for more memory than there is.
    #[must_use]
    pub fn lacks_memory(&self) -> bool {
        matches!(self, Self::Decrypt { source: DecryptError::Memory { .. }, .. })
    }

    /// What the system would not read, and why: nothing is known of the file then.
    #[must_use]
    pub fn refused_by_system(&self) -> Option<(&Path, &ReadError)> {
        match self {
            Self::Read { file, source } if source.is_refusal() => Some((file, source)),
            _ => None,
        }
    }
}

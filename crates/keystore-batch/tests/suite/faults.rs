//! What callers ask of a fault: which entry it is about, and whether the system is to blame.

use std::{io, path::PathBuf};

use aztec_encrypted_keystore::DecryptError;
use aztec_keystore_batch::{BatchFault, PasswordFiles};
use aztec_node_keystore::FieldPath;
use durable_files::ReadError;

fn file() -> PathBuf {
    PathBuf::from("file.json")
}

#[test]
fn which_entry_a_fault_is_about() {
    let (entry, field) = (7, "field");
    let about = [
        (BatchFault::Disagrees { file: file(), entry, field }, "manifest-disagrees"),
        (BatchFault::OtherProof { file: file(), entry, field }, "manifest-proof"),
        (BatchFault::WrongKey { file: file(), entry, field }, "wrong-key-file"),
        (BatchFault::NodeEntry { file: file(), entry, field }, "node-keystore-entry"),
        (BatchFault::Elsewhere { file: file(), entry, field }, "node-keystore-entry"),
        (BatchFault::Unexpected { file: file(), entry, field }, "node-keystore-entry"),
        (BatchFault::NotWritten { file: file(), at: FieldPath { entry: Some(entry), field } }, "node-keystore-entry"),
        (BatchFault::PlainKey { file: file(), entry, field }, "plain-key"),
    ];
    for (fault, name) in about {
        assert_eq!(fault.about(), Some((entry, field, name)), "{fault:?}");
    }
    let of_files = [
        BatchFault::Foreign { file: file() },
        BatchFault::NotWritten { file: file(), at: FieldPath { entry: None, field } },
        BatchFault::UnexpectedMember { file: file(), field },
    ];
    for fault in of_files {
        assert_eq!(fault.about(), None, "{fault:?}");
    }
}

#[test]
fn whether_the_system_is_to_blame() {
    let read = |source: ReadError| BatchFault::Read { file: file(), source };
    let refused = read(io::Error::from_raw_os_error(5).into());
    let (of, error) = refused.refused_by_system().unwrap();
    assert_eq!(of, file());
    assert!(error.is_refusal());
    assert!(refused.is_of_the_system() && !refused.lacks_memory());
    assert!(refused.to_string().ends_with("; see to the disk and the permissions"), "{refused}");

    let memory = BatchFault::Decrypt { file: file(), source: DecryptError::Memory { bytes: 1 << 30 } };
    assert!(memory.is_of_the_system() && memory.lacks_memory() && memory.refused_by_system().is_none());

    let of_the_files = [
        read(ReadError::Link),
        read(io::Error::from_raw_os_error(2).into()),
        BatchFault::Foreign { file: file() },
        BatchFault::Decrypt { file: file(), source: DecryptError::WrongPassword },
        BatchFault::WrongPassword { directory: file(), files: PasswordFiles::All },
    ];
    for fault in of_the_files {
        assert!(!fault.is_of_the_system() && !fault.lacks_memory() && fault.refused_by_system().is_none(), "{fault:?}");
    }
}

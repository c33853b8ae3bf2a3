use bn254_bls::PointError;

use crate::{KdfBoundsError, MAX_FILE_BYTES};

/// Why content is not an encrypted key file. The message names the field, never its value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseError {
    /// More bytes than [`MAX_FILE_BYTES`].
    #[error("the file is larger than {MAX_FILE_BYTES} bytes; check that it is an encrypted key file")]
    TooLarge,
    /// UTF-16 text, as some editors and shells on Windows write it.
    #[error("the file is UTF-16 text; save it as UTF-8")]
    Utf16,
    /// A key of BLS12-381, as Ethereum's validators have it.
    #[error(
        "the file holds a key on the curve BLS12-381, as Ethereum's validators have it; Aztec's BLS keys are on BN254, so \
         give the file of such a key"
    )]
    Bls12381,
    /// Not JSON, or nested more than 128 levels deep.
    #[error("the file is not JSON (line {line}, column {column}); check that it is an encrypted key file, and whole")]
    NotJson {
        /// Counted from 1.
        line: usize,
        /// In bytes, counted from 1; 0 at the end of a line.
        column: usize,
    },
    /// A field has the wrong type, or one in it is missing or occurs twice.
    #[error(
        "{} has the wrong type, or a field in it is missing or occurs twice; check that the file is an encrypted key file",
        if path == "." { "the whole file".to_owned() } else { format!("the field {path}") }
    )]
    Shape {
        /// Where, such as `crypto.kdfparams.n`; `.` is the top level.
        path: String,
    },
    /// A field that this KDF needs is missing.
    #[error("the field {field} is missing; check which program wrote the file, and compare it with a backup")]
    Missing {
        /// Which field.
        field: &'static str,
    },
    /// A field must have one value and has another: a version, a cipher, a KDF or a checksum that is not supported.
    #[error(
        "the field {field} is not {supported}, and nothing else is supported; convert the file with the program that wrote it"
    )]
    Unsupported {
        /// Which field.
        field: &'static str,
        /// What it may be.
        supported: &'static str,
    },
    /// A field is not hexadecimal.
    #[error("the field {field} is not hexadecimal; check which program wrote the file, and compare it with a backup")]
    NotHex {
        /// Which field.
        field: &'static str,
    },
    /// A field has the wrong number of bytes.
    #[error(
        "the field {field} has {actual} bytes, not {expected}; check which program wrote the file, and compare it with a backup"
    )]
    Length {
        /// Which field.
        field: &'static str,
        /// How many bytes it may have.
        expected: &'static str,
        /// How many bytes it has.
        actual: usize,
    },
    /// The parameters of the KDF are outside the bounds.
    #[error("{0}: the file is damaged or meant to do harm; do not open it")]
    Kdf(#[from] KdfBoundsError),
    /// The identifier is not a UUID.
    #[error("the field {field} is not a UUID; check which program wrote the file, and compare it with a backup")]
    NotUuid {
        /// Which field.
        field: &'static str,
    },
    /// The derivation path is not of the form `m/1/2/3`.
    #[error(
        "the field path is not a derivation path; check which program wrote the file, and compare it with a backup"
    )]
    DerivationPath,
    /// The public key is not a compressed G1 point of BN254.
    #[error("the field pubkey is not a compressed G1 point of BN254 ({0}); check that the file is a BN254 key file")]
    PublicKey(#[source] PointError),
}

//! Between a KDF with its salt and the JSON fields that state them, named alike in both formats.

use crate::derived_key::DERIVED_KEY_BYTES;
use crate::eip2335::shape::KdfParamsShape;
use crate::json::bytes_from_hex;
use crate::{Kdf, KdfBoundsError, ParseError, Pbkdf2Params, ScryptParams};

const SCRYPT: &str = "scrypt";
const PBKDF2: &str = "pbkdf2";
const HMAC_SHA256: &str = "hmac-sha256";

/// Programs write 32 bytes, early ones 16. A shorter salt lets one table serve against many files.
const SALT_BYTES: std::ops::RangeInclusive<usize> = 16..=64;

/// What the fields are called in a format, for its errors.
pub(crate) struct FieldNames {
    pub(crate) function: &'static str,
    pub(crate) salt: &'static str,
    pub(crate) prf: &'static str,
    pub(crate) n: &'static str,
    pub(crate) r: &'static str,
    pub(crate) p: &'static str,
    pub(crate) c: &'static str,
}

pub(crate) fn read(function: &str, params: &KdfParamsShape, names: &FieldNames) -> Result<(Kdf, Vec<u8>), ParseError> {
    if params.dklen != DERIVED_KEY_BYTES as u64 {
        return Err(KdfBoundsError::DerivedKeyLength.into());
    }
    let required = |value: Option<u64>, field| value.ok_or(ParseError::Missing { field });
    let kdf = match function {
        SCRYPT => Kdf::Scrypt(ScryptParams::new(
            required(params.n, names.n)?,
            required(params.r, names.r)?,
            required(params.p, names.p)?,
        )?),
        PBKDF2 => {
            let prf = params.prf.as_deref().ok_or(ParseError::Missing { field: names.prf })?;
            if prf != HMAC_SHA256 {
                return Err(ParseError::Unsupported { field: names.prf, supported: HMAC_SHA256 });
            }
            Kdf::Pbkdf2(Pbkdf2Params::new(required(params.c, names.c)?)?)
        }
        _ => return Err(ParseError::Unsupported { field: names.function, supported: "scrypt or pbkdf2" }),
    };
    let salt = bytes_from_hex(names.salt, &params.salt)?;
    if !SALT_BYTES.contains(&salt.len()) {
        return Err(ParseError::Length { field: names.salt, expected: "16 to 64", actual: salt.len() });
    }
    Ok((kdf, salt))
}

pub(crate) fn write(kdf: &Kdf, salt: &[u8]) -> (&'static str, KdfParamsShape) {
    let common = KdfParamsShape {
        dklen: DERIVED_KEY_BYTES as u64,
        n: None,
        r: None,
        p: None,
        c: None,
        prf: None,
        salt: base16ct::lower::encode_string(salt),
    };
    match kdf {
        Kdf::Scrypt(params) => {
            let (n, r, p) = (params.n(), params.r().into(), params.p().into());
            (SCRYPT, KdfParamsShape { n: Some(n), r: Some(r), p: Some(p), ..common })
        }
        Kdf::Pbkdf2(params) => {
            let c = params.c().into();
            (PBKDF2, KdfParamsShape { c: Some(c), prf: Some(HMAC_SHA256.to_owned()), ..common })
        }
    }
}

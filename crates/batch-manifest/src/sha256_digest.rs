//! The digest of a public file.

use std::{fmt, io};

use sha2::{Digest, Sha256};

/// The SHA-256 of a file, as `sha256sum` computes it.
///
/// ```
/// use aztec_batch_manifest::Sha256Digest;
///
/// let digest = Sha256Digest::of(b"abc");
/// assert_eq!(digest.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
/// assert_eq!(digest.lines_of_groups()[0], "ba78 16bf 8f01 cfea");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256Digest(pub [u8; 32]);

impl Sha256Digest {
    /// The digest of these bytes.
    #[must_use]
    pub fn of(content: &[u8]) -> Self {
        Self(Sha256::digest(content).into())
    }

    /// The digest of all that a reader gives.
    ///
    /// # Errors
    /// Those of the reader.
    pub fn of_reader(mut reader: impl io::Read) -> io::Result<Self> {
        let mut hasher = Sha256::new();
        let mut buffer = vec![0; 64 * 1024];
        loop {
            match reader.read(&mut buffer)? {
                0 => return Ok(Self(hasher.finalize().into())),
                length => hasher.update(&buffer[..length]),
            }
        }
    }

    /// The digits as people compare them aloud: four lines of four groups, as the ceremony record shows them.
    #[must_use]
    pub fn lines_of_groups(&self) -> [String; 4] {
        std::array::from_fn(|line| {
            let groups = self.0[8 * line..8 * (line + 1)].chunks(2);
            groups.map(base16ct::lower::encode_string).collect::<Vec<_>>().join(" ")
        })
    }

    /// Reads exactly what `Display` writes.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        match base16ct::lower::decode(text, &mut bytes) {
            Ok(decoded) if decoded.len() == 32 => Some(Self(bytes)),
            _ => None,
        }
    }
}

/// 64 hexadecimal digits in lower case, as `sha256sum` prints them.
impl fmt::Display for Sha256Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&base16ct::lower::encode_string(&self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FIPS 180-4, the example "abc".
    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn a_known_answer() {
        assert_eq!(Sha256Digest::of(b"abc").to_string(), ABC);
        assert_eq!(Sha256Digest::of_reader(&b"abc"[..]).unwrap(), Sha256Digest::of(b"abc"));
    }

    #[test]
    fn groups() {
        let lines = Sha256Digest::of(b"abc").lines_of_groups();
        assert_eq!(lines[0], "ba78 16bf 8f01 cfea");
        assert_eq!(lines.join(" ").replace(' ', ""), ABC);
    }

    #[test]
    fn text() {
        assert_eq!(Sha256Digest::parse(ABC), Some(Sha256Digest::of(b"abc")));
        for text in
            ["", "ab", &ABC.to_uppercase(), &format!("0x{}", &ABC[2..]), &format!("{ABC}00"), &format!(" {ABC}")]
        {
            assert_eq!(Sha256Digest::parse(text), None, "{text:?}");
        }
    }
}

//! The two key derivation functions of the formats, with parameters that are safe to run.
//!
//! A file may come from anywhere, and running its KDF as written could take all memory or forever. So parameters that
//! exist as a type lie within the bounds of this module, and nothing is allocated before they do.

use std::fmt;

use sha2::Sha256;

use crate::derived_key::{DERIVED_KEY_BYTES, DerivedKey};
use crate::scrypt_memory::{OutOfMemory, with_memory};

/// scrypt's buffer, 128 * r * n bytes, may take this much: n = 2^20 at r = 8, four times geth's standard.
const MAX_SCRYPT_MEMORY_BYTES: u64 = 1 << 30;

/// scrypt's time goes with n * r * p. This is four times that of n = 2^20, r = 8, p = 1, about ten seconds.
const MAX_SCRYPT_WORK: u64 = 1 << 25;

/// scrypt's r and p each. Programs write r = 8 or 1, p = 1, 6 or 8.
const MAX_SCRYPT_FACTOR: u32 = 64;

/// PBKDF2's c may be this large: 64 times the usual 2^18, two to four seconds.
const MAX_PBKDF2_ITERATIONS: u32 = 1 << 24;

/// How the password of a file becomes a key: the function and its parameters.
///
/// ```
/// use aztec_encrypted_keystore::{Kdf, KdfBoundsError, ScryptParams};
///
/// // geth's standard, as a file states it.
/// let kdf = Kdf::Scrypt(ScryptParams::new(1 << 18, 8, 1)?);
/// assert_eq!(kdf.memory_bytes(), 256 * 1024 * 1024);
/// // A file that would take 8 GiB to open.
/// assert_eq!(ScryptParams::new(1 << 23, 8, 1), Err(KdfBoundsError::ScryptMemory));
/// # Ok::<(), KdfBoundsError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kdf {
    /// scrypt, RFC 7914.
    Scrypt(ScryptParams),
    /// PBKDF2 with HMAC-SHA-256, RFC 8018.
    Pbkdf2(Pbkdf2Params),
}

impl Kdf {
    /// The memory that one derivation takes, in bytes. Multiply by the number of threads.
    #[must_use]
    pub fn memory_bytes(&self) -> u64 {
        match self {
            Self::Scrypt(params) => params.memory_bytes(),
            Self::Pbkdf2(_) => 0,
        }
    }

    pub(crate) fn derive(&self, password: &str, salt: &[u8]) -> Result<DerivedKey, OutOfMemory> {
        let mut key = DerivedKey::zeroed();
        match self {
            Self::Scrypt(params) => {
                let log_n = u8::try_from(params.log_n).expect("n is at most 2^23");
                let checked = scrypt::Params::new(log_n, params.r, params.p).expect("bounded parameters are valid");
                with_memory(params.memory_bytes(), || {
                    scrypt::scrypt(password.as_bytes(), salt, &checked, key.as_mut_bytes())
                })?
                .expect("32 bytes are a valid length");
            }
            Self::Pbkdf2(params) => {
                pbkdf2::pbkdf2_hmac::<Sha256>(password.as_bytes(), salt, params.c, key.as_mut_bytes());
            }
        }
        Ok(key)
    }
}

impl fmt::Display for Kdf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scrypt(params) => write!(f, "scrypt n={} r={} p={}", params.n(), params.r, params.p),
            Self::Pbkdf2(params) => write!(f, "pbkdf2 c={} prf=hmac-sha256", params.c),
        }
    }
}

/// Cost parameters of scrypt, within the bounds of this crate: at most 1 GiB, and n * r * p at most 2^25.
// Invariant: 1 <= log_n; 1 <= r, p <= 64; memory and work within the bounds of this module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScryptParams {
    log_n: u32,
    r: u32,
    p: u32,
}

impl ScryptParams {
    /// Takes `n`, `r` and `p` as a file states them.
    ///
    /// # Errors
    /// [`KdfBoundsError`] names the bound that does not hold.
    pub fn new(n: u64, r: u64, p: u64) -> Result<Self, KdfBoundsError> {
        if n < 2 || !n.is_power_of_two() {
            return Err(KdfBoundsError::ScryptNNotPowerOfTwo);
        }
        let r = scrypt_factor(r).ok_or(KdfBoundsError::ScryptR)?;
        let p = scrypt_factor(p).ok_or(KdfBoundsError::ScryptP)?;
        let memory = n.checked_mul(128 * u64::from(r));
        if memory.is_none_or(|bytes| bytes > MAX_SCRYPT_MEMORY_BYTES) {
            return Err(KdfBoundsError::ScryptMemory);
        }
        // No overflow: n * r <= 2^23 by the bound on the memory.
        if n * u64::from(r) * u64::from(p) > MAX_SCRYPT_WORK {
            return Err(KdfBoundsError::ScryptWork);
        }
        Ok(Self { log_n: n.ilog2(), r, p })
    }

    /// For the costs at which this crate writes: r = 8, p = 1, `log_n` within bounds by its type.
    pub(crate) fn with_log_n(log_n: u8) -> Self {
        Self { log_n: log_n.into(), r: 8, p: 1 }
    }

    /// `n`, the cost, a power of two.
    #[must_use]
    pub fn n(&self) -> u64 {
        1 << self.log_n
    }

    /// `r`, the block size in units of 128 bytes.
    #[must_use]
    pub fn r(&self) -> u32 {
        self.r
    }

    /// `p`, how many times the work is done, one after the other.
    #[must_use]
    pub fn p(&self) -> u32 {
        self.p
    }

    /// 128 * r * n bytes.
    #[must_use]
    pub fn memory_bytes(&self) -> u64 {
        128 * u64::from(self.r) * self.n()
    }
}

fn scrypt_factor(value: u64) -> Option<u32> {
    u32::try_from(value).ok().filter(|factor| (1..=MAX_SCRYPT_FACTOR).contains(factor))
}

/// Cost parameter of PBKDF2, within the bounds of this crate: 1 <= c <= 2^24.
// Invariant: 1 <= c <= 2^24.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pbkdf2Params {
    c: u32,
}

impl Pbkdf2Params {
    /// c = 262144, in the examples of Web3 Secret Storage and EIP-2335, and in what the official command line writes.
    pub const STANDARD: Self = Self { c: 1 << 18 };

    /// Takes `c` as a file states it.
    ///
    /// # Errors
    /// [`KdfBoundsError::Pbkdf2Iterations`] unless 1 <= c <= 2^24.
    pub fn new(c: u64) -> Result<Self, KdfBoundsError> {
        let c = u32::try_from(c).map_err(|_| KdfBoundsError::Pbkdf2Iterations)?;
        if !(1..=MAX_PBKDF2_ITERATIONS).contains(&c) {
            return Err(KdfBoundsError::Pbkdf2Iterations);
        }
        Ok(Self { c })
    }

    /// `c`, the iterations.
    #[must_use]
    pub fn c(&self) -> u32 {
        self.c
    }
}

/// Which bound the parameters of a KDF leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KdfBoundsError {
    /// scrypt's n is 0, 1 or not a power of two.
    #[error("scrypt's n is not a power of two above 1")]
    ScryptNNotPowerOfTwo,
    /// scrypt's r is 0 or above 64.
    #[error("scrypt's r is not within 1 and {MAX_SCRYPT_FACTOR}")]
    ScryptR,
    /// scrypt's p is 0 or above 64.
    #[error("scrypt's p is not within 1 and {MAX_SCRYPT_FACTOR}")]
    ScryptP,
    /// 128 * r * n is above 1 GiB.
    #[error("scrypt's n and r ask for more than 1 GiB of memory")]
    ScryptMemory,
    /// n * r * p is above 2^25.
    #[error("scrypt's n, r and p ask for more work than n = 2^22, r = 8, p = 1")]
    ScryptWork,
    /// PBKDF2's c is 0 or above 2^24.
    #[error("PBKDF2's c is not within 1 and {MAX_PBKDF2_ITERATIONS}")]
    Pbkdf2Iterations,
    /// dklen is not 32.
    #[error("the KDF's dklen is not {DERIVED_KEY_BYTES}")]
    DerivedKeyLength,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(n: u64, r: u64, p: u64) -> KdfBoundsError {
        ScryptParams::new(n, r, p).unwrap_err()
    }

    #[test]
    fn what_programs_write_is_within_bounds() {
        // ethers; geth standard, light and its test files; eth-keystore; the Web3 Secret Storage example.
        for (n, r, p) in
            [(1 << 17, 8, 1), (1 << 18, 8, 1), (1 << 12, 8, 6), (2, 8, 1), (1 << 13, 8, 1), (1 << 18, 1, 8)]
        {
            let params = ScryptParams::new(n, r, p).unwrap();
            assert_eq!((params.n(), u64::from(params.r()), u64::from(params.p())), (n, r, p));
        }
    }

    #[test]
    fn scrypt_n_is_a_power_of_two_above_one() {
        for n in [0, 1, 3, 131_073, u64::MAX] {
            assert_eq!(refusal(n, 8, 1), KdfBoundsError::ScryptNNotPowerOfTwo, "n = {n}");
        }
    }

    #[test]
    fn scrypt_r_is_bounded() {
        for r in [0, 65, 1 << 32, u64::MAX] {
            assert_eq!(refusal(2, r, 1), KdfBoundsError::ScryptR, "r = {r}");
        }
        assert!(ScryptParams::new(2, 64, 1).is_ok());
    }

    #[test]
    fn scrypt_p_is_bounded() {
        for p in [0, 65, 1 << 32, u64::MAX] {
            assert_eq!(refusal(2, 8, p), KdfBoundsError::ScryptP, "p = {p}");
        }
        assert!(ScryptParams::new(2, 8, 64).is_ok());
    }

    #[test]
    fn scrypt_memory_is_bounded() {
        assert_eq!(ScryptParams::new(1 << 20, 8, 1).unwrap().memory_bytes(), 1 << 30);
        for (n, r) in [(1 << 21, 8), (1 << 20, 9), (1 << 40, 1), (1 << 63, 64)] {
            assert_eq!(refusal(n, r, 1), KdfBoundsError::ScryptMemory, "n = {n}, r = {r}");
        }
    }

    #[test]
    fn scrypt_work_is_bounded() {
        assert!(ScryptParams::new(1 << 20, 8, 4).is_ok());
        assert_eq!(refusal(1 << 20, 8, 5), KdfBoundsError::ScryptWork);
    }

    #[test]
    fn pbkdf2_iterations_are_bounded() {
        assert_eq!(Pbkdf2Params::new(1).unwrap().c(), 1);
        assert_eq!(Pbkdf2Params::new(1 << 24).unwrap().c(), 1 << 24);
        for c in [0, (1 << 24) + 1, 4_000_000_000, 1 << 32, u64::MAX] {
            assert_eq!(Pbkdf2Params::new(c).unwrap_err(), KdfBoundsError::Pbkdf2Iterations, "c = {c}");
        }
    }

    #[test]
    fn display_names_function_and_costs() {
        let scrypt = Kdf::Scrypt(ScryptParams::with_log_n(17));
        assert_eq!(scrypt.to_string(), "scrypt n=131072 r=8 p=1");
        assert_eq!(scrypt.memory_bytes(), 128 << 20);
        assert_eq!(Kdf::Pbkdf2(Pbkdf2Params::STANDARD).to_string(), "pbkdf2 c=262144 prf=hmac-sha256");
    }
}

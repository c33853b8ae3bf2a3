//! The key derivation functions that guard new files.

use crate::{Kdf, Pbkdf2Params, ScryptParams};

/// How a new Web3 Secret Storage file turns the password into a key. The default is scrypt at n = 2^17.
///
/// ```
/// use aztec_encrypted_keystore::{EthKdf, ScryptCost};
///
/// assert_eq!(EthKdf::default(), EthKdf::Scrypt(ScryptCost::DEFAULT));
/// assert_eq!(EthKdf::default().memory_bytes(), 128 * 1024 * 1024);
/// let costly = EthKdf::Scrypt(ScryptCost::new(18)?);
/// assert_eq!(costly.memory_bytes(), 256 * 1024 * 1024);
/// # Ok::<(), aztec_encrypted_keystore::ScryptCostError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EthKdf {
    /// scrypt with r = 8, p = 1: every guess at the password costs an attacker the memory, too.
    Scrypt(ScryptCost),
    /// PBKDF2 with HMAC-SHA-256, c = 262144. A node that decrypts in JavaScript starts about 20 times faster, and so does
    /// an attacker's guess: the password must be strong by itself.
    Pbkdf2,
}

impl EthKdf {
    /// What a file that exists is encrypted under, for writing it anew: the same function, and the same cost where a new
    /// file may have it. Otherwise it is [`ScryptCost::DEFAULT`].
    #[must_use]
    pub fn closest_to(kdf: Kdf) -> Self {
        match kdf {
            Kdf::Pbkdf2(_) => Self::Pbkdf2,
            Kdf::Scrypt(params) => {
                let cost = u8::try_from(params.n().ilog2()).ok().and_then(|log_n| ScryptCost::new(log_n).ok());
                let cost = cost.filter(|cost| ScryptParams::from(*cost) == params);
                Self::Scrypt(cost.unwrap_or(ScryptCost::DEFAULT))
            }
        }
    }

    /// The memory that encrypting one file takes, in bytes: see [`Kdf::memory_bytes`].
    #[must_use]
    pub fn memory_bytes(self) -> u64 {
        Kdf::from(self).memory_bytes()
    }
}

impl Default for EthKdf {
    fn default() -> Self {
        Self::Scrypt(ScryptCost::DEFAULT)
    }
}

impl From<EthKdf> for Kdf {
    fn from(kdf: EthKdf) -> Self {
        match kdf {
            EthKdf::Scrypt(cost) => Self::Scrypt(cost.into()),
            EthKdf::Pbkdf2 => Self::Pbkdf2(Pbkdf2Params::STANDARD),
        }
    }
}

/// scrypt's cost for new files: n = 2^log_n with r = 8 and p = 1, which takes 2^(log_n + 10) bytes of memory.
// Invariant: MIN <= log_n <= MAX.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ScryptCost(u8);

impl ScryptCost {
    /// n = 2^14, 16 MiB: scrypt's own figure for interactive logins. Below [`ScryptCost::DEFAULT`] only a strong password
    /// protects the file.
    pub const MIN: Self = Self(14);
    /// n = 2^17, 128 MiB: what ethers and the official command line write, and what OWASP's password storage cheat sheet
    /// asks for.
    pub const DEFAULT: Self = Self(17);
    /// n = 2^20, 1 GiB: the most that this crate reads.
    pub const MAX: Self = Self(20);

    /// Takes the base-2 logarithm of n.
    ///
    /// # Errors
    /// [`ScryptCostError`] unless it lies within [`ScryptCost::MIN`] and [`ScryptCost::MAX`].
    pub fn new(log_n: u8) -> Result<Self, ScryptCostError> {
        if (Self::MIN.0..=Self::MAX.0).contains(&log_n) { Ok(Self(log_n)) } else { Err(ScryptCostError { log_n }) }
    }

    /// The base-2 logarithm of n.
    #[must_use]
    pub fn log_n(self) -> u8 {
        self.0
    }

    /// The memory that one derivation takes, in bytes: see [`ScryptParams::memory_bytes`].
    #[must_use]
    pub fn memory_bytes(self) -> u64 {
        ScryptParams::from(self).memory_bytes()
    }
}

impl Default for ScryptCost {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl From<ScryptCost> for ScryptParams {
    fn from(cost: ScryptCost) -> Self {
        Self::with_log_n(cost.0)
    }
}

/// The cost lies outside the range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "scrypt log n {log_n} is not within {} and {}; leave it at the default of {}",
    ScryptCost::MIN.0, ScryptCost::MAX.0, ScryptCost::DEFAULT.0
)]
pub struct ScryptCostError {
    /// What was given.
    pub log_n: u8,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn default_is_scrypt_at_two_to_the_seventeen() {
        assert_eq!(Kdf::from(EthKdf::default()).to_string(), "scrypt n=131072 r=8 p=1");
    }

    #[test]
    fn cost_is_bounded_on_both_sides() {
        for log_n in [0, 13, 21, 255] {
            assert_eq!(ScryptCost::new(log_n).unwrap_err(), ScryptCostError { log_n });
        }
    }

    #[test]
    fn memory_has_one_formula() {
        assert_eq!(ScryptCost::DEFAULT.memory_bytes(), 128 << 20);
        assert_eq!(EthKdf::Scrypt(ScryptCost::MIN).memory_bytes(), 16 << 20);
        assert_eq!(EthKdf::Pbkdf2.memory_bytes(), 0);
    }

    #[test]
    fn rewriting_keeps_the_function_and_a_usual_cost() {
        let scrypt = |n, r, p| EthKdf::closest_to(Kdf::Scrypt(ScryptParams::new(n, r, p).unwrap()));
        assert_eq!(EthKdf::closest_to(Kdf::Pbkdf2(Pbkdf2Params::new(1).unwrap())), EthKdf::Pbkdf2);
        assert_eq!(scrypt(1 << 14, 8, 1), EthKdf::Scrypt(ScryptCost::MIN));
        for (n, r, p) in [(1 << 13, 8, 1), (1 << 18, 1, 8), (1 << 14, 8, 6), (2, 8, 1)] {
            assert_eq!(scrypt(n, r, p), EthKdf::Scrypt(ScryptCost::DEFAULT), "n = {n}, r = {r}, p = {p}");
        }
    }

    #[test]
    fn every_cost_can_be_read_back() {
        for log_n in ScryptCost::MIN.log_n()..=ScryptCost::MAX.log_n() {
            let params = ScryptParams::from(ScryptCost::new(log_n).unwrap());
            assert_eq!(ScryptParams::new(1 << log_n, 8, 1).unwrap(), params);
        }
    }
}

//! What the registry knows a provider by.

use core::{fmt, num::NonZeroU64, str::FromStr};

/// The number under which the registry knows a provider. The first is 1.
///
/// ```
/// use aztec_staking_registry::{ProviderError, ProviderId};
///
/// assert_eq!("7".parse::<ProviderId>()?, ProviderId::new(7)?);
/// assert_eq!(ProviderId::new(0), Err(ProviderError::ZeroId));
/// # Ok::<(), ProviderError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProviderId(NonZeroU64);

impl ProviderId {
    /// The number of the first provider that registered.
    pub const FIRST: Self = Self(NonZeroU64::MIN);

    /// Takes any number but zero.
    ///
    /// The contract counts up from 1 (`nextProviderIdentifier`), so 64 bits hold every number it can ever give out.
    ///
    /// # Errors
    /// [`ProviderError::ZeroId`].
    pub fn new(id: u64) -> Result<Self, ProviderError> {
        NonZeroU64::new(id).map(Self).ok_or(ProviderError::ZeroId)
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> u64 {
        self.0.get()
    }
}

impl fmt::Display for ProviderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Decimal digits without sign.
impl FromStr for ProviderId {
    type Err = ProviderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::new(decimal(text).ok_or(ProviderError::IdNotANumber)?)
    }
}

/// The part of the rewards that the provider takes, in basis points: 500 are 5 %.
///
/// ```
/// use aztec_staking_registry::{ProviderError, TakeRate};
///
/// let take_rate: TakeRate = "525".parse()?;
/// assert_eq!(take_rate.to_string(), "525 (5.25 %)");
/// assert_eq!("5.25".parse::<TakeRate>(), Err(ProviderError::TakeRateNotANumber));
/// # Ok::<(), ProviderError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TakeRate(u16);

impl TakeRate {
    /// All rewards: `Constants.BIPS` of the contract.
    pub const MAX: Self = Self(10_000);

    /// Takes at most [`TakeRate::MAX`] basis points.
    ///
    /// # Errors
    /// [`ProviderError::TakeRateTooHigh`].
    pub fn from_basis_points(basis_points: u16) -> Result<Self, ProviderError> {
        if basis_points > Self::MAX.0 { Err(ProviderError::TakeRateTooHigh) } else { Ok(Self(basis_points)) }
    }

    /// Basis points, 0 to 10,000.
    #[must_use]
    pub fn basis_points(self) -> u16 {
        self.0
    }
}

/// Basis points and per cent: `525 (5.25 %)`.
impl fmt::Display for TakeRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}.{:02} %)", self.0, self.0 / 100, self.0 % 100)
    }
}

/// Basis points in decimal digits; a percentage or a fraction is refused.
impl FromStr for TakeRate {
    type Err = ProviderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = decimal(text).ok_or(ProviderError::TakeRateNotANumber)?;
        u16::try_from(number).map_or(Err(ProviderError::TakeRateTooHigh), Self::from_basis_points)
    }
}

fn decimal(text: &str) -> Option<u64> {
    // `parse` alone would take a plus sign.
    text.bytes().all(|digit| digit.is_ascii_digit()).then(|| text.parse().ok())?
}

/// Why a number is no provider id or take rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProviderError {
    /// Provider 0 does not exist.
    #[error("provider 0 does not exist; give the one in the event ProviderRegistered, 1 or more")]
    ZeroId,
    /// Not decimal digits, or more than 64 bits.
    #[error("the provider id is not a decimal number; give the one in the event ProviderRegistered")]
    IdNotANumber,
    /// More than all rewards.
    #[error("the take rate is above 10000 basis points, which is all rewards; 500 are 5 %")]
    TakeRateTooHigh,
    /// Not decimal digits.
    #[error("the take rate is not a whole number of basis points; 500 are 5 %")]
    TakeRateNotANumber,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn provider_ids() {
        assert_eq!("17".parse::<ProviderId>().unwrap().get(), 17);
        assert_eq!("18446744073709551615".parse::<ProviderId>().unwrap().to_string(), "18446744073709551615");
        assert_eq!("0".parse::<ProviderId>(), Err(ProviderError::ZeroId));
        for text in ["", "-1", "+1", "1.0", "0x1", " 1", "18446744073709551616"] {
            assert_eq!(text.parse::<ProviderId>(), Err(ProviderError::IdNotANumber), "{text}");
        }
    }

    #[test]
    fn take_rates() {
        assert_eq!("525".parse::<TakeRate>().unwrap().to_string(), "525 (5.25 %)");
        assert_eq!("0".parse::<TakeRate>().unwrap().basis_points(), 0);
        assert_eq!("10000".parse::<TakeRate>(), Ok(TakeRate::MAX));
        for text in ["10001", "65535", "65536", "70000"] {
            assert_eq!(text.parse::<TakeRate>(), Err(ProviderError::TakeRateTooHigh), "{text}");
        }
        for text in ["", "5%", "5.25", "-1", "+5"] {
            assert_eq!(text.parse::<TakeRate>(), Err(ProviderError::TakeRateNotANumber), "{text}");
        }
    }
}

//! The exits of many attesters.

use super::{ExitDomain, ExitFault, SignedExit, UnverifiedExit};
use crate::FirstOccurrences;

/// Signed exits of many attesters for one rollup: at least one, and each attester once, as the rollup wants it of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedExits {
    domain: ExitDomain,
    exits: Vec<SignedExit>,
}

impl SignedExits {
    /// Verifies all of them, in their order.
    ///
    /// # Errors
    /// [`SignedExitsError`] names the first that is not right.
    pub fn verify(domain: ExitDomain, exits: &[UnverifiedExit]) -> Result<Self, SignedExitsError> {
        if exits.is_empty() {
            return Err(SignedExitsError::Empty);
        }
        let mut attesters = FirstOccurrences::default();
        let verify = |(entry, exit): (usize, &UnverifiedExit)| {
            if let Some(first) = attesters.repeats(exit.attester, entry) {
                return Err(SignedExitsError::Duplicate { first, second: entry });
            }
            SignedExit::verify(exit, &domain).map_err(|fault| SignedExitsError::Exit { entry, fault })
        };
        let exits = exits.iter().enumerate().map(verify).collect::<Result<_, _>>()?;
        Ok(Self { domain, exits })
    }

    /// Where they are good.
    #[must_use]
    pub fn domain(&self) -> &ExitDomain {
        &self.domain
    }

    /// The exits, in their order: when not all may leave, the first ones do.
    #[must_use]
    pub fn exits(&self) -> &[SignedExit] {
        &self.exits
    }
}

/// Why exits do not make a batch. Positions are from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignedExitsError {
    /// There are none.
    #[error("there are no exits; the rollup refuses an empty batch")]
    Empty,
    /// Two are of the same attester.
    #[error("exits {first} and {second} are of the same attester, which can leave only once; remove one")]
    Duplicate {
        /// The earlier one.
        first: usize,
        /// The later one.
        second: usize,
    },
    /// One is not signed as the rollup wants it.
    #[error("exit {entry}: {fault}")]
    Exit {
        /// Its position.
        entry: usize,
        /// What is wrong with it.
        #[source]
        fault: ExitFault,
    },
}

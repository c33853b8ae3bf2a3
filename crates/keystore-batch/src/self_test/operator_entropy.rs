//! HKDF, by which the operator's entropy is mixed with the system's.

use std::convert::Infallible;

use aztec_key_derivation::{Mnemonic, OperatorEntropy, WordCount};
use rand::{TryCryptoRng, TryRng};

use super::SelfTestError;

const OPERATOR: &[u8] = b"a\n";
/// Of the system's bytes 0, 1, 2 … 31, by a Python of its own (`tests/suite/operator_entropy/known_answers.py` of the crate that
/// derives keys).
pub(super) const EXPECTED: &str = "thing elevator album grief add conduct yard master age swallow napkin social baby curve bronze \
    shell replace relax appear task fly grass bullet gloom";

pub(super) fn test(expected: &str) -> Result<(), SelfTestError> {
    let failed = || SelfTestError::WrongAnswer { what: "mixing the operator's entropy with the system's" };
    let operator = OperatorEntropy::from_bytes(OPERATOR).map_err(|_| failed())?;
    let actual = Mnemonic::generate_with(WordCount::Words24, Some(&operator), &mut Counting).map_err(|_| failed())?;
    let expected = Mnemonic::parse(expected).map_err(|_| failed())?;
    if actual == expected { Ok(()) } else { Err(failed()) }
}

/// Gives 0, 1, 2 and so on. Only the test has it.
struct Counting;

impl TryRng for Counting {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(0)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(0)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.iter_mut().zip(0..).for_each(|(byte, number)| *byte = number);
        Ok(())
    }
}

impl TryCryptoRng for Counting {}

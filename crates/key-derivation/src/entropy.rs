//! Fresh entropy, and whether it can be taken.

use rand_core::TryCryptoRng;
use zeroize::Zeroizing;

use crate::operator_entropy::{OperatorEntropy, SYSTEM_BYTES};

/// Fills a buffer from a generator, and refuses what no random generator gives.
pub(crate) fn fill<R: TryCryptoRng + ?Sized>(buffer: &mut [u8], rng: &mut R) -> Result<(), GenerateError<R::Error>> {
    rng.try_fill_bytes(buffer).map_err(GenerateError::Generator)?;
    if could_be_random(buffer) { Ok(()) } else { Err(GenerateError::Repeats) }
}

/// Fills a buffer from a generator and the operator's entropy. Neither the generator's part nor the result may repeat itself.
pub(crate) fn fill_with<R: TryCryptoRng + ?Sized>(
    buffer: &mut [u8],
    operator: &OperatorEntropy,
    rng: &mut R,
) -> Result<(), GenerateError<R::Error>> {
    let mut system = Zeroizing::new([0; SYSTEM_BYTES]);
    fill(&mut *system, rng)?;
    operator.mix(&system, buffer);
    if could_be_random(buffer) { Ok(()) } else { Err(GenerateError::Repeats) }
}

/// Whether these bytes could have come from a random generator: they are not one byte, or one block of bytes, over and over.
///
/// So a generator that claims to have filled a buffer, and has not, is noticed. Of truly random outputs of 16 bytes or more, fewer
/// than one in 2^60 is refused.
#[must_use]
pub fn could_be_random(output: &[u8]) -> bool {
    let blocks = [1, 2, 4, 8, 16].into_iter().filter(|block| 2 * block <= output.len());
    !blocks.into_iter().any(|block| output[block..] == output[..output.len() - block])
}

/// Why nothing new was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GenerateError<E> {
    /// The generator failed.
    #[error("the generator gave no randomness ({0}); make no keys on this machine until it does")]
    Generator(#[source] E),
    /// What it gave cannot be random.
    #[error("the generator repeats itself; make no keys on this machine")]
    Repeats,
}

#[cfg(test)]
mod tests {
    use super::could_be_random;

    #[test]
    fn output_that_repeats_is_refused() {
        for length in [16, 20, 24, 28, 32] {
            let counted: Vec<u8> = (0..length).collect();
            assert!(could_be_random(&counted));
            for block in [1, 2, 4, 8, 16].into_iter().filter(|block| 2 * block <= counted.len()) {
                let stuck: Vec<u8> = (0..counted.len()).map(|position| counted[position % block]).collect();
                assert!(!could_be_random(&stuck), "{length} bytes, a block of {block}");
            }
            assert!(!could_be_random(&vec![0; counted.len()]) && !could_be_random(&vec![0xff; counted.len()]));
        }
    }

    /// Four bytes that come again are no sign of anything: they do in one output of 2^32.
    #[test]
    fn a_block_counts_where_it_is_there_twice() {
        for length in [20, 24, 28] {
            let mut output: Vec<u8> = (0..16).collect();
            output.extend_from_within(..length - 16);
            assert!(could_be_random(&output), "{length} bytes");
        }
    }
}

//! Generators whose output the tests choose.

use core::{convert::Infallible, error::Error, fmt};

use rand::{TryCryptoRng, TryRng};

/// A generator that fills buffers as this function does.
pub(crate) struct Filling<F>(pub(crate) F);

impl<F: FnMut(&mut [u8])> TryRng for Filling<F> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        unreachable!("keys and blinds are drawn in bytes")
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        unreachable!("keys and blinds are drawn in bytes")
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        (self.0)(bytes);
        Ok(())
    }
}

impl<F: FnMut(&mut [u8])> TryCryptoRng for Filling<F> {}

/// A generator that gives one word over and over, and fails after so many.
pub(crate) struct Limited(pub(crate) usize);

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct OutOfEntropy;

impl fmt::Display for OutOfEntropy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("out of entropy")
    }
}

impl Error for OutOfEntropy {}

impl TryRng for Limited {
    type Error = OutOfEntropy;

    fn try_next_u32(&mut self) -> Result<u32, OutOfEntropy> {
        unreachable!("everything is drawn in words of 64 bits or in bytes")
    }

    fn try_next_u64(&mut self) -> Result<u64, OutOfEntropy> {
        self.0 = self.0.checked_sub(1).ok_or(OutOfEntropy)?;
        Ok(0x0123_4567_89ab_cdef)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), OutOfEntropy> {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.try_next_u64()?.to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

impl TryCryptoRng for Limited {}

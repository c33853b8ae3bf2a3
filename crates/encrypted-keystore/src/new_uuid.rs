use rand_core::TryCryptoRng;
use uuid::Uuid;

use crate::EncryptError;

/// A random UUID, version 4.
pub(crate) fn new_uuid<R: TryCryptoRng + ?Sized>(rng: &mut R) -> Result<Uuid, EncryptError> {
    let mut bytes = [0u8; 16];
    rng.try_fill_bytes(&mut bytes).map_err(|error| EncryptError::randomness(&error))?;
    Ok(uuid::Builder::from_random_bytes(bytes).into_uuid())
}

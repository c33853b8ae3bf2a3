//! An exit that its attester has signed.

use alloy_primitives::{Address, B256};
use k256::ecdsa::{RecoveryId, Signature, VerifyingKey};

use super::{Deadline, ExitDomain, UnverifiedExit};

/// An exit that its attester has signed, for one rollup on one chain.
///
/// A value of this type is one that the rollup takes for the attester's own: the signer is the attester, s is in the lower
/// half, v is 27 or 28. Whether the deadline has passed, and whether the attester is in the validator set, the chain
/// knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedExit(UnverifiedExit);

impl SignedExit {
    /// Recovers the signer, who must be the attester.
    ///
    /// # Errors
    /// [`ExitFault`] says what the rollup would refuse.
    pub fn verify(exit: &UnverifiedExit, domain: &ExitDomain) -> Result<Self, ExitFault> {
        let signer = recover(&domain.digest(exit.attester, exit.deadline), &exit.signature)?;
        if signer == exit.attester { Ok(Self(*exit)) } else { Err(ExitFault::OtherSigner { signer }) }
    }

    /// Who leaves.
    #[must_use]
    pub fn attester(&self) -> Address {
        self.0.attester
    }

    /// Until when.
    #[must_use]
    pub fn deadline(&self) -> Deadline {
        self.0.deadline
    }

    /// The first 32 bytes of the signature, big-endian.
    #[must_use]
    pub fn r(&self) -> B256 {
        B256::from_slice(&self.0.signature[..32])
    }

    /// The second 32 bytes of the signature, big-endian.
    #[must_use]
    pub fn s(&self) -> B256 {
        B256::from_slice(&self.0.signature[32..64])
    }

    /// The last byte of the signature: 27 or 28.
    #[must_use]
    pub fn v(&self) -> u8 {
        self.0.signature[64]
    }

    pub(super) fn unverified(&self) -> &UnverifiedExit {
        &self.0
    }
}

/// Whose signature of this digest it is, as `ecrecover` says it, without the signatures that OpenZeppelin's `ECDSA`
/// refuses.
fn recover(digest: &B256, signature: &[u8; 65]) -> Result<Address, ExitFault> {
    let (scalars, v) = (&signature[..64], signature[64]);
    let is_y_odd = match v {
        27 | 28 => v == 28,
        _ => return Err(ExitFault::RecoveryId { v }),
    };
    let signature = Signature::from_slice(scalars).map_err(|_| ExitFault::NoSigner)?;
    if signature.normalize_s() != signature {
        return Err(ExitFault::HighS);
    }
    let key = VerifyingKey::recover_from_prehash(&digest[..], &signature, RecoveryId::new(is_y_odd, false))
        .map_err(|_| ExitFault::NoSigner)?;
    // Behind the tag 0x04 of SEC 1: x and y, 32 bytes each, big-endian.
    Ok(Address::from_raw_public_key(&key.to_sec1_point(false).as_bytes()[1..]))
}

/// Why the rollup would not take an exit for the attester's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExitFault {
    /// The last byte of the signature is neither 27 nor 28.
    #[error("the signature ends with the byte {v}, not with 27 or 28, so the rollup refuses it; sign anew")]
    RecoveryId {
        /// That byte.
        v: u8,
    },
    /// s is in the upper half: for each signature there is such a twin, and the rollup takes only one of the two.
    #[error("the s of the signature is in the upper half, so the rollup refuses it; sign anew")]
    HighS,
    /// Nobody has signed this: r or s is out of range, or r is not on the curve.
    #[error("the signature is nobody's, so it was damaged; copy the file again, or sign anew")]
    NoSigner,
    /// Somebody else's signature, or one for another rollup, chain or deadline.
    #[error(
        "the signature is not the attester's for this rollup, chain and deadline (it recovers to {signer}); compare the \
         three with what was signed"
    )]
    OtherSigner {
        /// Whose it would be.
        signer: Address,
    },
}

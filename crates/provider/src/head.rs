//! The head of the queue, which the next delegation takes.

use crate::{
    audit::{BlockReason, is_leaving},
    chain::{Chain, ChainError},
    deployment::Deployment,
    provider::{Provider, read_head},
};

/// Whether somebody can delegate to a provider now.
///
/// [`Provider`] has an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Head {
    /// There is no key.
    Empty,
    /// The key at the head can be taken. Whether its deposit will succeed is another question: see [`audit`](crate::audit).
    Free,
    /// Every delegation fails until the key at the head is dropped.
    Blocked(BlockReason),
}

impl Head {
    /// Looks at the key at the head.
    ///
    /// # Errors
    /// [`ChainError`].
    pub fn read(chain: &mut Chain, deployment: &Deployment, provider: &Provider) -> Result<Self, ChainError> {
        let Some(head) = read_head(chain, deployment.registry, provider, 1)?.pop() else { return Ok(Self::Empty) };
        let attester = head.tuple.attester;
        if attester.is_zero() {
            return Ok(Self::Blocked(BlockReason::ZeroAttester));
        }
        let leaving = is_leaving(chain, deployment, attester)?;
        Ok(if leaving { Self::Blocked(BlockReason::StillExiting) } else { Self::Free })
    }
}

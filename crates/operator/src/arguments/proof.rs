//! Which of the two proofs of a key goes into its tuple.

use bn254_bls::ProofKind;
use clap::ValueEnum;
use serde::{Deserialize, Serialize};

/// The two proofs of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Proof {
    /// Over the public key: what the deployed contract verifies
    Registration,
    /// Over the word "feedback", as in the operators' guide; the deployed contract refuses it
    Feedback,
}

impl From<Proof> for ProofKind {
    fn from(proof: Proof) -> Self {
        match proof {
            Proof::Registration => Self::Registration,
            Proof::Feedback => Self::Feedback,
        }
    }
}

#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod secret_key;

mod word;

#[cfg(feature = "arkworks")]
mod arkworks;
mod g1;
mod g2;
mod point_error;
mod public_key;

mod hash_to_point;

mod proof;
mod proven_public_key;

#[cfg(feature = "parallel")]
#[doc(hidden)]
pub mod threads;

mod prove;
mod prove_stream;

mod pairing_product;

mod coefficients;
mod summed_equation;
mod verify;
mod verify_batch;

pub mod gas;

pub mod reference;

mod fast;

pub mod hazmat;

pub use g1::G1Point;
pub use g2::G2Point;
pub use hash_to_point::{HashedPoint, POP_DOMAIN, hash_to_point};
pub use point_error::PointError;
pub use proof::{FEEDBACK_MESSAGE, ProofKind, ProofOfPossession, hash_pubkey_to_point};
pub use prove_stream::ProveStream;
pub use proven_public_key::{ProvenPublicKey, ProvenPublicKeyError};
pub use public_key::{KeysDiffer, PublicKey, UnverifiedPublicKey};
pub use secret_key::{SecretKey, SecretKeyError};
pub use verify::{VerifyError, pop_verify};
pub use verify_batch::{BatchVerifyError, pop_verify_batch};

// Types and traits of these crates are in the interface.
#[cfg(feature = "arkworks")]
pub use ark_bn254;
#[cfg(feature = "arkworks")]
pub use ark_serialize;
pub use rand_core;
pub use subtle;
pub use zeroize;

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod secret_key;

mod word;

mod arkworks;
mod g1;
mod g2;
mod point_error;
mod public_key;

mod hash_to_point;

mod proof;

mod summed_equation;
mod verify;
mod verify_batch;

pub mod gas;

mod derive_stream;
mod identity;

pub mod reference;

mod fast;

#[doc(hidden)]
pub mod steps;

pub use derive_stream::{DeriveStream, derive_stream};
pub use g1::G1Point;
pub use g2::G2Point;
pub use hash_to_point::{HashToPoint, POP_DOMAIN, hash_to_point};
pub use identity::{Identity, derive, derive_batch};
pub use point_error::PointError;
pub use proof::{FEEDBACK_MESSAGE, ProofKind, ProofOfPossession, pop_digest, pop_prove};
pub use public_key::PublicKey;
pub use secret_key::{SecretKey, SecretKeyError};
pub use verify::{VerifyError, pop_verify};
pub use verify_batch::{BatchVerifyError, pop_verify_batch};

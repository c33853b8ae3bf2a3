//! Keys, proofs and their verification, from outside. One program, so that there is one to link.

mod common;

#[cfg(feature = "arkworks")]
mod arkworks;
mod batch_verification;
mod blinded_keys;
mod encodings;
mod fast_paths;
mod generators;
mod known_hashed_points;
mod known_keys;
mod messages;
mod proofs;
mod refused_encodings;
mod refused_proofs;
mod rogue_key;
mod secret_key;
mod threads;

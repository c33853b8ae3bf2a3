#![doc = include_str!("../README.md")]

mod check;
mod checks;
mod examination;
pub mod memory;
pub mod sandbox;
mod tree;

pub use check::{Check, Verdict};
pub use checks::KdfMemory;
pub use examination::{Examination, Subject};
pub use tree::Tree;

#![doc = include_str!("../README.md")]

// It asks the kernel for what no other has.
#[cfg(not(target_os = "linux"))]
compile_error!(
    "keygen and what it is made of are for Linux; build it there, or in a virtual machine or container with it"
);

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

//! One file for what belongs together. Each check takes what the kernel says, so that every answer can be tried.

mod clock;
mod file_system;
mod generator;
mod host;
mod kdf_memory;
mod network;
mod other_processes;
mod own;
mod swap;
mod terminal;

pub use kdf_memory::KdfMemory;
pub(crate) use {
    clock::clock,
    file_system::{file_system, permissions},
    generator::generator,
    host::{machine, user},
    kdf_memory::kdf_memory,
    network::network,
    other_processes::{core_dumps, debuggers},
    own::{layer, locked},
    swap::swap,
    terminal::{Terminal, terminal},
};

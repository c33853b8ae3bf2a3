#![doc = include_str!("../README.md")]

// What a rename, an fsync, a lock and a signal do has been looked at there alone.
#[cfg(not(target_os = "linux"))]
compile_error!(
    "keygen and what it is made of are for Linux; build it there, or in a virtual machine or container with it"
);

mod access;
mod directory;
mod edit;
mod error;
mod identity;
mod named;
mod numbered;
mod outputs;
mod partial_name;
mod read;
mod refusal;
mod rename;
mod staged_file;
mod staging;
mod target;
mod workplace;

pub use access::{Access, create_dir, create_file};
pub use directory::{paths_in, sync_dir};
pub use edit::{Edit, EditError};
pub use error::{Existing, Leftover, StagingError};
pub use named::{is_directory, is_file, what_is_at};
pub use numbered::numbered;
pub use outputs::Outputs;
pub use read::{
    ReadError, open_file_or_pipe, open_regular, open_regular_following_links, read_bounded, read_secret,
    read_secret_text, read_text, secret_text,
};
pub use refusal::is_refusal;
pub use staged_file::{StagedFile, left_behind, refuse_existing, write_new};
pub use staging::{Mark, Staging};
/// Its types are in this crate's interface.
pub use zeroize;

#![doc = include_str!("../README.md")]
#![cfg(unix)]

mod access;
mod directory;
mod edit;
mod error;
mod identity;
mod numbered;
mod outputs;
mod partial_name;
mod read;
mod rename;
mod staged_file;
mod staging;
mod target;
mod workplace;

pub use access::{Access, create_dir, create_file};
pub use directory::{paths_in, sync_dir};
pub use edit::{Edit, EditError};
pub use error::{Existing, Leftover, StagingError};
pub use numbered::numbered;
pub use outputs::Outputs;
pub use read::{
    ReadError, open_file_or_pipe, open_regular, open_regular_following_links, read_bounded, read_secret,
    read_secret_text, read_text, secret_text,
};
pub use staged_file::{StagedFile, left_behind, refuse_existing, write_new};
pub use staging::{Mark, Staging};

//! Directories that appear whole or not at all.

mod files;
mod staging;
mod workplace;

pub(crate) use files::{Access, create_dir, create_file};
pub(crate) use staging::{Staging, StagingError};

//! Directories that appear whole or not at all.

mod files;
mod partial_name;
mod staging;
mod workplace;

pub(crate) use files::{Access, create_dir, create_file};
pub(crate) use partial_name::{is_partial_name, partial_names};
pub(crate) use staging::{Staging, StagingError};

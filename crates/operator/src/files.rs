//! Writing files: `durable-files` with the mark, the options, the interrupts and the exit statuses of this program.

mod edit;
pub mod encrypted_files;
mod error;
mod leftovers;
mod output_set;
mod replace_directory;

pub use edit::{begin_edit, replace};
pub use error::{OutputError, explain, key_file_status, status};
pub use leftovers::{Nothing, check_new_directory, close, name_left_behind, remove_abandoned, stage};
pub use output_set::{OutputSet, refuse_existing, write_new};
pub use replace_directory::replace_directory;

#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod alternate_screen;
pub mod arguments;
pub mod command_error;
pub mod counted;
pub mod destination;
pub mod exit_status;
pub mod files;
pub mod input;
pub mod interrupt;
pub mod jobs;
#[cfg(feature = "man-pages")]
pub mod man_pages;
pub mod mnemonic_screen;
pub mod operator_entropy;
pub mod output;
pub mod progress;
pub mod screen_width;
pub mod tuple_table;

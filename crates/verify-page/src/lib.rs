//! Verifying `KeyStore` tuples in a browser: the part of the page that is compiled to WebAssembly.
//!
//! The page hands over the files that somebody dropped on it ([`Question`]) and gets a [`Judgement`] back, both of which cross as
//! bytes. What is judged, and every sentence about it, is of `aztec-staking-registry`, which is what `keygen verify` uses as well.

mod batch;
#[cfg(target_arch = "wasm32")]
mod browser;
mod calls;
mod file;
mod judge;
mod judgement;
mod question;
mod read_file;
mod tuple;

pub use calls::Call;
pub use file::FileJudgement;
pub use judge::judge;
pub use judgement::{Judgement, Verdict};
pub use question::{Dropped, Question, QuestionError};
pub use tuple::{Remark, Tuple};

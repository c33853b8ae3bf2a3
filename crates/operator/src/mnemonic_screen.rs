//! Mnemonics on the terminal's second screen: shown, typed back, and typed in; and the dice that one is made of.
//!
//! What stands there is gone when the screen is left; nobody can scroll back to it.

mod backup;
mod dice;
mod error;
mod show;
mod type_in;
mod words;

pub use backup::prove_backup;
pub use dice::roll_dice;
pub use error::{MnemonicScreenError, Task};
pub use show::{give_mnemonic, give_password};
pub use type_in::type_mnemonic;

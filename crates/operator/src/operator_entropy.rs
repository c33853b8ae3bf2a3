//! The operator's own entropy for a new mnemonic: from a file, or from dice.

use std::path::{Path, PathBuf};

use aztec_key_derivation::{OperatorEntropy, WordCount};
use clap::Args;

use crate::{
    input::{InputError, StdinOnce, read_secret_bytes},
    mnemonic_screen::{MnemonicScreenError, Task, roll_dice},
};

/// The operator's own entropy for a new mnemonic.
#[derive(Debug, Args)]
pub struct EntropyArgs {
    /// Mix the bytes of this file (at most 1 MiB; `-`: standard input) into the entropy of the new mnemonic; the system's is
    /// never left out
    #[arg(long, value_name = "FILE")]
    pub entropy_file: Option<PathBuf>,

    /// Mix rolls of a die into it in the same way; they are typed on the terminal
    #[arg(long, conflicts_with = "entropy_file")]
    pub dice: bool,
}

const FILE: &str = "--entropy-file";
const DICE: Task = Task {
    name: "--dice",
    without_terminal: "write the rolls into a file, and name it with --entropy-file instead",
    closed: "the rolls were not typed to their end, and nothing was made; start again",
};

impl EntropyArgs {
    /// The option that is given, if one is.
    pub fn option(&self) -> Option<&'static str> {
        if self.dice { Some(DICE.name) } else { self.entropy_file.as_ref().map(|_| FILE) }
    }

    /// The file with its option, for [`StdinOnce::check`].
    pub fn named(&self) -> (&'static str, Option<&Path>) {
        (FILE, self.entropy_file.as_deref())
    }

    /// Reads the file, or asks for rolls; nothing where neither is wanted.
    ///
    /// # Errors
    ///
    /// Fails where the file cannot be read or plainly holds no entropy, or there is no terminal, or it is closed.
    pub fn read<E: From<InputError> + From<MnemonicScreenError>>(
        &self,
        words: WordCount,
        stdin: &mut StdinOnce,
    ) -> Result<Option<OperatorEntropy>, E> {
        if self.dice {
            return Ok(Some(roll_dice(words, DICE)?));
        }
        let Some(path) = &self.entropy_file else { return Ok(None) };
        let bytes = read_secret_bytes(FILE, path, stdin)?;
        Ok(Some(OperatorEntropy::from_bytes(&bytes).map_err(InputError::refused(FILE))?))
    }
}

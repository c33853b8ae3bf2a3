//! Why a text is not a mnemonic.

/// Why a text is not a [`Mnemonic`](crate::Mnemonic). Positions count from 1; the words themselves are never part of the error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MnemonicError {
    /// Not 12, 15, 18, 21 or 24 words.
    #[error(
        "the mnemonic has {count} word{}, but must have 12, 15, 18, 21 or 24; look for a missing or repeated word",
        if *count == 1 { "" } else { "s" }
    )]
    WordCount {
        /// How many there are.
        count: usize,
    },
    /// A word that is not in the English list of BIP-39.
    #[error(
        "word {position} of the mnemonic is not in the English BIP-39 list; check its spelling, its first four letters are enough"
    )]
    UnknownWord {
        /// Which word, from 1.
        position: usize,
    },
    /// A word of the list, but with capital letters.
    #[error("word {position} of the mnemonic has capital letters; write all words in lower case")]
    Capitals {
        /// Which word, from 1.
        position: usize,
    },
    /// All words are in the list, but they do not belong together in this order.
    #[error(
        "the checksum of the mnemonic is wrong; look for two words in the wrong order, or one mistaken for another"
    )]
    Checksum,
}

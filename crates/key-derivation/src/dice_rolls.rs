//! Rolls of dice, from which entropy comes that no machine has made.

use std::fmt;

use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::{OperatorEntropy, WordCount};

/// Rolls of a die with six faces, in their order.
///
/// They are wiped when dropped, their `Debug` shows nothing of them, and they can neither be copied nor cloned.
///
/// ```
/// use aztec_key_derivation::{DiceRolls, DiceRollsError, WordCount};
///
/// let mut rolls = DiceRolls::default();
/// for face in "31415 26535".chars().filter(|face| *face != ' ') {
///     rolls.push(face)?;
/// }
/// assert_eq!((rolls.len(), rolls.counts()), (10, [2, 1, 2, 1, 3, 1]));
/// assert_eq!(rolls.to_entropy(WordCount::Words12).unwrap_err(), DiceRollsError::TooFew { rolls: 10, needed: 50 });
/// assert_eq!(rolls.push('7').unwrap_err(), DiceRollsError::NoFace);
/// # Ok::<(), DiceRollsError>(())
/// ```
// Invariant: digits 1 to 6 in ASCII, and room for all that there may be.
pub struct DiceRolls(Zeroizing<Vec<u8>>);

impl DiceRolls {
    /// The most rolls that are taken.
    pub const MAX: usize = 600;

    /// How many rolls a mnemonic of this length needs: 50, 62, 75, 87 or 99. A roll has log2(6) = 2.585 bits, and so many have
    /// at most a tenth of a bit less than the mnemonic.
    #[must_use]
    pub fn needed(words: WordCount) -> usize {
        match words {
            WordCount::Words12 => 50,
            WordCount::Words15 => 62,
            WordCount::Words18 => 75,
            WordCount::Words21 => 87,
            WordCount::Words24 => 99,
        }
    }

    /// Takes one more roll, a digit from 1 to 6.
    ///
    /// # Errors
    /// [`DiceRollsError::NoFace`], [`DiceRollsError::TooMany`].
    pub fn push(&mut self, face: char) -> Result<(), DiceRollsError> {
        let face = u8::try_from(face).ok().filter(|face| (b'1'..=b'6').contains(face));
        let face = face.ok_or(DiceRollsError::NoFace)?;
        if self.len() == Self::MAX {
            return Err(DiceRollsError::TooMany);
        }
        self.0.push(face);
        Ok(())
    }

    /// Takes the last roll away, where there is one.
    pub fn remove_last(&mut self) {
        self.0.pop();
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The rolls as digits. **They are the secret itself.**
    pub fn faces(&self) -> impl Iterator<Item = char> {
        self.0.iter().copied().map(char::from)
    }

    /// How often each face came, from 1 to 6.
    #[must_use]
    pub fn counts(&self) -> [usize; 6] {
        [1, 2, 3, 4, 5, 6].map(|face: u8| self.0.iter().filter(|roll| **roll == b'0' + face).count())
    }

    /// The entropy of the rolls: their digits in ASCII, nothing between them.
    ///
    /// # Errors
    /// [`DiceRollsError::TooFew`] for this length of a mnemonic, [`DiceRollsError::Loaded`] and [`DiceRollsError::Repeats`].
    pub fn to_entropy(&self, words: WordCount) -> Result<OperatorEntropy, DiceRollsError> {
        let (rolls, needed) = (self.len(), Self::needed(words));
        if rolls < needed {
            return Err(DiceRollsError::TooFew { rolls, needed });
        }
        // Of 50 rolls of a fair die, one face has more than half once in 10^8.
        if let Some((face, count)) = (1..).zip(self.counts()).find(|(_, count)| 2 * count > rolls) {
            return Err(DiceRollsError::Loaded { face, count, rolls });
        }
        if (1..=rolls / 2).any(|block| self.0[block..] == self.0[..rolls - block]) {
            return Err(DiceRollsError::Repeats);
        }
        // Equal ones were refused already.
        OperatorEntropy::from_bytes(&self.0).map_err(|_| DiceRollsError::Repeats)
    }
}

/// None yet, and room for all: a vector that grows leaves copies behind.
impl Default for DiceRolls {
    fn default() -> Self {
        Self(Zeroizing::new(Vec::with_capacity(Self::MAX)))
    }
}

// What it holds wipes itself.
impl ZeroizeOnDrop for DiceRolls {}

impl fmt::Debug for DiceRolls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DiceRolls").finish_non_exhaustive()
    }
}

/// Why a roll, or all of them, are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DiceRollsError {
    /// Not a digit from 1 to 6.
    #[error("a roll is a digit from 1 to 6; type what the die shows")]
    NoFace,
    /// Above [`DiceRolls::MAX`].
    #[error("there are 600 rolls, and no more are needed; go on with these")]
    TooMany,
    /// Not yet as much entropy as the mnemonic has.
    #[error("there are {rolls} of at least {needed} rolls; go on rolling")]
    TooFew {
        /// How many there are.
        rolls: usize,
        /// How many there must be.
        needed: usize,
    },
    /// One face came more often than all others together.
    #[error("{count} of {rolls} rolls show a {face}, as no fair die does; take another die and start again")]
    Loaded {
        /// The face.
        face: usize,
        /// How often it came.
        count: usize,
        /// How many rolls there are.
        rolls: usize,
    },
    /// The same rolls over and over.
    #[error("the rolls repeat themselves, as no fair die does; type what the die shows, from the start")]
    Repeats,
}

#[cfg(test)]
mod tests {
    use super::*;

    // Digits of pi in base 6, with 0 as 6.
    const ROLLS: &str =
        "365633224161564431142344453563655342161653435445443326124565536233145442566114525143226553323155442";

    fn rolls(text: &str) -> DiceRolls {
        let mut rolls = DiceRolls::default();
        text.chars().for_each(|face| rolls.push(face).unwrap());
        rolls
    }

    #[test]
    fn as_many_as_the_mnemonic_has_bits() {
        for words in WordCount::ALL {
            let (bits, needed) =
                (f64::from(u32::try_from(words.entropy_bytes()).unwrap()) * 8.0, DiceRolls::needed(words));
            let rolled = |count: usize| f64::from(u32::try_from(count).unwrap()) * 6_f64.log2();
            assert!(rolled(needed) > bits - 0.1 && rolled(needed - 1) < bits - 0.1, "{words}");
            assert!(rolls(&ROLLS[..needed]).to_entropy(words).is_ok());
            let few = DiceRollsError::TooFew { rolls: needed - 1, needed };
            assert_eq!(rolls(&ROLLS[..needed - 1]).to_entropy(words).unwrap_err(), few);
        }
    }

    #[test]
    fn what_no_fair_die_gives_is_refused() {
        let error = |text: &str| rolls(text).to_entropy(WordCount::Words12).unwrap_err();
        assert_eq!(error(&"4".repeat(50)), DiceRollsError::Loaded { face: 4, count: 50, rolls: 50 });
        let half = "1".repeat(25) + &ROLLS.replace('1', "2")[..25];
        assert!(rolls(&half).to_entropy(WordCount::Words12).is_ok());
        assert_eq!(error(&format!("{half}1")), DiceRollsError::Loaded { face: 1, count: 26, rolls: 51 });
        for block in 2..=25 {
            let text: String = ROLLS[..block].chars().cycle().take(50).collect();
            assert!(matches!(error(&text), DiceRollsError::Repeats | DiceRollsError::Loaded { .. }), "{block}");
        }
        assert_eq!(error(&"123456".repeat(20)), DiceRollsError::Repeats);
    }

    #[test]
    fn rolls_are_kept_in_their_order() {
        assert!(DiceRolls::default().is_empty());
        let mut rolls = rolls("31415");
        assert!(!rolls.is_empty());
        assert_eq!(rolls.faces().collect::<String>(), "31415");
        rolls.remove_last();
        assert_eq!(rolls.faces().collect::<String>(), "3141");
    }

    #[test]
    fn other_characters_are_refused() {
        for face in ['0', '7', ' ', 'a', '\u{661}', '\n'] {
            assert_eq!(DiceRolls::default().push(face), Err(DiceRollsError::NoFace), "{face:?}");
        }
    }

    #[test]
    fn the_buffer_does_not_grow() {
        let mut rolls = DiceRolls::default();
        let capacity = rolls.0.capacity();
        for _ in 0..DiceRolls::MAX {
            rolls.push('1').unwrap();
        }
        assert_eq!(rolls.push('1'), Err(DiceRollsError::TooMany));
        assert_eq!(rolls.0.capacity(), capacity);
        rolls.remove_last();
        assert_eq!(rolls.len(), DiceRolls::MAX - 1);
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", rolls("123")), "DiceRolls { .. }");
    }
}

//! The tables of the constant points, made at first use.

use alloc::boxed::Box;

use ark_bn254::{G1Affine, G2Affine};
use ark_ec::AffineRepr;
use once_cell::race::OnceBox;

use super::{
    field::{Fp, Fp2},
    fixed_base::FixedBase,
};
use crate::{FEEDBACK_MESSAGE, hash_to_point};

/// The constant points: 52 KB of multiples in G1, 104 KB in G2.
pub(crate) struct Tables {
    /// The generator of G1, for `pk1`.
    pub(crate) g1: FixedBase<Fp>,
    /// The generator of G2, for `pk2`.
    pub(crate) g2: FixedBase<Fp2>,
    /// The point that the word "feedback" hashes to, for the proof over it.
    pub(crate) feedback: FixedBase<Fp>,
}

/// The tables. Making them takes 1.1 ms, as long as deriving two or three keys without them.
pub(crate) fn tables() -> &'static Tables {
    // Threads that come here at once may each make the tables; all but one set is dropped.
    static TABLES: OnceBox<Tables> = OnceBox::new();
    TABLES.get_or_init(|| {
        Box::new(Tables {
            g1: FixedBase::new((&G1Affine::generator()).into()),
            g2: FixedBase::new((&G2Affine::generator()).into()),
            feedback: FixedBase::new(hash_to_point(FEEDBACK_MESSAGE).point().affine().into()),
        })
    })
}

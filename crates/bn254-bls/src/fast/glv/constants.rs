//! The constants of the split, written by `constants.py` beside this file.

// The basis of the lattice.
pub(super) const A: u128 = 147_946_756_881_789_319_000_765_030_803_803_410_728;
pub(super) const B: u128 = 9_931_322_734_385_697_763;
pub(super) const C: u128 = 147_946_756_881_789_319_010_696_353_538_189_108_491;

/// `round(2^256 * C / r)`, least significant limb first.
pub(super) const C_BY_R: [u64; 3] = [0x5398_fd03_00ff_6565, 0x4cce_f014_a773_d2d2, 2];

/// `round(2^256 * B / r)`.
pub(super) const B_BY_R: [u64; 3] = [0xd91d_232e_c7e0_b3d7, 2, 0];

/// `-(1 + lambda) / 2` modulo `r`, least significant limb first.
pub(super) const OFFSET: [u64; 4] =
    [0x677c_effd_54ce_486f, 0xc218_14a8_83a3_8d9c, 0x360a_8ea9_e195_37da, 0x1832_2739_7098_d015];

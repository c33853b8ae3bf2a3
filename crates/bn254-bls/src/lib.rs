//! BLS keys on BN254.

//! Where the keys of a batch come from.

use aztec_key_derivation::{Allocation, Index, MasterFingerprint};

/// Where the keys of a batch come from.
///
/// Not whether a mnemonic was made with the batch: whoever makes it again, from the same words, makes the same bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// They were derived.
    Derived {
        /// The rule, the account and the indices.
        allocation: Allocation,
        /// Which secrets they were derived from.
        fingerprints: Fingerprints,
    },
    /// They were made elsewhere: nothing is known of them but the secrets. Their indices count from 0, and they have no
    /// paths.
    Imported,
}

/// Which secrets the keys of a batch were derived from, by their fingerprints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fingerprints {
    /// All keys come from this mnemonic: its BIP-32 master fingerprint.
    Mnemonic(MasterFingerprint),
    /// The BLS keys come from raw key material.
    KeyMaterial {
        /// The fingerprint of the key material.
        ikm: MasterFingerprint,
        /// That of the mnemonic which the ETH keys come from; none where no ETH keys were made.
        mnemonic: Option<MasterFingerprint>,
    },
}

impl Origin {
    /// The rule, the account and the indices; none where the keys were imported.
    #[must_use]
    pub fn allocation(&self) -> Option<&Allocation> {
        match self {
            Self::Derived { allocation, .. } => Some(allocation),
            Self::Imported => None,
        }
    }

    /// Which secrets the keys were derived from; none where they were imported.
    #[must_use]
    pub fn fingerprints(&self) -> Option<&Fingerprints> {
        match self {
            Self::Derived { fingerprints, .. } => Some(fingerprints),
            Self::Imported => None,
        }
    }

    /// The BIP-32 fingerprint of the mnemonic, where there is one.
    #[must_use]
    pub fn mnemonic_fingerprint(&self) -> Option<MasterFingerprint> {
        self.fingerprints().and_then(Fingerprints::mnemonic)
    }

    /// The fingerprint of the raw key material, where the BLS keys come from that.
    #[must_use]
    pub fn ikm_fingerprint(&self) -> Option<MasterFingerprint> {
        self.fingerprints().and_then(Fingerprints::ikm)
    }

    /// Whether the keys were made elsewhere.
    #[must_use]
    pub fn is_imported(&self) -> bool {
        matches!(self, Self::Imported)
    }

    /// The index of the first key.
    #[must_use]
    pub fn first_index(&self) -> Index {
        self.allocation().map_or(Index::ZERO, |allocation| allocation.validators().start())
    }
}

impl Fingerprints {
    /// That of the mnemonic, where there is one.
    #[must_use]
    pub fn mnemonic(&self) -> Option<MasterFingerprint> {
        match self {
            Self::Mnemonic(mnemonic) => Some(*mnemonic),
            Self::KeyMaterial { mnemonic, .. } => *mnemonic,
        }
    }

    /// That of the raw key material, where there is some.
    #[must_use]
    pub fn ikm(&self) -> Option<MasterFingerprint> {
        match self {
            Self::Mnemonic(_) => None,
            Self::KeyMaterial { ikm, .. } => Some(*ikm),
        }
    }
}

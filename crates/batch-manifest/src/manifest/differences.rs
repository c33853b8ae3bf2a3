//! A key of the manifest beside the tuple that stands for it, and beside what can be computed.

use aztec_key_derivation::{BlsPath, BlsRule, Index};
use aztec_staking_registry::{UnverifiedKeyStore, audit::Entry};

use super::{Manifest, ManifestKey};

impl Manifest {
    /// The members in which a key of this manifest differs from its tuple, which has been audited, or from the rule.
    ///
    /// Empty also where a field of the tuple holds no point: the audit has said so, and there is nothing to compare.
    #[must_use]
    pub fn differences(&self, key: &ManifestKey, tuple: &UnverifiedKeyStore, audited: &Entry) -> Vec<&'static str> {
        let Entry { public_key: Some(public_key), hashed_point: Some(hashed_point), .. } = audited else {
            return Vec::new();
        };
        let fields = [
            ("attester", key.attester.get() == tuple.attester),
            ("publicKey", key.public_key == public_key.g1),
            ("path", self.has_expected_path(key)),
            ("attempts", key.attempts == hashed_point.attempts()),
            ("squareRoots", key.square_roots == hashed_point.square_roots()),
            ("proof", key.proof(self.proof()).point().to_words() == tuple.proof_of_possession),
        ];
        fields.into_iter().filter(|(_, agrees)| !agrees).map(|(field, _)| field).collect()
    }

    /// Whether the path is the one that the rule gives to this key, with its candidate.
    fn has_expected_path(&self, key: &ManifestKey) -> bool {
        match (self.origin().allocation(), key.path) {
            (None, path) => path.is_none(),
            (Some(of), Some(path)) => is_path_of(of.rule(), of.account(), key.index, path),
            (Some(_), None) => false,
        }
    }
}

fn is_path_of(rule: BlsRule, account: Index, address: Index, path: BlsPath) -> bool {
    let may_have_candidates = rule == BlsRule::V6;
    rule.path(account, address).with_candidate(path.candidate()) == path
        && (path.candidate() == 0 || may_have_candidates)
}

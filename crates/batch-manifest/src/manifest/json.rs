//! The manifest as JSON. Words are 32 bytes, big-endian, in hexadecimal.

mod derivation;
mod destination;
mod shape;

use aztec_key_derivation::{Allocation, BlsPath, Index, IndexRange, MasterFingerprint};
use aztec_staking_registry::{NonZeroAddress, parse_word, word_to_text};
use bn254_bls::{G1Point, ProofKind, ProofOfPossession, gas::PopGasLimit};

use super::{
    FORMAT_VERSION, Fingerprints, GasBudgetFault, MAX_BYTES, Manifest, ManifestDetails, ManifestError, ManifestKey,
    ManifestKeyFault, Origin, error::check_file_name,
};
use strict_json::{View, members_once, shortened};

use crate::Sha256Digest;
use shape::{Destination, File, Key, Point, Proof, Source, Version};

/// In the place of a rule, for keys that were made elsewhere.
const IMPORTED: &str = "imported";

pub(super) fn to_text(manifest: &Manifest) -> String {
    let text = serde_json::to_string_pretty(&File::from(manifest));
    text.expect("the shape has texts for names, and no errors of its own") + "\n"
}

/// Whether a text is JSON with the members by which a manifest is known, sound or not.
#[must_use]
pub fn has_its_members(text: &str) -> bool {
    View::parse(text).is_ok_and(|whole| whole.has("formatVersion") && whole.has("keys"))
}

pub(super) fn read(text: &str) -> Result<Manifest, ManifestError> {
    if text.len() > MAX_BYTES {
        return Err(ManifestError::TooLarge { bytes: text.len() });
    }
    let shape = |error: serde_json::Error| ManifestError::Shape { reason: shortened(&error.to_string(), 300) };
    let Version { format_version } = serde_json::from_str(text).map_err(shape)?;
    if !(1..=FORMAT_VERSION).contains(&format_version) {
        return Err(ManifestError::Version { actual: format_version });
    }
    let file: File = serde_json::from_str(text).map_err(shape)?;
    let gas_limit = read_gas_limit(&file)?;
    if usize::try_from(file.count) != Ok(file.keys.len()) {
        return Err(ManifestError::Count { count: file.count, keys: file.keys.len() });
    }
    let whole = View::parse(text).map_err(|fault| ManifestError::Shape { reason: fault.to_string() })?;
    if let Some(name) = list_for_an_object(whole) {
        return Err(ManifestError::Shape { reason: format!("{name} is a list, not an object") });
    }
    // A map keeps the last of two equal names, and would say nothing.
    if let Some(Err(fault)) = whole.member("files").map(members_once) {
        return Err(ManifestError::Shape { reason: format!("files: {fault}") });
    }
    let origin = read_origin(&file)?;
    let digests = file.files.into_iter().map(|(name, digest)| {
        check_file_name(&name)?;
        let digest = Sha256Digest::parse(&digest).ok_or_else(|| ManifestError::File { name: shortened(&name, 40) })?;
        Ok((name, digest))
    });
    let files = digests.collect::<Result<_, _>>()?;
    let read = |(position, key): (usize, &Key)| {
        read_key(key, &origin).map_err(|fault| ManifestError::Key { key: position, fault })
    };
    let keys = file.keys.iter().enumerate().map(read).collect::<Result<Vec<_>, _>>()?;
    let details = ManifestDetails {
        made_by: file.made_by,
        origin,
        given_attesters: file.source.given_attesters,
        proof: file.proof.into(),
        encrypted: file.encrypted,
        gas_limit,
        destination: file.destination.as_ref().map(destination::read).transpose()?,
    };
    let manifest = Manifest::new(details, keys)?.with_files(files)?;
    Ok(Manifest { format: format_version, ..manifest })
}

/// Where the format has an object and the file a list, which the shapes would take, its items for the members in their order.
fn list_for_an_object(whole: View<'_>) -> Option<&'static str> {
    let is_list = |view: View<'_>| view.raw().starts_with('[');
    let of_whole = |name: &'static str| whole.member(name).is_some_and(is_list).then_some(name);
    let of_keys = || {
        let keys = whole.member("keys").and_then(View::array).unwrap_or_default();
        let of_each = |name| keys.iter().filter_map(|key| key.member(name)).any(is_list).then_some(name);
        let itself = keys.iter().copied().any(is_list).then_some("one of keys");
        itself.or_else(|| of_each("registrationProof")).or_else(|| of_each("feedbackProof"))
    };
    let itself = is_list(whole).then_some("the whole");
    itself.or_else(|| of_whole("source")).or_else(|| of_whole("destination")).or_else(of_keys)
}

/// The limit, which every file has from format 2 on. Format 1 has none of the members that came with format 2.
fn read_gas_limit(file: &File) -> Result<PopGasLimit, ManifestError> {
    let newer = file.destination.is_some() || file.source.gas_budget.is_some();
    match (file.format_version, file.pop_gas_limit) {
        (1, None) if !newer => Ok(PopGasLimit::DEFAULT),
        (1, _) => Err(ManifestError::Shape { reason: "members that format 1 does not have".to_owned() }),
        (_, Some(gas)) => PopGasLimit::new(gas).map_err(ManifestError::GasLimit),
        (_, None) => Err(ManifestError::Shape { reason: "popGasLimit is missing".to_owned() }),
    }
}

fn read_origin(file: &File) -> Result<Origin, ManifestError> {
    if file.source.bls_derivation == IMPORTED {
        if file.source.gas_budget.is_some() {
            return Err(ManifestError::GasBudget(GasBudgetFault::WithoutRule));
        }
        let zeros = [
            ("accountIndex", file.account_index),
            ("addressIndex", file.address_index),
            ("publisherCount", file.publisher_count),
        ];
        if let Some((field, _)) = zeros.into_iter().find(|(_, number)| *number != 0) {
            return Err(ManifestError::ImportedIndices { field });
        }
        let none = file.source.master_fingerprint.is_none() && file.source.ikm_fingerprint.is_none();
        return if none { Ok(Origin::Imported) } else { Err(ManifestError::Fingerprints) };
    }
    let derivation = derivation::read(&file.source, file.format_version)?;
    let index = |field, number| Index::new(number).map_err(|_| ManifestError::Index { field });
    let account = index("accountIndex", file.account_index)?;
    let validators = IndexRange::new(index("addressIndex", file.address_index)?, file.count);
    let allocation = Allocation::new(derivation, account, validators.map_err(ManifestError::Indices)?);
    let allocation = allocation.with_publishers(file.publisher_count).map_err(ManifestError::Indices)?;
    Ok(Origin::Derived { allocation, fingerprints: read_fingerprints(&file.source)? })
}

/// Each secret that was used must have a fingerprint.
fn read_fingerprints(source: &Source) -> Result<Fingerprints, ManifestError> {
    let parse = |text: &Option<String>| text.as_deref().map(str::parse::<MasterFingerprint>).transpose();
    let damaged = |_| ManifestError::Fingerprints;
    let mnemonic = parse(&source.master_fingerprint).map_err(damaged)?;
    match (parse(&source.ikm_fingerprint).map_err(damaged)?, mnemonic) {
        (None, Some(mnemonic)) => Ok(Fingerprints::Mnemonic(mnemonic)),
        // Without a mnemonic there are no ETH keys, so the attesters were given.
        (Some(ikm), mnemonic) if mnemonic.is_some() || source.given_attesters => {
            Ok(Fingerprints::KeyMaterial { ikm, mnemonic })
        }
        _ => Err(ManifestError::Fingerprints),
    }
}

fn read_key(key: &Key, origin: &Origin) -> Result<ManifestKey, ManifestKeyFault> {
    let word = |field, text: &str| parse_word(text).map_err(|reason| ManifestKeyFault::Word { field, reason });
    let point = |field| move |reason| ManifestKeyFault::Point { field, reason };
    let proof = |field, at: &Point| {
        let read = G1Point::from_words(&[word(field, &at.x)?, word(field, &at.y)?]);
        read.map(ProofOfPossession::new).map_err(point(field))
    };
    let read = ManifestKey {
        index: Index::new(key.index).map_err(|_| ManifestKeyFault::Index)?,
        attester: NonZeroAddress::parse(&key.attester).map_err(ManifestKeyFault::Attester)?,
        public_key: G1Point::from_compressed(&word("publicKey", &key.public_key)?).map_err(point("publicKey"))?,
        path: read_path(key, origin)?,
        attempts: key.attempts,
        square_roots: key.square_roots,
        registration_proof: proof("registrationProof", &key.registration_proof)?,
        feedback_proof: proof("feedbackProof", &key.feedback_proof)?,
    };
    if read.candidate() != key.candidate {
        Err(ManifestKeyFault::Candidate)
    } else if read.gas_estimate() != key.gas_estimate {
        Err(ManifestKeyFault::Gas)
    } else {
        Ok(read)
    }
}

fn read_path(key: &Key, origin: &Origin) -> Result<Option<BlsPath>, ManifestKeyFault> {
    match (origin.is_imported(), key.path.as_str()) {
        (true, "") => Ok(None),
        (true, _) => Err(ManifestKeyFault::ImportedPath),
        (false, path) => path.parse().map(Some).map_err(ManifestKeyFault::Path),
    }
}

impl From<&Manifest> for File {
    fn from(manifest: &Manifest) -> Self {
        let Manifest { details, keys, files, format: _ } = manifest;
        let allocation = details.origin.allocation();
        let text = |fingerprint: Option<MasterFingerprint>| fingerprint.map(|fingerprint| fingerprint.to_string());
        Self {
            format_version: FORMAT_VERSION,
            made_by: details.made_by.clone(),
            source: Source {
                bls_derivation: allocation.map_or_else(|| IMPORTED.to_owned(), |of| of.rule().to_string()),
                gas_budget: allocation.and_then(|of| derivation::budget(of.derivation())),
                master_fingerprint: text(details.origin.mnemonic_fingerprint()),
                ikm_fingerprint: text(details.origin.ikm_fingerprint()),
                given_attesters: details.given_attesters,
            },
            account_index: allocation.map_or(0, |of| of.account().get()),
            address_index: details.origin.first_index().get(),
            count: u32::try_from(keys.len()).expect("each key has an index of 31 bits of its own"),
            publisher_count: allocation.map_or(0, Allocation::publishers_each),
            proof: details.proof.into(),
            encrypted: details.encrypted,
            pop_gas_limit: Some(details.gas_limit.get()),
            destination: details.destination.map(Destination::from),
            keys: keys.iter().map(Key::from).collect(),
            files: files.iter().map(|(name, digest)| (name.clone(), digest.to_string())).collect(),
        }
    }
}

impl From<&ManifestKey> for Key {
    fn from(key: &ManifestKey) -> Self {
        Self {
            index: key.index.get(),
            attester: key.attester.to_string(),
            public_key: word_to_text(&key.public_key.to_compressed()),
            path: key.path.map(|path| path.to_string()).unwrap_or_default(),
            candidate: key.candidate(),
            attempts: key.attempts,
            square_roots: key.square_roots,
            gas_estimate: key.gas_estimate(),
            registration_proof: Point::from(&key.registration_proof),
            feedback_proof: Point::from(&key.feedback_proof),
        }
    }
}

impl From<&ProofOfPossession> for Point {
    fn from(proof: &ProofOfPossession) -> Self {
        let [x, y] = proof.point().to_words();
        Self { x: word_to_text(&x), y: word_to_text(&y) }
    }
}

impl From<ProofKind> for Proof {
    fn from(kind: ProofKind) -> Self {
        match kind {
            ProofKind::Registration => Self::Registration,
            ProofKind::Feedback => Self::Feedback,
        }
    }
}

impl From<Proof> for ProofKind {
    fn from(proof: Proof) -> Self {
        match proof {
            Proof::Registration => Self::Registration,
            Proof::Feedback => Self::Feedback,
        }
    }
}

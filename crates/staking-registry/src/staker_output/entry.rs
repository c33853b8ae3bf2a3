//! One entry of staker output, from JSON to a [`UnverifiedKeyStore`].

use std::borrow::Cow;

use super::EntryFault;
use crate::json::{View, shown};
use crate::{Checksum, Field, Spelling, UnverifiedKeyStore, parse_address, parse_word};

pub(super) fn read_entry(entry: View<'_>) -> Result<UnverifiedKeyStore, EntryFault> {
    let members = entry.object().ok_or(EntryFault::NotAnObject)?;
    let [attester, g1, g2, proof] = pick(&members, ENTRY)?;
    let text = attester.text().ok_or(EntryFault::NotText { field: Field::Attester })?;
    let (attester, checksum) = parse_address(&text).map_err(EntryFault::Attester)?;
    Ok(UnverifiedKeyStore {
        attester,
        spelling: match checksum {
            Checksum::Valid => Spelling::Checksummed,
            Checksum::Absent => Spelling::Unchecked,
        },
        public_key_g1: read_point(g1, Field::PublicKeyG1, G1)?,
        public_key_g2: read_point(g2, Field::PublicKeyG2, G2)?,
        proof_of_possession: read_point(proof, Field::ProofOfPossession, PROOF)?,
    })
}

/// A field and the names under which files have it.
type Member = (Field, &'static [&'static str]);

const ENTRY: [Member; 4] = [
    (Field::Attester, &["attester"]),
    (Field::PublicKeyG1, &["publicKeyG1", "publicKeyInG1"]),
    (Field::PublicKeyG2, &["publicKeyG2", "publicKeyInG2"]),
    (Field::ProofOfPossession, &["proofOfPossession"]),
];
const G1: [Member; 2] = [(Field::PublicKeyG1X, &["x"]), (Field::PublicKeyG1Y, &["y"])];
const G2: [Member; 4] = [
    (Field::PublicKeyG2X0, &["x0"]),
    (Field::PublicKeyG2X1, &["x1"]),
    (Field::PublicKeyG2Y0, &["y0"]),
    (Field::PublicKeyG2Y1, &["y1"]),
];
const PROOF: [Member; 2] = [(Field::ProofOfPossessionX, &["x"]), (Field::ProofOfPossessionY, &["y"])];

fn read_point<const N: usize>(
    point: View<'_>,
    field: Field,
    coordinates: [Member; N],
) -> Result<[[u8; 32]; N], EntryFault> {
    let members = point.object().ok_or(EntryFault::NotAPoint { field })?;
    let views = pick(&members, coordinates).map_err(|fault| within(field, fault))?;
    let mut words = [[0; 32]; N];
    for ((word, view), (field, _)) in words.iter_mut().zip(views).zip(coordinates) {
        let text = view.text().ok_or(EntryFault::NotText { field })?;
        *word = parse_word(&text).map_err(|reason| EntryFault::Word { field, reason })?;
    }
    Ok(words)
}

/// The values of these fields, when each is there once and nothing else is.
fn pick<'a, const N: usize>(
    members: &[(Cow<'a, str>, View<'a>)],
    wanted: [Member; N],
) -> Result<[View<'a>; N], EntryFault> {
    let mut found = [None; N];
    for (name, view) in members {
        let position = wanted.iter().position(|(_, names)| names.contains(&name.as_ref()));
        let position = position.ok_or_else(|| EntryFault::Unknown { name: shown(name, 40) })?;
        if found[position].replace(*view).is_some() {
            return Err(EntryFault::Repeated { field: wanted[position].0 });
        }
    }
    if let Some(position) = found.iter().position(Option::is_none) {
        return Err(EntryFault::Missing { field: wanted[position].0 });
    }
    Ok(found.map(|view| view.expect("the line above found none missing")))
}

fn within(point: Field, fault: EntryFault) -> EntryFault {
    match fault {
        EntryFault::Unknown { name } => EntryFault::Unknown { name: format!("{point}.{name}") },
        other => other,
    }
}

//! One entry of staker output, from JSON to a [`UnverifiedKeyStore`].

use strict_json::{Members, MembersFault, View};

use super::fault::EntryFault;
use crate::word::parse_number;
use crate::{Checksum, Field, Spelling, UnverifiedKeyStore, parse_address};

pub(super) fn read_entry(entry: View<'_>) -> Result<UnverifiedKeyStore, EntryFault> {
    let fields = [Field::Attester, Field::PublicKeyG1, Field::PublicKeyG2, Field::ProofOfPossession];
    let members = Members::with_aliases(entry, ENTRY).and_then(|members| members.all());
    let [attester, g1, g2, proof] = members.map_err(|fault| members_fault(fault, &fields))?;
    let text = attester.text().ok_or(EntryFault::NotText { field: Field::Attester })?;
    let (attester, checksum) = parse_address(&text).map_err(EntryFault::Attester)?;
    Ok(UnverifiedKeyStore {
        attester,
        spelling: match checksum {
            Checksum::Valid => Spelling::Checksummed,
            Checksum::Absent => Spelling::Unchecked,
        },
        public_key_g1: read_point(g1, Field::PublicKeyG1)?,
        public_key_g2: read_point(g2, Field::PublicKeyG2)?,
        proof_of_possession: read_point(proof, Field::ProofOfPossession)?,
    })
}

/// The names under which files have a field; the first is [`Field::key`].
type Names = &'static [&'static str];

const ENTRY: [Names; 4] =
    [&["attester"], &["publicKeyG1", "publicKeyInG1"], &["publicKeyG2", "publicKeyInG2"], &["proofOfPossession"]];

fn read_point<const N: usize>(point: View<'_>, field: Field) -> Result<[[u8; 32]; N], EntryFault> {
    let coordinates: [Field; N] = field.coordinates().try_into().expect("the caller asks for the words of the point");
    let members = Members::known(point, coordinates.map(Field::key));
    let views = members.and_then(|members| members.all()).map_err(|fault| match fault {
        MembersFault::NotAnObject => EntryFault::NotAPoint { field },
        MembersFault::Unknown { name } => EntryFault::Unknown { name: format!("{field}.{name}") },
        fault => members_fault(fault, &coordinates),
    })?;
    let mut words = [[0; 32]; N];
    for (position, view) in views.into_iter().enumerate() {
        let field = coordinates[position];
        let text = view.text().ok_or(EntryFault::NotText { field })?;
        words[position] = parse_number(&text).map_err(|reason| EntryFault::Word { field, reason })?;
    }
    Ok(words)
}

/// The fault of one of these fields.
fn members_fault(fault: MembersFault, fields: &[Field]) -> EntryFault {
    let field = |name: &str| fields.iter().copied().find(|field| field.key() == name).unwrap_or(Field::Attester);
    match fault {
        MembersFault::Missing { name } => EntryFault::Missing { field: field(name) },
        MembersFault::Repeated { name } => EntryFault::Repeated { field: field(&name) },
        MembersFault::Unknown { name } => EntryFault::Unknown { name },
        _ => EntryFault::NotAnObject,
    }
}

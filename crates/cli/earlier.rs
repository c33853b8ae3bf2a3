//! What `--after` and `--known` say of earlier batches, in terms of this command line.

use aztec_key_derivation::{BlsDerivation, GasBudget};
use aztec_keystore_batch::{EarlierBatchError, EarlierBatchError as Error};

use aztec_operator::output::one_line;

/// What is wrong, with the option that mends it.
pub(crate) fn earlier_text(error: &EarlierBatchError) -> String {
    let text = one_line(&error.to_string());
    match error {
        Error::NoManifest { .. } => format!("--known {text}"),
        Error::Imported { .. } => format!("--after {text}; leave the option out"),
        Error::OtherDerivation { named, .. } => format!("--after {text}; give {}", options_of(*named)),
        Error::OtherSource { .. } => {
            format!("--after {text}; give the same one with --mnemonic-file, and --passphrase-file if it has one")
        }
        Error::Overlap { next, .. } => {
            let next = next.map_or_else(|| "in another account".to_owned(), |next| next.to_string());
            format!("{text}: give --after, or begin with --address-index {next}")
        }
        _ => text,
    }
}

/// The options that ask for this.
fn options_of(derivation: BlsDerivation) -> String {
    let rule = derivation.rule();
    let gas = match derivation.budget() {
        _ if derivation == rule.into() => String::new(),
        Some(budget) => format!(" --max-gas {budget}"),
        None => " --skip-gas-check".to_owned(),
    };
    match derivation.budget() {
        Some(GasBudget::V6) => format!("--bls-derivation {rule} alone"),
        _ => format!("--bls-derivation {rule}{gas}"),
    }
}

//! The calls that bring rewards home, as files for whoever signs them.

use std::{num::NonZeroU64, path::Path};

use aztec_provider::{Chain, Claim, Provider};
use aztec_staking_registry::any_call::{AnyCall, cast_script, safe_batches};
use durable_files::Access;

use crate::{cli::CallsForm, failure::Failure, file, output};

/// Prints the calls, or writes them into a new directory.
pub(super) fn hand_over(
    claims: &[Claim],
    form: CallsForm,
    out: Option<&Path>,
    chain: &Chain,
    provider: &Provider,
) -> Result<(), Failure> {
    let files = files(claims, form, chain.chain_id(), provider);
    match (out, files.as_slice()) {
        (Some(directory), _) => {
            let contents = files.iter().map(|(name, text)| (name.as_str(), text.as_bytes()));
            file::new_directory(directory, Access::Secret, contents).map_err(|source| Failure::Calls { source })?;
            output::written(&format!("{} calls in {} files in {}", claims.len(), files.len(), directory.display()))
        }
        (None, []) => output::result(""),
        (None, [(_, text)]) => output::result(text.trim_end()),
        (None, many) => Err(Failure::ManyBatches { batches: many.len() }),
    }
}

/// Names and contents. There may be none.
fn files(claims: &[Claim], form: CallsForm, chain_id: u64, provider: &Provider) -> Vec<(String, String)> {
    let about = format!("Brings the rewards of provider {} home to {}", provider.id, provider.rewards_recipient);
    let calls: Vec<AnyCall> = claims.iter().map(|claim| claim.call.clone()).collect();
    let chain_id = NonZeroU64::new(chain_id).filter(|_| !calls.is_empty());
    match (form, chain_id) {
        (CallsForm::Hex, Some(_)) => {
            let line = |claim: &Claim| format!("{} {} {}\n", claim.what, claim.call.to, claim.call.to_hex());
            vec![("rewards.txt".to_owned(), claims.iter().map(line).collect())]
        }
        (CallsForm::Cast, Some(chain_id)) => vec![("rewards.sh".to_owned(), cast_script(chain_id, &about, &calls))],
        (CallsForm::Safe, Some(chain_id)) => {
            let batches = safe_batches(chain_id, "Rewards", &about, &calls);
            let name = |number: usize| match batches.len() {
                1 => "rewards.safe.json".to_owned(),
                _ => format!("rewards-{number}.safe.json"),
            };
            (1..).map(name).zip(batches.clone()).collect()
        }
        (_, None) => Vec::new(),
    }
}

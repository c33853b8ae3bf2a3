//! `addKeysToProvider` as the app has it before it is encoded: each argument as a text, a list of tuples as JSON in it.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;
use strict_json::View;

use super::fault::TransactionFault;
use crate::calldata::abi::{G1Point, G2Point, KeyStore, addKeysToProviderCall};
use crate::parse_address;
use crate::word::parse_number;

/// The calldata that the app would make of these values of the method's inputs.
pub(super) fn add_keys(method: View<'_>, values: View<'_>) -> Result<Vec<u8>, TransactionFault> {
    let inputs = method.member("inputs").and_then(View::array).unwrap_or_default();
    // The text of an argument, by the name that the ABI gives its input.
    let argument = |position: usize| {
        let name = inputs.get(position)?.member("name")?.text()?;
        values.member(&name)?.text()
    };
    let provider = argument(0).and_then(|text| number_of(&text));
    let provider = provider.ok_or(TransactionFault::Arguments { argument: "the provider" })?;
    let key_stores =
        argument(1).and_then(|text| View::parse(&text).ok()?.array()?.into_iter().map(key_store).collect());
    let key_stores: Vec<_> = key_stores.ok_or(TransactionFault::Arguments { argument: "the keys" })?;
    Ok(addKeysToProviderCall { provider, keyStores: key_stores }.abi_encode())
}

fn key_store(tuple: View<'_>) -> Option<KeyStore> {
    let [attester, g1, g2, proof] = items(tuple, ["attester", "publicKeyG1", "publicKeyG2", "proofOfPossession"])?;
    let [x0, x1, y0, y1] = words(g2, ["x0", "x1", "y0", "y1"])?;
    Some(KeyStore {
        attester: address(attester)?,
        publicKeyG1: g1_point(g1)?,
        publicKeyG2: G2Point { x0, x1, y0, y1 },
        proofOfPossession: g1_point(proof)?,
    })
}

fn address(view: View<'_>) -> Option<Address> {
    Some(parse_address(&view.text()?).ok()?.0)
}

fn g1_point(view: View<'_>) -> Option<G1Point> {
    let [x, y] = words(view, ["x", "y"])?;
    Some(G1Point { x, y })
}

fn words<const N: usize>(view: View<'_>, names: [&'static str; N]) -> Option<[U256; N]> {
    let words = items(view, names)?.into_iter().map(|item| match item.text() {
        Some(text) => number_of(&text),
        // A number without quotes, of any length.
        None => number_of(item.raw()),
    });
    words.collect::<Option<Vec<_>>>()?.try_into().ok()
}

/// The members of a tuple: in their order, or by their names.
fn items<'a, const N: usize>(tuple: View<'a>, names: [&'static str; N]) -> Option<[View<'a>; N]> {
    match tuple.array() {
        Some(items) => items.try_into().ok(),
        None => strict_json::Members::known(tuple, names).ok()?.all().ok(),
    }
}

fn number_of(text: &str) -> Option<U256> {
    parse_number(text.trim()).ok().map(U256::from_be_bytes)
}

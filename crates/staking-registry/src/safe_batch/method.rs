//! The method by which a file describes a call, beside the bytes or in their place.

use alloy_primitives::keccak256;
use strict_json::View;

/// The selector of the method that `contractMethod` describes: an entry of a contract's JSON ABI. None when it describes
/// none.
pub(super) fn selector(method: View<'_>) -> Option<[u8; 4]> {
    let name = method.member("name")?.text()?;
    let signature = format!("{}({})", name.as_str(), types(method.member("inputs")?)?);
    keccak256(signature).first_chunk().copied()
}

fn types(parameters: View<'_>) -> Option<String> {
    let types = parameters.array()?.into_iter().map(type_of).collect::<Option<Vec<_>>>()?;
    Some(types.join(","))
}

/// The canonical name of a type: a tuple is written as its members.
fn type_of(parameter: View<'_>) -> Option<String> {
    let name = parameter.member("type")?.text()?;
    match name.strip_prefix("tuple") {
        Some(array) => Some(format!("({}){array}", types(parameter.member("components")?)?)),
        None => Some(name.as_str().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calldata::Function;

    /// The ABI of the registry has the function so.
    #[test]
    fn a_method_with_a_list_of_tuples() {
        let words = |names: &[&str]| {
            let words: Vec<_> = names.iter().map(|name| format!(r#"{{"name":"{name}","type":"uint256"}}"#)).collect();
            format!("[{}]", words.join(","))
        };
        let point = |name: &str, coordinates: &[&str]| {
            format!(r#"{{"name":"{name}","type":"tuple","components":{}}}"#, words(coordinates))
        };
        let (g1, g2, proof) = (
            point("publicKeyG1", &["x", "y"]),
            point("publicKeyG2", &["x0", "x1", "y0", "y1"]),
            point("proofOfPossession", &["x", "y"]),
        );
        let method = format!(
            r#"{{"name":"addKeysToProvider","payable":false,"inputs":[{{"type":"uint256"}},
            {{"type":"tuple[]","components":[{{"type":"address"}},{g1},{g2},{proof}]}}]}}"#
        );
        let selector = selector(View::parse(&method).unwrap());
        assert_eq!(selector, Some(Function::AddKeysToProvider.selector()));
    }

    #[test]
    fn what_is_no_method() {
        for text in ["{}", r#"{"name":"f"}"#, r#"{"name":"f","inputs":[{}]}"#, r#"{"name":"f","inputs":{}}"#, "1"] {
            assert_eq!(selector(View::parse(text).unwrap()), None, "{text}");
        }
    }
}

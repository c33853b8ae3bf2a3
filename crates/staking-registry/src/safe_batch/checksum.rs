//! The checksum of a batch file.

use std::borrow::Cow;

use alloy_primitives::{hex, keccak256};
use strict_json::{Kind, View};

use crate::json::compact;

/// The checksum of a batch: Keccak-256 of its serialisation without `meta.checksum` and with `meta.name` null.
///
/// The serialisation: an object is `{`, the JSON array of its names in order, each value followed by a comma, `}`; an
/// array is `[`, its values with commas between them, `]`; anything else is its JSON.
///
/// None when the batch is not an object with an object `meta`.
pub(super) fn of(batch: View<'_>) -> Option<String> {
    let mut out = String::new();
    object(
        sorted(batch.object()?),
        &mut out,
        |name, value, out| {
            if name == "meta" { meta(value, out) } else { serialise(value, out) }
        },
    )?;
    Some(hex::encode_prefixed(keccak256(out)))
}

fn meta(meta: View<'_>, out: &mut String) -> Option<()> {
    let mut members = sorted(meta.object()?);
    members.retain(|(name, _)| name != "checksum");
    if !members.iter().any(|(name, _)| name == "name") {
        // The app sets the name to null even where there is none.
        members.push((Cow::Borrowed("name"), meta));
        members.sort_by_cached_key(|(name, _)| order(name));
    }
    object(members, out, |name, value, out| {
        if name == "name" {
            out.push_str("null");
            Some(())
        } else {
            serialise(value, out)
        }
    })
}

fn serialise(value: View<'_>, out: &mut String) -> Option<()> {
    match value.kind() {
        Kind::Object(members) => object(sorted(members), out, |_, value, out| serialise(value, out))?,
        Kind::Array(items) => {
            out.push('[');
            for (position, item) in items.into_iter().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                serialise(item, out)?;
            }
            out.push(']');
        }
        Kind::Text => out.push_str(&compact(&value.text()?.as_str())),
        Kind::Other => out.push_str(value.raw()),
    }
    Some(())
}

type Members<'a> = Vec<(Cow<'a, str>, View<'a>)>;

fn object<'a>(
    members: Members<'a>,
    out: &mut String,
    mut value_of: impl FnMut(&str, View<'a>, &mut String) -> Option<()>,
) -> Option<()> {
    let names: Vec<_> = members.iter().map(|(name, _)| compact(name)).collect();
    out.push_str("{[");
    out.push_str(&names.join(","));
    out.push(']');
    for (name, value) in members {
        value_of(&name, value, out)?;
        out.push(',');
    }
    out.push('}');
    Some(())
}

fn sorted<'a>(mut members: Members<'a>) -> Members<'a> {
    members.sort_by_cached_key(|(name, _)| order(name));
    members
}

/// JavaScript sorts by UTF-16 units.
fn order(name: &str) -> Vec<u16> {
    name.encode_utf16().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example and the checksum of the app's own test, `apps/tx-builder/src/lib/checksum.test.js`. That test sums
    /// up the batch with `"checksum": ""` in its meta, so the name of that member is another one here.
    #[test]
    fn known_answer() {
        let address = "0x49d4450977E2c95362C13D3a31a09311E0Ea26A6";
        let method = |kind: &str, name: &str, parameter: &str| {
            format!(
                r#"{{"inputs":[{{"internalType":"{kind}","name":"{parameter}","type":"{kind}"}}],"name":"{name}","payable":false}}"#
            )
        };
        let batch = format!(
            r#"{{"version":"1.0","chainId":"4","createdAt":1646321521061,
            "meta":{{"name":"test batch file","txBuilderVersion":"1.4.0","checksum":"",
                "createdFromSafeAddress":"0xDF8a1Ce35c9a6ACE153B4e0767942f1E2291a1Aa",
                "createdFromOwnerAddress":"{address}"}},
            "transactions":[
                {{"to":"{address}","value":"0","contractMethod":{},"contractInputsValues":{{"paramAddress":"{address}"}}}},
                {{"to":"{address}","value":"0","contractMethod":{},"contractInputsValues":{{"paramAddress":"","paramBool":"false"}}}},
                {{"to":"{address}","value":"2000000000000000000","data":"0x42f4579000000000000000000000000049d4450977e2c95362c13d3a31a09311e0ea26a6"}}
            ]}}"#,
            method("address", "testAddress", "paramAddress"),
            method("bool", "testBool", "paramBool"),
        );
        let with_name_null = batch.replace(r#""test batch file""#, "null");
        let mut out = String::new();
        serialise(View::parse(&with_name_null).unwrap(), &mut out).unwrap();
        let known = "0x4ecbfd364aa6759983915644e73f8bd411e85a2dc306f252a387c2728c4db64c";
        assert_eq!(hex::encode_prefixed(keccak256(out)), known);
        assert_ne!(of(View::parse(&batch).unwrap()).unwrap(), known, "the member checksum is left out");
    }

    #[test]
    fn the_name_and_the_checksum_do_not_count() {
        let sum = |meta: &str| of(View::parse(&format!(r#"{{"meta":{meta},"a":[1,"x",null]}}"#)).unwrap()).unwrap();
        assert_eq!(sum(r#"{"name":"x","checksum":"y"}"#), sum(r#"{"name":"z"}"#));
        assert_eq!(sum(r#"{"name":"x"}"#), sum("{}"));
        assert_ne!(sum(r#"{"description":"x"}"#), sum(r#"{"description":"y"}"#));
    }

    #[test]
    fn the_order_of_names_does_not_count_but_that_of_items_does() {
        let sum = |text: &str| of(View::parse(text).unwrap()).unwrap();
        assert_eq!(sum(r#"{"meta":{},"a":1,"b":[1,2]}"#), sum(r#"{ "b": [1, 2], "a":1, "meta":{}}"#));
        assert_ne!(sum(r#"{"meta":{},"b":[1,2]}"#), sum(r#"{"meta":{},"b":[2,1]}"#));
    }
}

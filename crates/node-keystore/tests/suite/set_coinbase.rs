//! Setting the coinbase of an attester, and touching nothing else.

use crate::common::{attester, put};
use aztec_node_keystore::{
    AttesterKey, CoinbaseChange, NodeKeystoreError, SetCoinbaseError, address_in_file_name, set_coinbase,
};
use aztec_staking_registry::NonZeroAddress;
use proptest::prelude::*;
use serde_json::{Value, json};

fn address(number: u32) -> NonZeroAddress {
    NonZeroAddress::new(attester(number)).unwrap()
}

fn by_name(key: &AttesterKey<'_>) -> Option<NonZeroAddress> {
    match key {
        AttesterKey::File { path } => address_in_file_name(path),
        AttesterKey::Plain(key) => Some(address(u32::from(key.as_be_bytes()[31]))),
    }
}

fn set(text: &str, changes: &[(u32, u32)]) -> Result<String, SetCoinbaseError> {
    let change = |(attester, coinbase): &(u32, u32)| CoinbaseChange {
        attester: address(*attester),
        coinbase: address(*coinbase),
    };
    let changes: Vec<_> = changes.iter().map(change).collect();
    set_coinbase(text, &changes, by_name).map(|text| text.as_str().to_owned())
}

/// A file as a person might keep it: other spacing, every kind of attester, a secret beside each.
fn example() -> String {
    format!(
        r#"{{ "schemaVersion":1,
   "validators" : [
  {{
	"attester": {{ "eth": {{"path": "eth/00001_{}.json", "password": "p\u0061ss }}{{"}}, "bls": "0x{}" }},
	"coinbase" :   "{}" , "feeRecipient": "0x{}" }},
  {{"feeRecipient":"0x{}","attester":{{"eth":"0x{}02"}}}},
    {{
      "attester": "{}",
      "feeRecipient": "0x{}"
    }},
    {{ "attester": [ {{"address": "{}", "remoteSignerUrl": "https://x"}}, {{"eth": "{}"}} ], "feeRecipient": "0x{}" }},
    {{ "attester": {{"mnemonic": "test"}}, "feeRecipient": "0x{}" }}
  ],
  "slasher": {{ "path": "s" }}   }}

"#,
        address(1),
        "01".repeat(32),
        address(101),
        "11".repeat(32),
        "22".repeat(32),
        "00".repeat(31),
        address(3),
        "33".repeat(32),
        address(4),
        address(5),
        "44".repeat(32),
        "55".repeat(32),
    )
}

#[test]
fn an_existing_coinbase_is_replaced_in_place() {
    let text = example();
    let changed = set(&text, &[(1, 200)]).unwrap();
    assert_eq!(changed, text.replace(&address(101).to_string(), &address(200).to_string()));
}

#[test]
fn a_new_coinbase_stands_behind_the_attester() {
    let text = example();
    let changed = set(&text, &[(3, 200)]).unwrap();
    let line = format!("      \"attester\": \"{}\",\n", address(3));
    let expected = text.replace(&line, &format!("{line}      \"coinbase\": \"{}\",\n", address(200)));
    assert_eq!(changed, expected);
    let changed = set(&text, &[(2, 200)]).unwrap();
    assert!(changed.contains(&format!("02\"}},\"coinbase\": \"{}\"}},", address(200))), "{changed}");
}

#[test]
fn many_at_once_in_any_order() {
    let text = example();
    let at_once = set(&text, &[(3, 203), (1, 201), (2, 202)]).unwrap();
    let one_by_one = [(1, 201), (2, 202), (3, 203)].iter().fold(text, |text, change| set(&text, &[*change]).unwrap());
    assert_eq!(at_once, one_by_one);
    let file: Value = serde_json::from_str(&at_once).unwrap();
    for (entry, coinbase) in [(0, 201), (1, 202), (2, 203)] {
        assert_eq!(file["validators"][entry]["coinbase"], address(coinbase).to_string());
    }
    assert!(file["validators"][3].get("coinbase").is_none());
}

#[test]
fn no_change_is_no_change() {
    let text = example();
    assert_eq!(set(&text, &[]).unwrap(), text);
    assert_eq!(set(&text, &[(1, 101)]).unwrap(), text);
    assert_eq!(set(&text, &[(1, 101), (1, 101)]).unwrap(), text);
}

#[test]
fn an_attester_that_is_not_there() {
    let refused = SetCoinbaseError::NotThere { attester: address(9), unknown: 1 };
    assert_eq!(set(&example(), &[(1, 200), (9, 200)]), Err(refused));
}

#[test]
fn a_key_that_nobody_knows() {
    let changes = [CoinbaseChange { attester: address(1), coinbase: address(200) }];
    let refused = set_coinbase(&example(), &changes, |_| None).unwrap_err();
    assert_eq!(refused, SetCoinbaseError::NotThere { attester: address(1), unknown: 3 });
}

#[test]
fn two_coinbases_for_one_attester() {
    let refused = SetCoinbaseError::Contradiction { attester: address(1) };
    assert_eq!(set(&example(), &[(1, 200), (1, 201)]), Err(refused));
}

#[test]
fn an_entry_with_several_attesters() {
    for attester in [4, 5] {
        let refused = SetCoinbaseError::Shared { attester: address(attester), entry: 3 };
        assert_eq!(set(&example(), &[(attester, 200)]), Err(refused));
    }
}

#[test]
fn one_attester_in_two_entries() {
    let text = example().replace(&address(3).to_string(), &address(1).to_string());
    let refused = SetCoinbaseError::Repeated { attester: address(1), first: 0, second: 2 };
    assert_eq!(set(&text, &[(1, 200)]), Err(refused));
}

/// The node would refuse such files, so they are not made any better by a coinbase.
#[test]
fn a_file_that_the_node_refuses() {
    let good: Value = serde_json::from_str(&example()).unwrap();
    let mut cases = vec![json!([]), json!({}), json!({ "schemaVersion": 3, "validators": [] })];
    for (pointer, value) in [
        ("/validators/0/extra", json!(1)),
        ("/extra", json!(1)),
        ("/coinbase", json!("0x")),
        ("/validators/0/attester", json!(1)),
        ("/validators/0/attester", json!({ "eth": "0x12" })),
        ("/validators/0/attester", json!({ "eth": { "path": 1 } })),
        ("/validators/0/attester", json!({ "eth": { "address": "0x12" } })),
        ("/validators/0/attester", json!({ "bls": "0x12" })),
        ("/validators/0", json!("text")),
    ] {
        let mut file = good.clone();
        put(&mut file, pointer, value);
        cases.push(file);
    }
    for file in cases {
        let refused = set(&file.to_string(), &[(1, 200)]);
        assert!(matches!(refused, Err(SetCoinbaseError::File(NodeKeystoreError::Field { .. }))), "{file}: {refused:?}");
    }
    assert!(matches!(set("{", &[]), Err(SetCoinbaseError::File(NodeKeystoreError::NotJson(_)))));
}

#[test]
fn version_2_keeps_its_default() {
    let text = json!({
        "schemaVersion": 2,
        "coinbase": address(100).to_string(),
        "feeRecipient": format!("0x{}", "11".repeat(32)),
        "validators": [{ "attester": address(1).to_string() }],
    });
    let file: Value = serde_json::from_str(&set(&text.to_string(), &[(1, 200)]).unwrap()).unwrap();
    assert_eq!(file["coinbase"], address(100).to_string());
    assert_eq!(file["validators"][0]["coinbase"], address(200).to_string());
}

#[test]
fn names_with_escapes_are_names() {
    let text =
        example().replace("\"coinbase\"", "\"c\\u006finbase\"").replace("\"attester\": \"", "\"\\u0061ttester\": \"");
    let file: Value = serde_json::from_str(&set(&text, &[(1, 201), (3, 203)]).unwrap()).unwrap();
    assert_eq!(file["validators"][0]["coinbase"], address(201).to_string());
    assert_eq!(file["validators"][2]["coinbase"], address(203).to_string());
}

proptest! {
    /// Whatever is in the file, only the coinbase of that attester differs afterwards.
    #[test]
    fn everything_else_stays(entries in 1..8_usize, target in 0..8_usize, has_coinbase: bool, password in ".{0,20}") {
        let target = target % entries;
        let validators: Vec<_> = (0..entries).map(|entry| {
            let number = u32::try_from(entry).unwrap();
            let mut validator = json!({
                "attester": { "eth": { "path": format!("e/{entry}_{}.json", address(number)), "password": password } },
                "feeRecipient": format!("0x{}", "11".repeat(32)),
            });
            if has_coinbase {
                validator["coinbase"] = json!(address(50 + number).to_string());
            }
            validator
        }).collect();
        let mut file = json!({ "schemaVersion": 1, "validators": validators });
        for text in [file.to_string(), serde_json::to_string_pretty(&file).unwrap()] {
            let changed = set(&text, &[(u32::try_from(target).unwrap(), 200)]).unwrap();
            file["validators"][target]["coinbase"] = json!(address(200).to_string());
            prop_assert_eq!(serde_json::from_str::<Value>(&changed).unwrap(), file.clone());
        }
    }
}

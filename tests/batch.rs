//! `keygen batch`: what it writes, compared with known answers and opened by other implementations.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

mod common;

use std::{collections::BTreeSet, fs};

use common::{JUNK, PASSWORD, Place, files_below};
use serde_json::Value;
use sha2::Digest;

/// Source: the official command line (npm `@aztec/cli` 4.1.2), run on this mnemonic.
const KNOWN: [(&str, &str); 3] = [
    ("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "285526323b860bde9d845bed1bcaffe6a0da0373b3cf08f45f5ee3c85e095da5"),
    ("0x70997970C51812dc3A010C7d01b50e0d17dc79C8", "23ef9bdaf48228f4479ade66987623a161ccb66f69e128fa70c155ff0dcc4f2f"),
    ("0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC", "26a3a3e47938f6a889191862abb188ab630833aed879e109f1379db25e266ae2"),
];

#[test]
fn the_known_mnemonic_gives_the_known_keys() {
    let place = Place::new();
    place.batch("out", &["--count", "3", "--unencrypted"]).succeeds();
    let (node, public) = (place.json("out/secret/node_keystore.json"), place.json("out/public/staker_output.json"));
    for (index, (attester, bls)) in KNOWN.iter().enumerate() {
        assert_eq!(public[index]["attester"], *attester);
        assert_eq!(node["validators"][index]["attester"]["bls"], format!("0x{bls}"));
    }
    let first = &public[0];
    assert_eq!(first["publicKeyG1"]["x"], "0x0bc32126860a70c71bc6b37ff9aa7d0eabfae432d5c9f08db63dab0072e2620e");
    assert_eq!(first["proofOfPossession"]["x"], "0x0c21b8d8b473dc7e218cda32e0ec68ab94821fc30cd665823d1e3cc5b62a708c");
    assert_eq!(first["proofOfPossession"]["y"], "0x21665f2e91d098f3a27dbc4e98f8706fc05060e9c10f8f73319ac71806a407df");
}

#[test]
fn every_derivation_rule_gives_its_known_keys() {
    let place = Place::new();
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/derivation.json")).unwrap();
    let vectors: Value = serde_json::from_str(&text).unwrap();
    let mut rules = BTreeSet::new();
    for (number, vector) in vectors["vectors"].as_array().unwrap().iter().enumerate() {
        let text = |field: &str| vector[field].as_str().unwrap();
        let name = text("name");
        let gas = vector["gas"].as_u64().unwrap();
        place.secret_file("words", text("mnemonic"));
        place.secret_file("passphrase", text("passphrase"));
        let (account, index, out) =
            (vector["account"].to_string(), vector["index"].to_string(), format!("out{number}"));
        let mut arguments = vec![
            "batch",
            "--mnemonic-file",
            "words",
            "--unencrypted",
            "--out",
            &out,
            "--bls-derivation",
            text("rule"),
            "--account-index",
            &account,
            "--address-index",
            &index,
        ];
        if !text("passphrase").is_empty() {
            arguments.extend(["--passphrase-file", "passphrase"]);
        }
        // What the rules without candidates keep is named, with the limit that it needs and what the official tool asks for.
        let told = place.run(&arguments).succeeds().stdout;
        let raised = format!("Key {index} takes {gas} of 300000 gas for its proof. It needs the raised limit");
        assert_eq!(told.contains(&raised), gas > 250_000, "{name}: {told}");
        assert_eq!(told.contains("--skip-bls-key-gas-check"), gas > 270_000, "{name}: {told}");
        let node = place.json(&format!("{out}/secret/node_keystore.json"));
        let manifest = place.json(&format!("{out}/public/manifest.json"));
        assert_eq!(node["validators"][0]["attester"]["bls"], text("sk"), "{name}");
        assert_eq!(node["validators"][0]["attester"]["eth"], text("attester_private_key"), "{name}");
        assert_eq!(manifest["keys"][0]["attester"], text("attester"), "{name}");
        assert_eq!(manifest["keys"][0]["path"], text("path"), "{name}");
        assert_eq!(manifest["keys"][0]["candidate"], vector["candidate"], "{name}");
        rules.insert(text("rule").to_owned());
    }
    assert_eq!(rules.into_iter().collect::<Vec<_>>(), ["v2.1.4", "v5", "v6"]);
}

#[test]
fn the_public_part_is_the_same_every_time() {
    let place = Place::new();
    place.batch("a", &["--count", "3", "--jobs", "1"]).succeeds();
    place.batch("b", &["--count", "3", "--jobs", "3"]).succeeds();
    for name in ["public/staker_output.json", "public/manifest.json", "public/ceremony.html"] {
        let read = |out: &str| fs::read(place.path(out).join(name)).unwrap();
        assert_eq!(read("a"), read("b"), "{name}");
    }
    // The secret part is not: fresh salts and IVs in every file.
    for (a, b) in files_below(&place.path("a/secret/bls")).iter().zip(files_below(&place.path("b/secret/bls"))) {
        assert_ne!(fs::read(a).unwrap(), fs::read(b).unwrap());
    }
}

#[test]
fn a_new_mnemonic_is_kept_and_restores_every_key() {
    let place = Place::new();
    place.run(&["batch", "--count", "2", "--unencrypted", "--out", "a"]).succeeds();
    let words = fs::read_to_string(place.path("a/secret/mnemonic.txt")).unwrap();
    assert_eq!(words.split_whitespace().count(), 24);
    place.secret_file("words", words.trim());
    place.run(&["batch", "--count", "2", "--unencrypted", "--mnemonic-file", "words", "--out", "b"]).succeeds();
    // Two operators with the same words compare one digest: nothing public tells who made them.
    let public = files_below(&place.path("a/public"));
    assert_eq!(public.len(), 3);
    for file in public {
        let other = place.path("b/public").join(file.file_name().unwrap());
        assert_eq!(fs::read(&file).unwrap(), fs::read(other).unwrap(), "{}", file.display());
    }
    assert_eq!(place.json("a/secret/node_keystore.json"), place.json("b/secret/node_keystore.json"));
    assert!(!place.path("b/secret/mnemonic.txt").exists(), "a mnemonic that was given is not copied");

    // Encrypted, it is in a file of its own, and another run gives another one.
    let run = ["batch", "--password-file", "password", "--eth-kdf", "pbkdf2", "--out", "c"];
    place.run(&run).succeeds();
    assert!(place.path("c/secret/mnemonic.json").exists());
    assert_ne!(place.json("a/public/manifest.json")["source"], place.json("c/public/manifest.json")["source"]);
}

/// So many keys that no list is written or read in one piece.
#[test]
fn more_keys_than_fit_into_one_piece() {
    let place = Place::new();
    place.batch("out", &["--count", "600", "--unencrypted"]).succeeds();
    let public = place.json("out/public/staker_output.json");
    let attesters: BTreeSet<_> =
        public.as_array().unwrap().iter().map(|entry| entry["attester"].as_str().unwrap()).collect();
    assert_eq!(attesters.len(), 600);
    place.run(&["verify", "out"]).succeeds();

    // Every byte is pinned; the manifest had another format, with a member more, when the digests were first taken.
    let version = format!("keygen {}", env!("CARGO_PKG_VERSION"));
    for (file, digest) in [
        ("secret/node_keystore.json", "3dc63a92bb84e36d2cf3ec15183416732a50afdf5d655950fcd2ce132c076716"),
        ("public/staker_output.json", "b2eec76f53b7ed565d9e038ca36224f0c763b29bc8b0eace564419631948de75"),
        ("public/manifest.json", "bd3c998843327e8437789f2a181eb6f7ad0298312a2bf37138cf1f8d8f024891"),
    ] {
        let text = fs::read_to_string(place.path("out").join(file)).unwrap().replace(&version, "keygen 0.1.0");
        let text = text.replace("Attesters\": false\n", "Attesters\": false,\n    \"newMnemonic\": false\n");
        let text = text.replace("Version\": 2", "Version\": 1").replace("  \"popGasLimit\": 300000,\n", "");
        assert_eq!(base16ct::lower::encode_string(&sha2::Sha256::digest(text)), digest, "{file}");
    }
}

#[test]
fn attesters_that_exist_already() {
    let place = Place::new();
    fs::write(place.path("attesters"), format!("# ours\n{}\n\n{}\n", KNOWN[2].0, KNOWN[0].0)).unwrap();
    place.batch("out", &["--attesters", "attesters"]).succeeds();
    let public = place.json("out/public/staker_output.json");
    assert_eq!((&public[0]["attester"], &public[1]["attester"]), (&KNOWN[2].0.into(), &KNOWN[0].0.into()));
    let node = place.json("out/secret/node_keystore.json");
    assert_eq!(node["validators"][0]["attester"]["eth"], KNOWN[2].0);
    assert!(!place.path("out/secret/eth").exists());
    place.run(&["verify", "out", "--password-file", "password"]).succeeds();
}

#[test]
fn key_material_in_the_place_of_the_mnemonic() {
    let place = Place::new();
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/derivation_ikm.json")).unwrap();
    let vectors: Value = serde_json::from_str(&text).unwrap();
    let is_usable =
        |vector: &&Value| vector["ikm"].as_str().unwrap().len() >= 2 + 64 && vector["gas"].as_u64().unwrap() <= 225_000;
    let vector = vectors["vectors"].as_array().unwrap().iter().find(is_usable).unwrap();
    let (account, index) = (vector["account"].to_string(), vector["index"].to_string());
    place.secret_file("ikm", vector["ikm"].as_str().unwrap());
    let rule = vector["rule"].as_str().unwrap();
    let more = [
        "--ikm-file",
        "ikm",
        "--unencrypted",
        "--bls-derivation",
        rule,
        "--account-index",
        &account,
        "--address-index",
        &index,
    ];
    place.batch("out", &more).succeeds();
    let node = place.json("out/secret/node_keystore.json");
    assert_eq!(node["validators"][0]["attester"]["bls"], vector["sk"], "{}", vector["name"]);
}

#[test]
fn publishers_and_the_other_fields_of_the_node() {
    let place = Place::new();
    let coinbase = KNOWN[1].0;
    let fees = format!("0x{}", "1a".repeat(32));
    let more = ["--count", "2", "--publisher-count", "2", "--coinbase", coinbase, "--fee-recipient", &fees];
    place.batch("out", &more).succeeds();
    let node = place.json("out/secret/node_keystore.json");
    for validator in node["validators"].as_array().unwrap() {
        assert_eq!(validator["publisher"].as_array().unwrap().len(), 2);
        assert_eq!(validator["coinbase"], coinbase);
        assert_eq!(validator["feeRecipient"], *fees);
    }
    assert_eq!(files_below(&place.path("out/secret/publisher")).len(), 4);
    place.run(&["verify", "out", "--password-file", "password"]).succeeds();

    // Shared ones from a file: one held elsewhere, one as a key.
    place.secret_file("publishers", &format!("{coinbase}\n0x{}", "11".repeat(32)));
    place.batch("shared", &["--count", "2", "--publisher-file", "publishers"]).succeeds();
    let node = place.json("shared/secret/node_keystore.json");
    assert_eq!(node["validators"][0]["publisher"], node["validators"][1]["publisher"]);
    assert_eq!(node["validators"][0]["publisher"][0], coinbase);
    assert_eq!(files_below(&place.path("shared/secret/publisher")).len(), 1);
    place.run(&["verify", "shared", "--password-file", "password"]).succeeds();
}

#[test]
fn passwords_from_the_environment_and_standard_input() {
    let place = Place::new();
    let arguments = ["batch", "--mnemonic-file", "mnemonic", "--eth-kdf", "pbkdf2", "--out"];
    let variables =
        [("AZTEC_ETH_KEYSTORE_PASSWORD", PASSWORD), ("AZTEC_BLS_KEYSTORE_PASSWORD", "seven herons over a quiet weir")];
    place.run_with(&[&arguments[..], &["env"]].concat(), &variables, "").succeeds();
    place.secret_file("bls", "seven herons over a quiet weir");
    let split = ["verify", "env", "--eth-password-file", "password", "--bls-password-file", "bls"];
    place.run(&split).succeeds();
    place.run(&["verify", "env", "--password-file", "password"]).refuses(1, &["what was given does not fit"]);

    let piped = [&arguments[..], &["stdin", "--password-file", "-"]].concat();
    place.run_with(&piped, &[], &format!("{PASSWORD}\r\n")).succeeds();
    place.run(&["verify", "stdin", "--password-file", "password"]).succeeds();

    let mnemonic =
        ["batch", "--mnemonic-file", "-", "--password-file", "password", "--eth-kdf", "pbkdf2", "--out", "m"];
    place.run_with(&mnemonic, &[], JUNK).succeeds();
    assert_eq!(place.json("m/public/manifest.json"), place.json("stdin/public/manifest.json"));
}

#[test]
fn a_summary_for_machines() {
    let place = Place::new();
    let run = place.batch("out", &["--count", "2", "--json"]).succeeds();
    let summary: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(summary["count"], 2);
    assert_eq!(summary["attesters"][1], KNOWN[1].0);
    assert_eq!(run.stderr, "");
}

#[test]
fn the_feedback_proof_on_request() {
    let place = Place::new();
    place.batch("out", &["--proof", "feedback"]).succeeds();
    let (public, manifest) = (place.json("out/public/staker_output.json"), place.json("out/public/manifest.json"));
    assert_eq!(public[0]["proofOfPossession"], manifest["keys"][0]["feedbackProof"]);
    place.run(&["verify", "out", "--password-file", "password"]).succeeds();
    // For a registration it is no good, and verify says what it is.
    let run = place.run(&["verify", "out/public/staker_output.json"]).refuses(1, &["1 fault"]);
    assert!(run.stdout.contains("signs the word feedback"), "{}", run.stdout);
    place.run(&["verify", "out/public/staker_output.json", "--proof", "feedback"]).succeeds();
}

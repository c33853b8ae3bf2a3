//! Encrypted files beside the rest of their batch: passwords, keys, identifiers, and the mnemonic.

use std::{fs, os::unix::fs::symlink};

use aztec_keystore_batch::{MnemonicCopy, PasswordFiles, Secrets, Verification};
use serde_json::json;

use crate::copied::{Copied, MANIFEST, NODE};
use crate::made::{JUNK, bls_keys, eth_keys, secrets, seed};
use aztec_key_derivation::{Ikm, Mnemonic, Passphrase};

fn wrong_password(verification: &Verification) -> Option<PasswordFiles> {
    verification.secret.as_ref().unwrap().wrong_password()
}

#[test]
fn passwords_that_open_nothing() {
    let copied = Copied::encrypted();
    let (eth, bls) = (Some(eth_keys()), Some(bls_keys()));
    let with = |eth_keys, bls_keys| copied.verify_with(&Secrets { eth_keys, bls_keys, ..secrets() });
    assert_eq!(wrong_password(&with(eth, bls)), None);
    for (eth_keys, bls_keys, files, text) in [
        (bls, eth, PasswordFiles::All, "the password opens none of the files"),
        (eth, eth, PasswordFiles::Bls, "the password of the BLS keys opens none of their files"),
        (bls, bls, PasswordFiles::Eth, "the password of the ETH keys opens none of their files"),
    ] {
        let verification = with(eth_keys, bls_keys);
        assert_eq!(wrong_password(&verification), Some(files));
        let faults = copied.told(&verification);
        // The mnemonic is under the password of the ETH keys.
        assert_eq!(faults, [format!("secret: {text}; check the password")], "{files:?}");
        assert!(!verification.is_sound());
    }
}

#[test]
fn one_file_under_another_password() {
    let (copied, other) = (Copied::encrypted(), Copied::encrypted_with_shared_publishers());
    let file = copied.key_file("bls", 4);
    // Of another batch, and sealed with another salt; its password is that of the ETH keys here.
    fs::copy(other.path(&other.key_file("bls", 0)), copied.path(&file)).unwrap();
    let swapped = Secrets { bls_keys: Some(eth_keys()), ..secrets() };
    let faults = copied.faults_with(&swapped);
    assert_eq!(faults[0], "secret: the password of the BLS keys opens none of their files; check the password");
    let verification = copied.verify();
    assert_eq!(wrong_password(&verification), None);
    let path = format!(
        "{file}: holds a key that does not belong to entry 1 of the staker output (path differs); restore it from a copy"
    );
    let key = path.replace("(path", "(publicKeyG1");
    // The mnemonic in the directory makes another one.
    assert_eq!(copied.told(&verification), [path.clone(), key, path]);
}

/// A file that its password does not open says so itself, where the password opens others.
#[test]
fn a_file_that_does_not_open() {
    let copied = Copied::encrypted();
    let file = copied.key_file("eth", 3);
    let mut changed = copied.json(&file);
    changed["crypto"]["mac"] = json!("00".repeat(32));
    copied.write(&file, &(changed.to_string() + "\n"));
    let verification = copied.verify();
    assert_eq!(wrong_password(&verification), None);
    let [fault] = &copied.told(&verification)[..] else { panic!("{verification:?}") };
    assert!(fault.starts_with(&format!("{file}: ")) && fault.contains("password"), "{fault}");
    // Nor does what is no encrypted file.
    copied.write(&file, "{}");
    let [fault] = &copied.faults()[..] else { panic!("{verification:?}") };
    assert!(fault.starts_with(&format!("{file}: ")), "{fault}");
    fs::remove_file(copied.path(&file)).unwrap();
    assert_eq!(copied.faults(), [format!("{file}: is missing; restore it from a copy")]);
}

#[test]
fn keys_of_attesters_elsewhere_have_no_files() {
    let copied = Copied::encrypted_for_given_attesters();
    assert_eq!(copied.faults_with(&Secrets { seed: Some(&seed()), ..secrets() }), [""; 0]);
    // The password of the ETH keys is for no file at all.
    let swapped = Secrets { eth_keys: Some(bls_keys()), bls_keys: Some(eth_keys()), ..secrets() };
    assert_eq!(wrong_password(&copied.verify_with(&swapped)), Some(PasswordFiles::All));
    let key = "0x1111111111111111111111111111111111111111111111111111111111111111";
    copied.put(NODE, "/validators/0/attester/eth", key);
    let not_its = format!("{NODE}, entry 0, attester.eth: is not the key of this entry; restore the file from a copy");
    let plain = format!(
        "{NODE}, entry 0, attester.eth: holds a plain key, though the batch is encrypted; restore the file from a copy"
    );
    assert_eq!(copied.faults(), [not_its, plain]);
}

/// What the key is under that entry is known; whose it is, too.
#[test]
fn a_key_where_the_attester_was_given() {
    let copied = Copied::plain_for_given_attesters();
    let key = "0x1111111111111111111111111111111111111111111111111111111111111111";
    let address = crate::made::address([0x11; 32]).to_string();
    let not_its =
        || format!("{NODE}, entry 0, attester.eth: is not the key of this entry; restore the file from a copy");
    copied.put(NODE, "/validators/0/attester/eth", key);
    assert_eq!(copied.faults(), [not_its()]);
    // Even where it is that of the attester, whose key belongs elsewhere.
    copied.put(MANIFEST, "/keys/0/attester", address.as_str());
    copied.put(crate::copied::TUPLES, "/0/attester", address.as_str());
    copied.seal();
    assert_eq!(copied.faults(), [not_its()]);
    copied.put(NODE, "/validators/0/attester/eth", address.as_str());
    assert_eq!(copied.faults(), [""; 0]);
    let remote = json!({ "address": address, "remoteSignerUrl": "https://signer.example" });
    copied.put(NODE, "/validators/0/attester/eth", remote);
    let not_written = format!(
        "{NODE}, entry 0, attester.eth: is not what the batch was written with; see who put it there, or restore the file from a copy"
    );
    assert_eq!(copied.faults(), [not_written]);
}

/// Keys that belong to one another, and not to the mnemonic.
#[test]
fn another_mnemonic_or_key_material_than_that_of_the_keys() {
    let wrong = |file: &str, entry: usize, field: &str| {
        format!(
            "{file}: holds a key that does not belong to entry {entry} of the staker output ({field} differs); restore it from a copy"
        )
    };
    let other = Mnemonic::parse(JUNK).unwrap().to_seed(&Passphrase::new("another").unwrap());
    let copied = Copied::plain();
    assert_eq!(copied.faults_with(&Secrets { seed: Some(&seed()), ..secrets() }), [""; 0]);
    let faults = copied.faults_with(&Secrets { seed: Some(&other), ..secrets() });
    for entry in 0..2 {
        for expected in [wrong("secret/mnemonic.txt", entry, "attester"), wrong(NODE, entry, "path")] {
            assert!(faults.contains(&expected), "{expected} not in {faults:?}");
        }
    }
    let ikm = Ikm::from_bytes(&[7; 32]).unwrap();
    let faults = copied.faults_with(&Secrets { seed: Some(&seed()), ikm: Some(&ikm), ..secrets() });
    assert_eq!(faults, [wrong(NODE, 0, "path"), wrong(NODE, 1, "path")]);
    // The BLS keys come from key material that is not given here.
    copied.put(MANIFEST, "/source/ikmFingerprint", "01020304");
    copied.seal();
    assert_eq!(copied.faults_with(&Secrets { seed: Some(&seed()), ..secrets() }), [""; 0]);
}

#[test]
fn what_a_file_says_beside_its_key() {
    let copied = Copied::encrypted();
    let texts = |copied: &Copied| copied.verify().secret.unwrap().key_files;
    let of_new = texts(&copied);
    // Two attesters, two BLS keys, four publishers, the funding account, the mnemonic.
    assert_eq!(of_new.len(), 10);
    for (name, text) in &of_new {
        let file = copied.json(name);
        let id = file.get("id").or_else(|| file.get("uuid")).unwrap();
        assert_eq!(serde_json::to_value(text).unwrap(), json!({ "id": id, "asWritten": true }), "{name}");
    }
    // Another tool may have written it anew.
    let file = copied.key_file("eth", 3);
    copied.write(&file, &serde_json::to_string_pretty(&copied.json(&file)).unwrap());
    let verification = copied.verify();
    assert!(verification.is_sound());
    let expected = json!({ "id": copied.json(&file)["id"], "asWritten": false });
    assert_eq!(serde_json::to_value(&texts(&copied)[&file]).unwrap(), expected);

    // What is no file is told twice, by who opens it and by who reads its text.
    fs::remove_file(copied.path(&file)).unwrap();
    fs::create_dir(copied.path(&file)).unwrap();
    let faults = copied.faults();
    assert_eq!(faults.iter().filter(|fault| fault.starts_with(&format!("{file}: cannot be read ("))).count(), 2);
}

#[test]
fn files_that_belong_to_no_key() {
    let copied = Copied::encrypted();
    let foreign = |name: &str| format!("{name}: does not belong to this batch; move it elsewhere");
    let id = copied.json(&copied.key_file("eth", 3))["id"].clone();
    let text = copied.text(&copied.key_file("eth", 3));
    let first = "secret/bls/00000.json";
    copied.write(first, &text.replace(id.as_str().unwrap(), "00000000-0000-4000-8000-000000000000"));
    fs::create_dir(copied.path("secret/more")).unwrap();
    copied.write("secret/more.json", "{}");
    fs::set_permissions(copied.path("secret/more"), fs::metadata(copied.path("secret")).unwrap().permissions())
        .unwrap();
    let mode = fs::metadata(copied.path(NODE)).unwrap().permissions();
    for file in [first, "secret/more.json"] {
        fs::set_permissions(copied.path(file), mode.clone()).unwrap();
    }
    assert_eq!(copied.faults(), ["secret/bls/00000.json", "secret/more", "secret/more.json"].map(foreign));
    fs::remove_dir(copied.path("secret/more")).unwrap();
    fs::remove_file(copied.path("secret/more.json")).unwrap();
    fs::remove_file(copied.path(first)).unwrap();

    // A link to nowhere is not the batch's either, and nobody can read it.
    symlink("nowhere", copied.path(first)).unwrap();
    let faults = copied.faults();
    assert_eq!(faults[0], foreign(first));
    assert!(faults[1].starts_with(&format!("{first}: cannot be read (")) && faults.len() == 2, "{faults:?}");
    fs::remove_file(copied.path(first)).unwrap();

    fs::rename(copied.path("secret/eth"), copied.path("../eth")).unwrap();
    symlink("../../eth", copied.path("secret/eth")).unwrap();
    let faults = copied.faults();
    let link =
        "secret/eth: is a symbolic link, and the directory itself must be there; put it in the place of the link";
    assert!(faults.contains(&link.to_owned()), "{faults:?}");
}

#[test]
fn whether_the_mnemonic_is_kept_here() {
    let copy = |copied: &Copied| copied.verify().secret.unwrap().mnemonic;
    for (copied, name) in
        [(Copied::encrypted(), "secret/mnemonic.json"), (Copied::plain_with_mnemonic(), "secret/mnemonic.txt")]
    {
        assert_eq!(copy(&copied), Some(MnemonicCopy::Kept));
        let content = copied.text(name);
        fs::remove_file(copied.path(name)).unwrap();
        assert_eq!(copy(&copied), Some(MnemonicCopy::NotKept));
        assert_eq!(copied.faults(), [""; 0]);
        // Brought back, it must be that of the batch.
        copied.write(name, &content);
        fs::set_permissions(copied.path(name), fs::metadata(copied.path(NODE)).unwrap().permissions()).unwrap();
        assert_eq!(copied.faults(), [""; 0]);
        let passphrase = Passphrase::new("another").unwrap();
        let expected = format!(
            "{name}: is not the mnemonic of this batch, or a passphrase belongs to it; give the passphrase, or restore it from a \
             copy"
        );
        assert_eq!(copied.faults_with(&Secrets { passphrase: &passphrase, ..secrets() }), [expected]);
    }
    let copied = Copied::plain_with_mnemonic();
    copied.write("secret/mnemonic.txt", "neither twelve nor twenty-four words\n");
    let [fault] = &copied.faults()[..] else { panic!("{:?}", copied.faults()) };
    assert!(fault.starts_with("secret/mnemonic.txt: "), "{fault}");
    // One that is encrypted belongs to no batch in plain text.
    fs::rename(copied.path("secret/mnemonic.txt"), copied.path("secret/mnemonic.json")).unwrap();
    let faults = copied.faults();
    assert_eq!(faults[0], "secret/mnemonic.json: does not belong to this batch; move it elsewhere");
}

//! Which kinds of secrets are in a node keystore.

use aztec_node_keystore::{
    BlsKeySource, Contents, EthKeySource, KeyFile, KeyFileWithPassword, NodeKeystore, RemoteAccount, RemoteSigner,
    SchemaVersion, Validator,
};

use crate::common::{address, in_files, keystore, plain, secret, signer};

const NONE: Contents = Contents { plain_keys: false, passwords: false, closed_files: false, files: false };

/// A validator whose ETH key is elsewhere.
fn with_bls(bls: Option<BlsKeySource>) -> NodeKeystore {
    let attester = EthKeySource::Address(address(1));
    keystore(SchemaVersion::V1, vec![Validator { attester, bls, publishers: Vec::new(), ..in_files(1) }])
}

#[test]
fn bls_keys() {
    let path = || "b.json".to_owned();
    let open = KeyFileWithPassword { path: path(), password: secret("x") };
    for (bls, expected) in [
        (None, NONE),
        (Some(BlsKeySource::Plain(plain(1))), Contents { plain_keys: true, ..NONE }),
        (Some(BlsKeySource::File(KeyFile { path: path() })), Contents { closed_files: true, files: true, ..NONE }),
        (Some(BlsKeySource::FileWithPassword(open)), Contents { passwords: true, files: true, ..NONE }),
    ] {
        assert_eq!(Contents::of(&with_bls(bls)), expected);
    }
}

#[test]
fn the_password_of_a_certificate() {
    let with_password = || RemoteSigner { cert_pass: Some(secret("x")), ..signer() };
    for (signer, passwords) in [(signer(), false), (with_password(), true)] {
        let expected = Contents { passwords, ..NONE };
        let mut at_top = with_bls(None);
        at_top.remote_signer = Some(signer.clone());
        assert_eq!(Contents::of(&at_top), expected);
        let mut own = with_bls(None);
        own.validators[0].publishers = vec![EthKeySource::Remote(RemoteAccount { address: address(2), signer })];
        assert_eq!(Contents::of(&own), expected);
    }
    // What the signer has is not all that there is.
    let mut both = with_bls(Some(BlsKeySource::FileWithPassword(KeyFileWithPassword {
        path: "b.json".to_owned(),
        password: secret("x"),
    })));
    for signer in [signer(), with_password()] {
        both.remote_signer = Some(signer);
        assert_eq!(Contents::of(&both), Contents { passwords: true, files: true, ..NONE });
    }
}

#[test]
fn several_keys_together() {
    // The ETH keys are in closed files, the BLS key in an open one.
    let mut file = keystore(SchemaVersion::V1, vec![in_files(1), in_files(2)]);
    file.validators[0].bls =
        Some(BlsKeySource::FileWithPassword(KeyFileWithPassword { path: "b.json".to_owned(), password: secret("x") }));
    assert_eq!(Contents::of(&file), Contents { passwords: true, closed_files: true, files: true, ..NONE });
}

#[test]
fn what_is_in_either() {
    let each = [
        Contents { plain_keys: true, ..NONE },
        Contents { passwords: true, ..NONE },
        Contents { closed_files: true, ..NONE },
        Contents { files: true, ..NONE },
    ];
    for one in each {
        assert_eq!((one.or(NONE), NONE.or(one), one.or(one), NONE.or(NONE)), (one, one, one, NONE));
    }
    let all = Contents { plain_keys: true, passwords: true, closed_files: true, files: true };
    assert_eq!(each.into_iter().fold(NONE, Contents::or), all);
}

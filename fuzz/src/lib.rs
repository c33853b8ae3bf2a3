//! Fuzz targets for every reader of `keygen` and `keywatch`: each takes any bytes, and checks what must hold of the answer. They are
//! plain functions, so that the same code runs under the fuzzer ([`fuzz_targets/`](../fuzz_targets)) and, over all the seeds, as a
//! test. See README.md.
//!
//! What is checked everywhere: no panic, no overflow; a message is one short line in which nothing redraws the line and which quotes no
//! secret; what was read, written and read again is the same; no member counts that is there twice.

mod check;
mod edits;
mod input;
mod targets;

pub use targets::{
    chain::{cursor, rpc},
    curve::point,
    key_files::{bn254_key_file, mnemonic_file, v3_key_file},
    lists::{account, attesters, coinbases, hosts, publishers, signer_url},
    node::node_keystore,
    public::{calldata, calldata_file, exits, json, manifest, metadata, public_file, safe_batch, staker_output},
    words::{ikm, mnemonic, passphrase, password, path, typed_words, value},
};

/// A target: its name, which is that of its seeds, and what it does with an input.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const TARGETS: &[Target] = &[
    ("account", account),
    ("attesters", attesters),
    ("bn254_key_file", bn254_key_file),
    ("calldata", calldata),
    ("calldata_file", calldata_file),
    ("coinbases", coinbases),
    ("cursor", cursor),
    ("exits", exits),
    ("hosts", hosts),
    ("ikm", ikm),
    ("json", json),
    ("manifest", manifest),
    ("metadata", metadata),
    ("mnemonic", mnemonic),
    ("mnemonic_file", mnemonic_file),
    ("node_keystore", node_keystore),
    ("passphrase", passphrase),
    ("password", password),
    ("path", path),
    ("point", point),
    ("public_file", public_file),
    ("publishers", publishers),
    ("rpc", rpc),
    ("safe_batch", safe_batch),
    ("signer_url", signer_url),
    ("staker_output", staker_output),
    ("typed_words", typed_words),
    ("v3_key_file", v3_key_file),
    ("value", value),
];

//! What `keygen --version` says beyond the number: enough to find the sources, and to know which keys it makes.

use std::{env::consts, sync::LazyLock};

use aztec_key_derivation::BlsRule;
use aztec_keystore_batch::manifest;

/// The commit, where the build was told; `scripts/build-release` tells it.
const COMMIT: Option<&str> = option_env!("KEYGEN_COMMIT");

/// Whether it needs nothing of the system but its kernel.
const LINKING: &str = if cfg!(target_feature = "crt-static") { "static" } else { "dynamic" };

/// The facts, one a line. clap keeps a reference to them.
pub(crate) fn facts() -> &'static str {
    static FACTS: LazyLock<String> = LazyLock::new(list);
    &FACTS
}

fn list() -> String {
    let rules: Vec<_> = BlsRule::ALL.iter().map(ToString::to_string).collect();
    let commit = COMMIT.unwrap_or("not recorded; release builds record it");
    let (rules, format) = (rules.join(", "), manifest::FORMAT_VERSION);
    let (version, machine, system) = (env!("CARGO_PKG_VERSION"), consts::ARCH, consts::OS);
    format!(
        "{version}\ncommit: {commit}\nBLS rules: {rules}\nmanifest: writes format {format}, reads 1 to {format}\n\
         build: {machine}-{system}, {LINKING}"
    )
}

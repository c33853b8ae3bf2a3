//! What is said of a rendered file.

use aztec_node_keystore::{Contents, NodeKeystore};

use crate::cli::RenderArgs;
use aztec_operator::{counted::Counted, output::Shown};

/// The name of the file of a host.
pub(super) fn file_of(host: &str) -> String {
    format!("{host}.json")
}

/// What is in the files. `before` is what was in them when they still had no passwords from here.
pub(super) fn report(
    args: &RenderArgs,
    keystores: &[(Option<&str>, &NodeKeystore)],
    before: Contents,
    signer_files: usize,
) -> String {
    let after = keystores.iter().map(|(_, keystore)| Contents::of(keystore)).fold(Contents::default(), Contents::or);
    let mut lines = Vec::new();
    for (host, keystore) in keystores {
        let file = host.map_or_else(|| args.out.clone(), |host| args.out.join(file_of(host)));
        let mut line = format!("{} in {}", Counted(keystore.validators.len(), "validator", "validators"), Shown(&file));
        if Contents::of(keystore).files {
            line.push_str(&format!(", paths below {}", args.prefix));
        }
        lines.push(line);
    }
    let remarks = [
        (after.plain_keys, "NOT ENCRYPTED: secret keys stand in the file in plain text, for test networks only."),
        (after.passwords, "The passwords stand in the file: keep it for the node alone (mode 0600)."),
        (args.inline_passwords && before.passwords, "Passwords that stood in it before were kept."),
        (after.closed_files, "Encrypted keys have no password in the file; the node does not start until it has them."),
    ];
    lines.extend(remarks.into_iter().filter(|(holds, _)| *holds).map(|(_, remark)| remark.to_owned()));
    if let Some(directory) = &args.web3signer_out {
        let files = Counted(signer_files, "Web3Signer configuration", "Web3Signer configurations");
        lines.push(format!("{files} in {}", Shown(directory)));
    }
    lines.join("\n")
}

//! Key configurations of Web3Signer: one YAML file for each encrypted ETH key that it signs with.

use core::fmt::Write as _;

/// The configuration of one secp256k1 key in an encrypted file (Web3 Secret Storage).
///
/// `keystore_file` is the encrypted key and `password_file` a file with its password, both best given by absolute
/// paths. BLS keys on BN254 have no remote signer.
///
/// Source: Web3Signer's reference, "Signing key configuration file parameters", `file-keystore`.
#[must_use]
pub fn key_configuration(keystore_file: &str, password_file: &str) -> String {
    format!(
        "type: \"file-keystore\"\nkeyType: \"SECP256K1\"\nkeystoreFile: {}\nkeystorePasswordFile: {}\n",
        quoted(keystore_file),
        quoted(password_file)
    )
}

/// A double-quoted scalar of YAML 1.2: backslash and quotation mark escaped, and all that does not print.
fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            ' '..='~' => out.push(c),
            _ => write!(out, "\\U{:08X}", u32::from(c)).unwrap_or_default(),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_form() {
        let expected = "type: \"file-keystore\"\n\
             keyType: \"SECP256K1\"\n\
             keystoreFile: \"/keys/eth/00000_0xab.json\"\n\
             keystorePasswordFile: \"/keys/password\"\n";
        assert_eq!(key_configuration("/keys/eth/00000_0xab.json", "/keys/password"), expected);
    }

    #[test]
    fn a_path_cannot_end_its_line() {
        let text = key_configuration("a\"b\\c\nkeyType: \"BLS\"", "ü\u{1b}");
        assert_eq!(text.lines().count(), 4);
        assert!(text.contains(r#"keystoreFile: "a\"b\\c\U0000000AkeyType: \"BLS\"""#));
        assert!(text.contains(r#"keystorePasswordFile: "\U000000FC\U0000001B""#));
    }
}

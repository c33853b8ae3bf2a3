//! How a password is named: to whoever runs the program, and by them.

/// The option, the environment variable and the words on the terminal for one password.
pub(super) struct Names {
    pub(super) option: &'static str,
    /// None where the environment is not expected.
    pub(super) variable: Option<&'static str>,
    pub(super) files: &'static str,
    /// Whether the password is for both kinds of file.
    pub(super) shared: bool,
}

pub(super) const BOTH: Names = Names {
    option: "--password-file",
    variable: Some("AZTEC_KEYSTORE_PASSWORD"),
    files: "the key files",
    shared: true,
};
pub(super) const ETH: Names = Names {
    option: "--eth-password-file",
    variable: Some("AZTEC_ETH_KEYSTORE_PASSWORD"),
    files: "the ETH key files",
    shared: false,
};
pub(super) const BLS: Names = Names {
    option: "--bls-password-file",
    variable: Some("AZTEC_BLS_KEYSTORE_PASSWORD"),
    files: "the BLS key files",
    shared: false,
};

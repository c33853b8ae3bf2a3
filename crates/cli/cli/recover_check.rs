//! The command line of `keygen recover-check`.

use std::path::PathBuf;

use aztec_key_derivation::{BlsDerivation, GasBudget, Index};
use aztec_operator::arguments::{DerivationArgs, Rule, UnusedGasOption, gas_budget};
use clap::Args;

/// Say whether a mnemonic restores every key of a batch, without writing anything.
///
/// Derives all keys of the batch again and compares them with its public files: attesters, public keys in G1 and G2,
/// both proofs, paths and candidates. The secret files are not needed, so it can be done on any machine without a network.
///
/// The staker output of another tool says neither account nor index nor rule: they are those of the options, and the entries are
/// taken in the order of their indices.
#[derive(Debug, Args)]
pub(crate) struct RecoverCheckArgs {
    /// Batch directory, its public part or its manifest; or a file with tuples, such as a staker output (`-`: standard input)
    #[arg(value_name = "PATH")]
    pub(crate) path: PathBuf,

    /// The mnemonic, in plain words or encrypted (`-`: standard input) [default: typed on the terminal]
    #[arg(long, value_name = "FILE")]
    pub(crate) mnemonic_file: Option<PathBuf>,

    /// The BIP-39 passphrase, where the batch was made with one
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,

    /// The raw key material (hex), where the BLS keys were made from it
    #[arg(long, value_name = "FILE")]
    pub(crate) ikm_file: Option<PathBuf>,

    /// File with the password of an encrypted mnemonic (`-`: standard input) [default:
    /// AZTEC_ETH_KEYSTORE_PASSWORD, AZTEC_KEYSTORE_PASSWORD, or asked for]
    #[arg(long, value_name = "FILE", requires = "mnemonic_file")]
    pub(crate) password_file: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) from: WithoutManifestArgs,

    /// Print the result as JSON
    #[arg(long)]
    pub(crate) json: bool,

    /// Show no progress
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// How the keys of a file were made that does not say it.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct WithoutManifestArgs {
    /// Of a file with tuples: account in the derivation paths [default: 0]
    #[arg(long, value_name = "A", allow_negative_numbers = true)]
    account_index: Option<Index>,

    /// Of a file with tuples: address index of its first entry [default: 0]
    #[arg(long, value_name = "I", allow_negative_numbers = true)]
    address_index: Option<Index>,

    /// Of a file with tuples: the official rule from seed to BLS key [default: v6]
    #[arg(long, value_enum)]
    bls_derivation: Option<Rule>,

    /// Of a file with tuples: the gas budget of the rule v6, where it was lowered [default: 270000]
    #[arg(long, value_name = "N", value_parser = gas_budget, conflicts_with = "skip_gas_check", allow_negative_numbers = true)]
    max_gas: Option<GasBudget>,

    /// Of a file with tuples: candidate 0 was kept of every key
    #[arg(long)]
    skip_gas_check: bool,
}

impl WithoutManifestArgs {
    /// How the keys were derived, below which account, and from which index on.
    pub(crate) fn resolve(self) -> Result<(BlsDerivation, Index, Index), UnusedGasOption> {
        let Self { account_index, address_index, bls_derivation, max_gas, skip_gas_check } = self;
        let bls_derivation = bls_derivation.unwrap_or(Rule::V6);
        let derivation = DerivationArgs { bls_derivation, max_gas, skip_gas_check }.resolve()?;
        Ok((derivation, account_index.unwrap_or(Index::ZERO), address_index.unwrap_or(Index::ZERO)))
    }

    /// An option that was given.
    pub(crate) fn given(self) -> Option<&'static str> {
        let given = [
            ("--account-index", self.account_index.is_some()),
            ("--address-index", self.address_index.is_some()),
            ("--bls-derivation", self.bls_derivation.is_some()),
            ("--max-gas", self.max_gas.is_some()),
            ("--skip-gas-check", self.skip_gas_check),
        ];
        given.into_iter().find_map(|(option, given)| given.then_some(option))
    }
}

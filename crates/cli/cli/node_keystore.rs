//! The command line of `keygen node-keystore`.

use std::path::PathBuf;

use aztec_staking_registry::NonZeroAddress;
use clap::{ArgGroup, Args, Subcommand, ValueEnum};

use aztec_operator::arguments::PasswordArgs;

/// Make the node's key file fit a host, or point an attester's rewards elsewhere.
#[derive(Debug, Args)]
pub(crate) struct NodeKeystoreArgs {
    #[command(subcommand)]
    pub(crate) action: NodeKeystoreAction,
}

#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(crate) enum NodeKeystoreAction {
    Render(Box<RenderArgs>),
    SetCoinbase(SetCoinbaseArgs),
}

/// Write the file as the host needs it: absolute paths, passwords where they are wanted, a remote signer.
#[derive(Debug, Args)]
pub(crate) struct RenderArgs {
    /// Batch directory, or a node keystore
    #[arg(value_name = "PATH")]
    pub(crate) source: PathBuf,

    /// Directory on the host in which the directories eth, bls, publisher and funding will be
    #[arg(long, value_name = "DIR")]
    pub(crate) prefix: String,

    /// Write the passwords into the file: the node does not start without them
    #[arg(long)]
    pub(crate) inline_passwords: bool,

    /// Version of the node's schema; all files in one directory must have the same [default: as it is]
    #[arg(long, value_enum)]
    pub(crate) schema: Option<Schema>,

    /// Leave the ETH keys to the Web3Signer at this address, such as `https://signer.example:9000`
    // Not parsed here: an error of clap shows the value, and a password may stand in it.
    #[arg(long, value_name = "URL")]
    pub(crate) remote_signer: Option<String>,

    /// Name the remote signer with each account, as the official tool does, and not once at the top
    #[arg(long, requires = "remote_signer")]
    pub(crate) signer_in_each_account: bool,

    /// Account at the remote signer that publishes for all validators; may be given more than once
    #[arg(long, value_name = "ADDRESS", value_parser = NonZeroAddress::parse)]
    pub(crate) publisher: Vec<NonZeroAddress>,

    /// File with the accounts that publish for all validators, one a line: an address, a private key, or the node's own
    /// JSON for it, `{"path", "password"}` or `{"address", "remoteSignerUrl"}`
    #[arg(long, value_name = "FILE", conflicts_with = "publisher")]
    pub(crate) publisher_file: Option<PathBuf>,

    /// File with the hosts that run these attesters, each with publishers of its own:
    /// `{"A": ["0x…"], "B": ["0x…"]}`; --out becomes a directory with one file a host
    #[arg(long, value_name = "FILE", conflicts_with_all = ["publisher", "publisher_file"])]
    pub(crate) hosts: Option<PathBuf>,

    /// Account at the remote signer from which publishers are topped up
    #[arg(long, value_name = "ADDRESS", value_parser = NonZeroAddress::parse)]
    pub(crate) funding_account: Option<NonZeroAddress>,

    /// File with that account, in a form of --publisher-file
    #[arg(long, value_name = "FILE", conflicts_with = "funding_account")]
    pub(crate) funding_account_file: Option<PathBuf>,

    /// Keep the coinbases that are set in this node keystore, such as the one that the host has now
    #[arg(long, value_name = "FILE")]
    pub(crate) coinbases_from: Option<PathBuf>,

    /// Directory to create, with a Web3Signer configuration for each encrypted ETH key
    #[arg(long, value_name = "DIR", requires = "web3signer_password_file")]
    pub(crate) web3signer_out: Option<PathBuf>,

    /// Path, on the signer's host, of the file with the password of the ETH keys
    #[arg(long, value_name = "PATH", requires = "web3signer_out")]
    pub(crate) web3signer_password_file: Option<String>,

    /// File to create, or directory with --hosts; must not exist
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,

    #[command(flatten)]
    pub(crate) passwords: PasswordArgs,
}

/// Set the coinbase of attesters, after a delegation to its Split contract; the rest of the file stays as it is
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("changes").required(true).args(["attester", "from", "all"]))]
pub(crate) struct SetCoinbaseArgs {
    /// The attester
    #[arg(long, value_name = "ADDRESS", value_parser = NonZeroAddress::parse, requires = "coinbase")]
    pub(crate) attester: Option<NonZeroAddress>,

    /// Who receives its rewards: the Split contract of the delegation
    #[arg(long, value_name = "ADDRESS", value_parser = NonZeroAddress::parse, requires = "attester")]
    pub(crate) coinbase: Option<NonZeroAddress>,

    /// The same coinbase for all attesters, from which the provider pays out by itself
    #[arg(long, value_name = "ADDRESS", value_parser = NonZeroAddress::parse)]
    pub(crate) all: Option<NonZeroAddress>,

    /// File with many: lines `attester,coinbase`, or JSON objects with these members (`-`: standard input)
    #[arg(long, value_name = "FILE")]
    pub(crate) from: Option<PathBuf>,

    /// The node keystore to change
    #[arg(value_name = "NODE_KEYSTORE")]
    pub(crate) file: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Schema {
    /// Every validator has its own fee recipient and publishers
    #[value(name = "1")]
    V1,
    /// What all validators share stands once, at the top
    #[value(name = "2")]
    V2,
}

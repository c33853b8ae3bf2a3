//! From the command line to what will be made. Texts are parsed first, then files are read; passwords come last, so that
//! nobody types one twice only to learn that something else was wrong.

use std::path::Path;

use aztec_encrypted_keystore::{MnemonicFile, OpeningKeys};
use aztec_key_derivation::{
    Allocation, BlsDerivation, Ikm, IndexRange, Mnemonic, OperatorEntropy, Passphrase, WordCount,
};
use aztec_keystore_batch::{
    Account, Attesters, BatchPlan, DerivedKeys, EarlierBatch, KeyFiles, KeyMaterial, PlannedKeys, Protection, Rewards,
    read_known_batches,
};
use aztec_node_keystore::EthKeySource;
use aztec_staking_registry::{AztecAddress, NonZeroAddress};
use rand::rngs::SysRng;

use super::BatchError;
use crate::cli::{BatchArgs, NodeArgs, SourceArgs};
use aztec_operator::{
    arguments::Proof,
    input::{
        StdinOnce, open_mnemonic, password_of_file, protection, read_attesters, read_ikm, read_mnemonic,
        read_passphrase, read_publishers, read_single_account,
    },
    mnemonic_screen::{Task, type_mnemonic},
};

/// All that a batch depends on.
pub(super) fn resolve(args: &BatchArgs) -> Result<BatchPlan, BatchError> {
    let stdin = &mut StdinOnce::check([
        ("--mnemonic-file", args.source.mnemonic_file.as_deref()),
        args.source.entropy.named(),
        ("--passphrase-file", args.source.passphrase_file.as_deref()),
        ("--ikm-file", args.source.ikm_file.as_deref()),
        ("--attesters", args.source.attesters.as_deref()),
        ("--publisher-file", args.node.publisher_file.as_deref()),
        ("--funding-account-file", args.node.funding_account_file.as_deref()),
        ("--password-file", args.passwords.password_file.as_deref()),
        ("--eth-password-file", args.passwords.eth_password_file.as_deref()),
        ("--bls-password-file", args.passwords.bls_password_file.as_deref()),
    ])?;
    if args.calls.provider_id.is_some() && args.proof == Proof::Feedback {
        return Err(BatchError::FeedbackCalls);
    }
    check_use(args)?;
    let derivation = args.source.derivation.resolve()?;
    let calls = args.calls.registry_calls()?;
    let rewards = rewards(&args.node)?;

    let inputs = Inputs::read(args, stdin)?;
    let allocation = allocation(args, derivation, &inputs)?;
    let Inputs { attesters, after, known, publishers, funding_account, passphrase, mnemonic, ikm } = inputs;
    // After everything that may be wrong with the files.
    let typed = args.source.type_mnemonic.then(|| type_mnemonic(TYPE_MNEMONIC)).transpose()?;
    let (mnemonic, protected) = open_given_mnemonic(typed.map(MnemonicFile::Words).or(mnemonic), args, stdin)?;
    let operator = args.source.entropy.read::<BatchError>(WordCount::Words24, stdin)?;
    let material = material(mnemonic, operator.as_ref(), ikm, attesters.is_some(), passphrase)?;
    if args.source.show_mnemonic && material.new_mnemonic().is_none() {
        return Err(BatchError::NothingToShow);
    }
    let attesters = attesters.map_or(Attesters::Derived, Attesters::Given);
    let keys = DerivedKeys::new(allocation, material, attesters)?.with_rewards(rewards).with_publishers(publishers)?;
    if let Some(after) = &after {
        after.must_have_source(keys.fingerprints())?;
    }
    // What is known of the keys by now is compared before anybody is asked for a password.
    let earlier: Vec<_> = known.into_iter().chain(after).collect();
    earlier.iter().try_for_each(|batch| batch.must_not_meet(keys.fingerprints(), keys.allocation()))?;
    let protection = match protected {
        Some(protection) => protection,
        None => protection(&args.encryption, &args.passwords, stdin)?,
    };
    let funding_account = funding_account.map(|account| open_account(&account, args, stdin)).transpose()?;
    let keys = keys.with_funding_account(funding_account);
    let plan = BatchPlan::new(PlannedKeys::Derived(keys), protection).with_gas_limit(args.gas.pop_gas_limit);
    Ok(plan.with_proof(args.proof.into(), calls)?.apart_from(earlier)?)
}

const TYPE_MNEMONIC: Task = Task {
    name: "--type-mnemonic",
    without_terminal: "give the words with --mnemonic-file instead",
    closed: "the words were not typed to their end, and nothing was made; start again",
};

const FUNDING_ACCOUNT: &str = "--funding-account-file";

/// The funding account, whose key may be in an encrypted file beside the one that speaks of it.
fn open_account(source: &EthKeySource, args: &BatchArgs, stdin: &mut StdinOnce) -> Result<Account, BatchError> {
    let password = match source {
        EthKeySource::File(_) => Some(password_of_file(None, stdin)?),
        _ => None,
    };
    let named = args.node.funding_account_file.as_deref().filter(|path| *path != Path::new("-"));
    let directory = named.and_then(Path::parent).unwrap_or(Path::new(""));
    let keys = password.as_ref().map(OpeningKeys::of);
    let files = KeyFiles { directory, eth_keys: keys.as_ref(), bls_keys: None };
    files.open_account(source).map_err(BatchError::FundingAccount)
}

/// What the files say, before any of it is opened.
struct Inputs {
    attesters: Option<Vec<NonZeroAddress>>,
    after: Option<EarlierBatch>,
    known: Vec<EarlierBatch>,
    publishers: Vec<Account>,
    funding_account: Option<EthKeySource>,
    passphrase: Passphrase,
    mnemonic: Option<MnemonicFile>,
    ikm: Option<Ikm>,
}

impl Inputs {
    fn read(args: &BatchArgs, stdin: &mut StdinOnce) -> Result<Self, BatchError> {
        let source = &args.source;
        Ok(Self {
            attesters: source.attesters.as_deref().map(|path| read_attesters(path, stdin)).transpose()?,
            after: source.after.as_deref().map(EarlierBatch::read).transpose()?,
            passphrase: read_passphrase(source.passphrase_file.as_deref(), stdin)?,
            ikm: read_ikm(source.ikm_file.as_deref(), stdin)?,
            known: source.known.as_deref().map(read_known_batches).transpose()?.unwrap_or_default(),
            publishers: match &args.node.publisher_file {
                Some(path) => read_publishers(path, stdin)?,
                None => Vec::new(),
            },
            mnemonic: source.mnemonic_file.as_deref().map(|path| read_mnemonic(path, stdin)).transpose()?,
            funding_account: match &args.node.funding_account_file {
                Some(path) => Some(read_single_account(FUNDING_ACCOUNT, path, stdin)?),
                None => None,
            },
        })
    }
}

fn allocation(args: &BatchArgs, derivation: BlsDerivation, inputs: &Inputs) -> Result<Allocation, BatchError> {
    let (account, start) = match &inputs.after {
        Some(after) => after.next(derivation)?,
        None => (args.source.account_index, args.source.address_index),
    };
    let count = match (args.count, &inputs.attesters) {
        (Some(count), Some(given)) if usize::try_from(count) != Ok(given.len()) => {
            return Err(BatchError::AttesterCount { count, attesters: given.len() });
        }
        (Some(count), _) => count,
        (None, Some(given)) => u32::try_from(given.len()).unwrap_or(u32::MAX),
        (None, None) => 1,
    };
    let allocation = Allocation::new(derivation, account, IndexRange::new(start, count)?);
    allocation.with_publishers(args.node.publisher_count).map_err(BatchError::PublisherRange)
}

/// The secrets that the keys come from; what is not given is made.
fn material(
    mnemonic: Option<Mnemonic>,
    operator: Option<&OperatorEntropy>,
    ikm: Option<Ikm>,
    given_attesters: bool,
    passphrase: Passphrase,
) -> Result<KeyMaterial, BatchError> {
    let from_mnemonic = || match mnemonic {
        Some(mnemonic) => Ok(KeyMaterial::from_mnemonic(&mnemonic, passphrase)),
        None => KeyMaterial::generate_with(passphrase, operator, &mut SysRng),
    };
    Ok(match ikm {
        // With attesters given, nothing is left that a mnemonic would be for.
        Some(ikm) if given_attesters => KeyMaterial::from_ikm(ikm),
        Some(ikm) => from_mnemonic()?.with_ikm(ikm),
        None => from_mnemonic()?,
    })
}

/// Opens the mnemonic that an earlier batch keeps, under its ETH password. The passwords that were read for that are those
/// of the new files, too.
fn open_given_mnemonic(
    mnemonic: Option<MnemonicFile>,
    args: &BatchArgs,
    stdin: &mut StdinOnce,
) -> Result<(Option<Mnemonic>, Option<Protection>), BatchError> {
    let file = match mnemonic {
        None => return Ok((None, None)),
        Some(MnemonicFile::Words(mnemonic)) => return Ok((Some(mnemonic), None)),
        Some(MnemonicFile::Encrypted(file)) => file,
    };
    let protection = protection(&args.encryption, &args.passwords, stdin)?;
    let opened = match protection.eth_password() {
        Some(password) => open_mnemonic(&file, password),
        None => open_mnemonic(&file, &password_of_file(None, stdin)?),
    };
    Ok((Some(opened?), Some(protection)))
}

fn rewards(args: &NodeArgs) -> Result<Rewards, BatchError> {
    let coinbase = args.coinbase.as_deref().map(NonZeroAddress::parse).transpose().map_err(BatchError::Coinbase)?;
    let fee_recipient = args.fee_recipient.as_deref().map_or(Ok(AztecAddress::ZERO), AztecAddress::parse);
    Ok(Rewards { coinbase, fee_recipient: fee_recipient.map_err(BatchError::FeeRecipient)? })
}

/// Refuses options that would have no effect, so that nobody relies on what they seem to say.
fn check_use(args: &BatchArgs) -> Result<(), BatchError> {
    let SourceArgs { attesters, ikm_file, mnemonic_file, type_mnemonic, passphrase_file, entropy, .. } = &args.source;
    if attesters.is_some() && args.node.publisher_count > 0 {
        return Err(BatchError::UnusedPublisherCount);
    }
    if attesters.is_some() && ikm_file.is_some() {
        let unused = [
            mnemonic_file.as_ref().map(|_| "--mnemonic-file"),
            type_mnemonic.then_some("--type-mnemonic"),
            passphrase_file.as_ref().map(|_| "--passphrase-file"),
            entropy.option(),
        ];
        if let Some(option) = unused.into_iter().flatten().next() {
            return Err(BatchError::UnusedMnemonic { option });
        }
    }
    Ok(())
}

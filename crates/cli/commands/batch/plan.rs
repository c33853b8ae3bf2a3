//! From the command line to what will be made: files read, texts parsed, passwords known.

use std::{collections::BTreeMap, path::Path};

use aztec_encrypted_keystore::EncryptedMnemonic;
use aztec_key_derivation::{Allocation, EthAccount, IndexRange, Mnemonic, Passphrase};
use aztec_staking_registry::{
    AztecAddress, NonZeroAddress,
    manifest::{ManifestHead, Source},
};

use super::{BatchError, entropy::Entropy};
use crate::{
    batch_dir::MADE_BY,
    check::{ExpectedRewards, ExpectedSecrets, Rewards, Secrets},
    cli::{BatchArgs, Proof, SourceArgs},
    input::{
        self, FileKind, MnemonicFile, MnemonicFileError, Publisher, StdinOnce, open_mnemonic, password_of_file,
        read_attesters, read_publishers,
    },
    new_batch::{Earlier, NewBatch, Protection, check_calls, check_size, read_known},
};

/// All that a batch depends on.
pub(super) struct Plan {
    pub(super) new: NewBatch,
    pub(super) allocation: Allocation,
    pub(super) entropy: Entropy,
    pub(super) attesters: Attesters,
    pub(super) proof: Proof,
    pub(super) publishers: Vec<Publisher>,
    pub(super) coinbase: Option<NonZeroAddress>,
    pub(super) fee_recipient: AztecAddress,
    pub(super) passphrase: Passphrase,
}

/// Who attests.
pub(super) enum Attesters {
    /// Keys derived below this account.
    Derived(EthAccount),
    /// Addresses whose keys are elsewhere, one for each BLS key.
    Given(Vec<NonZeroAddress>),
}

impl Plan {
    pub(super) fn resolve(args: &BatchArgs) -> Result<Self, BatchError> {
        let stdin = &mut StdinOnce::check([
            ("--mnemonic-file", args.source.mnemonic_file.as_ref()),
            ("--passphrase-file", args.source.passphrase_file.as_ref()),
            ("--ikm-file", args.source.ikm_file.as_ref()),
            ("--attesters", args.source.attesters.as_ref()),
            ("--publisher-file", args.node.publisher_file.as_ref()),
            ("--password-file", args.passwords.password_file.as_ref()),
            ("--eth-password-file", args.passwords.eth_password_file.as_ref()),
            ("--bls-password-file", args.passwords.bls_password_file.as_ref()),
        ])?;
        check_calls(args.calls, args.proof.into())?;
        check_use(args)?;
        let coinbase = args.node.coinbase.as_deref().map(NonZeroAddress::parse).transpose();
        let coinbase = coinbase.map_err(BatchError::Coinbase)?;
        let fee_recipient = args.node.fee_recipient.as_deref().map_or(Ok(AztecAddress::ZERO), AztecAddress::parse);
        let fee_recipient = fee_recipient.map_err(BatchError::FeeRecipient)?;

        let given = args.source.attesters.as_deref().map(|path| read_attesters(path, stdin)).transpose()?;
        let after = args.source.after.as_deref().map(Earlier::read).transpose()?;
        let allocation = allocation(args, given.as_deref(), after.as_ref())?;
        check_size(allocation.validators().count(), own_publishers(&allocation))?;
        let passphrase = read_passphrase(&args.source, stdin)?;
        let mnemonic = args.source.mnemonic_file.as_deref().map(|path| read_mnemonic(path, stdin)).transpose()?;
        // Passwords come last, so that nobody types one twice only to learn that something else was wrong. But an
        // encrypted mnemonic opens under the password that it was encrypted under.
        let mut protected = None;
        let mnemonic = match mnemonic {
            Some(MnemonicFile::Encrypted(file)) => {
                let protection = protected.insert(Protection::resolve(&args.encryption, &args.passwords, stdin)?);
                Some(open_given_mnemonic(&file, protection, stdin)?)
            }
            Some(MnemonicFile::Words(mnemonic)) => Some(mnemonic),
            None => None,
        };
        let entropy = Entropy::resolve(&args.source, mnemonic, given.is_some(), &passphrase, stdin)?;
        if args.source.show_mnemonic && entropy.new_mnemonic().is_none() {
            return Err(BatchError::NothingToShow);
        }
        let attesters = match (given, entropy.seed()) {
            (None, Some(seed)) => Attesters::Derived(EthAccount::new(seed, allocation.account())?),
            (given, _) => Attesters::Given(given.unwrap_or_default()),
        };
        let source = entropy.source(allocation.rule(), matches!(attesters, Attesters::Given(_)))?;
        let earlier = earlier(after, args.source.known.as_deref(), &source, &allocation)?;
        let publishers = match &args.node.publisher_file {
            Some(path) => read_publishers(path, stdin)?,
            None => Vec::new(),
        };
        check_size(allocation.validators().count(), publishers.len())?;
        let protection = match protected {
            Some(protection) => protection,
            None => Protection::resolve(&args.encryption, &args.passwords, stdin)?,
        };
        let head = ManifestHead {
            made_by: MADE_BY.to_owned(),
            source,
            account_index: allocation.account().get(),
            address_index: allocation.validators().start().get(),
            publisher_count: allocation.publishers_each(),
            proof: args.proof.into(),
            encrypted: protection.is_encrypted(),
            files: BTreeMap::new(),
        };
        let expected = ExpectedSecrets {
            keeps_mnemonic: entropy.new_mnemonic().is_some(),
            rewards: ExpectedRewards::Same(Rewards { coinbase, fee_recipient }),
        };
        let count = allocation.validators().count();
        let new = NewBatch { out: args.out.clone(), head, count, protection, calls: args.calls, expected, earlier };
        Ok(Self {
            new,
            allocation,
            entropy,
            attesters,
            proof: args.proof,
            publishers,
            coinbase,
            fee_recipient,
            passphrase,
        })
    }

    /// What the batch that was written is compared with.
    pub(super) fn secrets(&self) -> Secrets<'_> {
        let (eth, bls) = self.new.protection.passwords();
        let ikm = match &self.entropy {
            Entropy::Ikm { ikm, .. } => Some(ikm),
            _ => None,
        };
        Secrets { eth, bls, passphrase: &self.passphrase, seed: self.entropy.seed(), ikm }
    }
}

/// What must share nothing with the batch, once it is known that it does not.
fn earlier(
    after: Option<Earlier>,
    known: Option<&Path>,
    source: &Source,
    allocation: &Allocation,
) -> Result<Vec<Earlier>, BatchError> {
    if let Some(after) = &after {
        after.must_have_source(source)?;
    }
    let mut earlier = known.map(read_known).transpose()?.unwrap_or_default();
    earlier.extend(after);
    for batch in &earlier {
        batch.must_not_meet(source, allocation)?;
    }
    Ok(earlier)
}

/// How many publishers each validator has for itself.
fn own_publishers(allocation: &Allocation) -> usize {
    usize::try_from(allocation.publishers_each()).unwrap_or(usize::MAX)
}

fn allocation(
    args: &BatchArgs,
    given: Option<&[NonZeroAddress]>,
    after: Option<&Earlier>,
) -> Result<Allocation, BatchError> {
    let rule = args.source.bls_derivation.into();
    let (account, start) = match after {
        Some(after) => after.next(rule)?,
        None => (args.source.account_index, args.source.address_index),
    };
    let count = match (args.count, given) {
        (Some(count), Some(given)) if usize::try_from(count) != Ok(given.len()) => {
            return Err(BatchError::AttesterCount { count, attesters: given.len() });
        }
        (Some(count), _) => count,
        (None, Some(given)) => u32::try_from(given.len()).unwrap_or(u32::MAX),
        (None, None) => 1,
    };
    let range = IndexRange::new(start, count)?;
    let allocation = Allocation::new(rule, account, range);
    allocation.with_publishers(args.node.publisher_count).map_err(BatchError::PublisherRange)
}

/// Refuses options that would have no effect, so that nobody relies on what they seem to say.
fn check_use(args: &BatchArgs) -> Result<(), BatchError> {
    let SourceArgs { attesters, ikm_file, mnemonic_file, passphrase_file, .. } = &args.source;
    if attesters.is_some() && args.node.publisher_count > 0 {
        return Err(BatchError::UnusedPublisherCount);
    }
    if attesters.is_some() && ikm_file.is_some() {
        for (file, option) in [(mnemonic_file, "--mnemonic-file"), (passphrase_file, "--passphrase-file")] {
            if file.is_some() {
                return Err(BatchError::UnusedMnemonic { option });
            }
        }
    }
    Ok(())
}

fn read_passphrase(args: &SourceArgs, stdin: &mut StdinOnce) -> Result<Passphrase, BatchError> {
    let Some(path) = &args.passphrase_file else { return Ok(Passphrase::none()) };
    input::read_passphrase(path, stdin)?.map_err(BatchError::Passphrase)
}

fn read_mnemonic(path: &Path, stdin: &mut StdinOnce) -> Result<MnemonicFile, BatchError> {
    MnemonicFile::read("--mnemonic-file", path, stdin).map_err(|source| match source {
        MnemonicFileError::Input(source) => source.into(),
        source => BatchError::Mnemonic(source),
    })
}

/// The mnemonic that an earlier batch keeps, under its ETH password.
fn open_given_mnemonic(
    file: &EncryptedMnemonic,
    protection: &Protection,
    stdin: &mut StdinOnce,
) -> Result<Mnemonic, BatchError> {
    let opened = match protection {
        Protection::Encrypted { passwords, .. } => open_mnemonic(file, &passwords.eth),
        Protection::None => open_mnemonic(file, &password_of_file(None, FileKind::Eth, stdin)?),
    };
    opened.map_err(BatchError::Mnemonic)
}

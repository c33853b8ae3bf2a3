//! What a new batch must say, where nothing public says it.

use alloy_primitives::Address;
use aztec_node_keystore::RemoteSigner;

use crate::{Account, BatchPlan, ImportedKeys, PlannedKeys, Rewards};

/// What the secret part of a new batch must say.
pub(crate) struct Expected<'a> {
    /// Whether the mnemonic is kept in the directory.
    pub(super) keeps_mnemonic: bool,
    /// The account from which publishers are topped up.
    pub(super) funding_account: Option<Address>,
    /// The signer of all accounts that name none.
    pub(super) remote_signer: Option<&'a RemoteSigner>,
    rewards: ExpectedRewards<'a>,
}

/// Who receives what, for the validators in their order.
enum ExpectedRewards<'a> {
    Same(Rewards),
    Imported(&'a ImportedKeys),
}

impl<'a> Expected<'a> {
    pub(crate) fn of(plan: &'a BatchPlan) -> Self {
        let (keeps_mnemonic, rewards) = match plan.keys() {
            PlannedKeys::Derived(keys) => {
                (keys.material().new_mnemonic().is_some(), ExpectedRewards::Same(keys.rewards()))
            }
            PlannedKeys::Imported(keys) => (false, ExpectedRewards::Imported(keys)),
        };
        let funding_account = plan.keys().funding_account().map(Account::address);
        Self { keeps_mnemonic, funding_account, remote_signer: plan.keys().remote_signer(), rewards }
    }

    /// Who receives what the validator at this position earns.
    pub(super) fn rewards(&self, entry: usize) -> Option<Rewards> {
        match &self.rewards {
            ExpectedRewards::Same(rewards) => Some(*rewards),
            ExpectedRewards::Imported(keys) => {
                keys.validators().get(entry).map(super::super::imported_keys::ImportedValidator::rewards)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use aztec_key_derivation::{Allocation, BlsRule, Index, IndexRange, Mnemonic, Passphrase};
    use aztec_node_keystore::NodeKeystore;
    use aztec_staking_registry::{AztecAddress, NonZeroAddress};
    use bn254_bls::gas::PopGasLimit;
    use durable_files::Staging;
    use rand::rngs::SysRng;

    use super::*;
    use crate::{Attesters, Batch, DerivedKeys, KeyFiles, KeyMaterial, MARK, Protection, Secrets};

    fn material(new: bool) -> KeyMaterial {
        if new {
            return KeyMaterial::generate(Passphrase::none(), &mut SysRng).unwrap();
        }
        let words = "test test test test test test test test test test test junk";
        KeyMaterial::from_mnemonic(&Mnemonic::parse(words).unwrap(), Passphrase::none())
    }

    fn derived(material: KeyMaterial) -> DerivedKeys {
        let indices = IndexRange::new(Index::ZERO, 1).unwrap();
        DerivedKeys::new(Allocation::new(BlsRule::V6, Index::ZERO, indices), material, Attesters::Derived).unwrap()
    }

    fn plan(keys: DerivedKeys) -> BatchPlan {
        BatchPlan::new(PlannedKeys::Derived(keys), Protection::None)
    }

    fn imported(members: &str) -> BatchPlan {
        let key = |digits: &str| digits.repeat(32);
        let text = format!(
            "{{\"schemaVersion\":1,\"validators\":[{{\"attester\":{{\"eth\":\"0x{}\",\"bls\":\"0x{}\"}},{members}}}",
            key("61"),
            key("01")
        );
        let files = KeyFiles { directory: Path::new(""), eth_keys: None, bls_keys: None };
        let keystore = NodeKeystore::read(&text).unwrap();
        let keys = ImportedKeys::from_node_keystore(&keystore, &files, PopGasLimit::DEFAULT, &()).unwrap();
        BatchPlan::new(PlannedKeys::Imported(keys), Protection::None)
    }

    /// What is wrong with a batch of one plan for whoever asked for another.
    fn faults(made: &BatchPlan, asked: &BatchPlan) -> Vec<String> {
        let dir = tempfile::tempdir().unwrap();
        let mut staging = Staging::create(&dir.path().join("out"), MARK).unwrap();
        let batch = Batch::create(&mut staging, made, &()).unwrap();
        staging.close().unwrap();
        let none = Passphrase::none();
        let secrets = Secrets { eth_keys: None, bls_keys: None, passphrase: &none, seed: None, ikm: None };
        let verification = batch.verify_expecting(&secrets, Some(&Expected::of(asked)), &()).unwrap();
        let faults = verification.into_faults_of_writing();
        let root = format!("{}/", batch.root().display());
        faults.iter().map(|fault| fault.to_string().replace(&root, "")).collect()
    }

    fn account() -> Account {
        Account::Address(NonZeroAddress::new([0xa7; 20].into()).unwrap())
    }

    #[test]
    fn what_was_asked_for() {
        let plan = || plan(derived(material(false)));
        assert_eq!(faults(&plan(), &plan()), [""; 0]);
    }

    #[test]
    fn rewards_of_somebody_else() {
        let rewards = |fees: u8| {
            let coinbase = NonZeroAddress::new([fees; 20].into()).ok();
            Rewards { coinbase, fee_recipient: AztecAddress::new([fees; 32]).unwrap() }
        };
        let plan = |fees| plan(derived(material(false)).with_rewards(rewards(fees)));
        let fault = |field: &str| format!("secret/node_keystore.json, entry 0, {field}: is not what was asked for");
        assert_eq!(faults(&plan(1), &plan(2)), ["coinbase", "feeRecipient"].map(fault));
        let of = |fees: &str| imported(&format!("\"feeRecipient\":\"0x{}\"}}]", fees.repeat(32)));
        assert_eq!(faults(&of("01"), &of("02")), [fault("feeRecipient")]);
        assert_eq!(faults(&of("01"), &of("01")), [""; 0]);
    }

    #[test]
    fn accounts_and_signers_that_nobody_asked_for() {
        let plan = |funding| plan(derived(material(false)).with_funding_account(funding));
        let fault = |field: &str| format!("secret/node_keystore.json, {field}: is not what was asked for");
        for (made, asked) in [(Some(account()), None), (None, Some(account()))] {
            assert_eq!(faults(&plan(made), &plan(asked)), [fault("fundingAccount")]);
        }
        let of = |signer: &str| imported(&format!("\"feeRecipient\":\"0x{}\"}}]{signer}", "01".repeat(32)));
        let signer = ",\"remoteSigner\":\"https://signer.example\"";
        assert_eq!(faults(&of(signer), &of("")), [fault("remoteSigner")]);
        assert_eq!(faults(&of(signer), &of(signer)), [""; 0]);
    }

    #[test]
    fn whether_the_mnemonic_is_to_be_kept() {
        let plan = |new| plan(derived(material(new)));
        let foreign = "secret/mnemonic.txt: does not belong to this batch; move it elsewhere";
        assert_eq!(faults(&plan(true), &plan(false)), [foreign]);
        let missing = "secret/mnemonic.txt: is missing; restore it from a copy";
        assert_eq!(faults(&plan(false), &plan(true)), [missing]);
    }
}

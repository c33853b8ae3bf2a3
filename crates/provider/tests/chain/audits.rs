//! What becomes of every entry of a queue: by the tuple, by what the chain knows, and by the entries before it.

use alloy_primitives::{Address, B256, U256, keccak256};
use alloy_sol_types::SolValue;
use aztec_provider::audit::{Audit, BlockReason, Earlier, Fate, Foretold, Known, Refund, Rival, WrongProof};
use aztec_staking_registry::{Field, UnverifiedKeyStore};
use bn254_bls::SecretKey;

use crate::{
    contracts::{GSE, ROLLUP, key_store, key_store_of},
    interface::*,
    ledger::{LIMIT, Ledger, OURS},
};

fn audit(ledger: &Ledger) -> Audit {
    audit_with(ledger, &[], None)
}

fn audit_with(ledger: &Ledger, new: &[UnverifiedKeyStore], known: Option<&Known>) -> Audit {
    let (mut chain, deployment, provider) = ledger.read();
    Audit::run(&mut chain, &deployment, &provider, new, known).unwrap()
}

fn fates(audit: &Audit) -> Vec<Fate> {
    audit.entries.iter().map(|foretold| foretold.fate).collect()
}

fn unverified(entry: &KeyStore) -> UnverifiedKeyStore {
    let word = |word: U256| word.to_be_bytes::<32>();
    UnverifiedKeyStore {
        attester: entry.attester,
        spelling: aztec_staking_registry::Spelling::Bytes,
        public_key_g1: [entry.publicKeyG1.x, entry.publicKeyG1.y].map(word),
        public_key_g2: [entry.publicKeyG2.x0, entry.publicKeyG2.x1, entry.publicKeyG2.y0, entry.publicKeyG2.y1]
            .map(word),
        proof_of_possession: [entry.proofOfPossession.x, entry.proofOfPossession.y].map(word),
    }
}

/// How the GSE names a key.
fn hash(entry: &KeyStore) -> B256 {
    keccak256(entry.publicKeyG1.abi_encode())
}

#[test]
fn what_the_chain_knows_and_what_comes_before_decide() {
    let mut ledger = Ledger::new();
    let mut queue: Vec<_> = (1..=12).map(key_store).collect();
    queue[1].attester = Address::ZERO;
    ledger.answer(ROLLUP, &getStatusCall(queue[2].attester), 3);
    ledger.answer(ROLLUP, &getStatusCall(queue[3].attester), 2);
    ledger.answer(ROLLUP, &getStatusCall(queue[4].attester), 1);
    let half = G1Point { x: U256::ZERO, y: U256::from(1) };
    ledger.answer(
        GSE,
        &getConfigCall(queue[5].attester),
        AttesterConfig { publicKey: half, ..AttesterConfig::default() },
    );
    ledger.answer(GSE, &ownedPKsCall(hash(&queue[6])), true);
    queue[7].attester = queue[0].attester;
    queue[8] = KeyStore { attester: queue[8].attester, ..queue[0].clone() };
    // What waits in the rollup's entry queue has been staked, whatever its attester does meanwhile.
    let leaving = KeyStore { attester: Address::repeat_byte(0x99), ..queue[9].clone() };
    ledger.answer(ROLLUP, &getStatusCall(leaving.attester), 3);
    let other = KeyStore { attester: queue[10].attester, ..key_store(20) };
    ledger.entry_queue(ROLLUP, &[leaving, other]);
    ledger.queue(OURS, 5, &queue);

    let audit = audit(&ledger);
    let refunded = Fate::Refunded;
    assert_eq!(
        fates(&audit),
        [
            Fate::Registers,
            Fate::Blocks(BlockReason::ZeroAttester),
            Fate::Blocks(BlockReason::StillExiting),
            Fate::Blocks(BlockReason::StillExiting),
            refunded(Refund::AlreadyActive),
            refunded(Refund::KeyIsForEver),
            refunded(Refund::KeySeen),
            refunded(Refund::TwinAttester(Earlier::Queue(5))),
            refunded(Refund::TwinKey(Earlier::Queue(5))),
            refunded(Refund::TwinKey(Earlier::EntryQueue(0))),
            refunded(Refund::TwinAttester(Earlier::EntryQueue(1))),
            Fate::Registers,
        ]
    );
    assert_eq!((audit.provider.get(), audit.entry_queue_length, audit.proof_gas_limit), (OURS, 2, LIMIT));
    assert!(audit.entries.iter().zip(5..).all(|(foretold, index)| foretold.entry.index == index && !foretold.is_new));
    assert!(audit.entries.iter().all(|foretold| foretold.entry.provider == OURS && foretold.is_known.is_none()));
    let good = audit.entries.iter().map(Foretold::is_good);
    assert_eq!(good.filter(|good| *good).count(), 2);
}

#[test]
fn a_tuple_is_read_word_by_word_from_either_queue() {
    let mut ledger = Ledger::new();
    let [queued, waiting] = [key_store(1), key_store(2)];
    // Of a queue that was longer than any may be at once.
    ledger.queue(OURS, 5_000_000, std::slice::from_ref(&queued));
    // Were a word of the one that waits another, it would not register, and the attester were free.
    ledger.entry_queue(ROLLUP, &[KeyStore { attester: queued.attester, ..waiting }]);
    let audit = audit(&ledger);
    assert_eq!(audit.entries[0].entry.tuple, unverified(&queued));
    assert_eq!(fates(&audit), [Fate::Refunded(Refund::TwinAttester(Earlier::EntryQueue(0)))]);
}

/// The sum of the contract's authors for the key 1; beyond the limit by more than the pairing, nothing is left to report it.
#[test]
fn the_gas_of_a_proof_against_the_limit() {
    let mut one = [0; 32];
    one[31] = 1;
    let good = key_store_of(&one, Address::repeat_byte(1));
    let gas = 151_674;
    let infinity = KeyStore { proofOfPossession: G1Point::default(), ..good.clone() };
    let no_point = KeyStore { publicKeyG2: G2Point::default(), ..good.clone() };
    let no_point = KeyStore { publicKeyG2: G2Point { x0: U256::ONE, ..no_point.publicKeyG2 }, ..no_point };
    let fate = |limit, entry: &KeyStore| {
        let mut ledger = Ledger::new();
        ledger.answer(GSE, &proofOfPossessionGasLimitCall {}, limit);
        ledger.queue(OURS, 1, std::slice::from_ref(entry));
        let audit = audit(&ledger);
        assert_eq!(audit.entries[0].gas, gas);
        audit.entries[0].fate
    };
    let pairing = 112_500;
    assert_eq!(fate(gas, &good), Fate::Registers);
    let over = |limit| Fate::Refunded(Refund::OverGasLimit { gas, limit });
    for limit in [gas - 1, gas - pairing] {
        assert_eq!(fate(limit, &good), over(limit));
        assert!(matches!(fate(limit, &no_point), Fate::Refunded(Refund::Point(Field::PublicKeyG2, _))));
    }
    for limit in [gas - pairing - 1, 0] {
        assert_eq!(fate(limit, &good), Fate::MayStopTheRollup { gas, limit });
        assert_eq!(fate(limit, &no_point), Fate::MayStopTheRollup { gas, limit });
        // That is seen before any gas is spent.
        assert_eq!(fate(limit, &infinity), Fate::Refunded(Refund::Infinity(Field::ProofOfPossession)));
    }
}

#[test]
fn a_proof_of_something_else_is_named() {
    let good = key_store(1);
    let feedback = SecretKey::from_be_bytes(&crate::contracts::secret(1)).unwrap().prove();
    let [x, y] = feedback.feedback_proof().point().to_words().map(U256::from_be_bytes);
    let feedback = KeyStore { proofOfPossession: G1Point { x, y }, ..good.clone() };
    let differ = KeyStore { publicKeyG2: key_store(2).publicKeyG2, ..good.clone() };
    let other = KeyStore { proofOfPossession: key_store(2).proofOfPossession, ..good };
    let mut ledger = Ledger::new();
    ledger.queue(OURS, 1, &[feedback, differ, other]);
    let wrong = [WrongProof::Feedback, WrongProof::KeysDiffer, WrongProof::Other];
    assert_eq!(fates(&audit(&ledger)), wrong.map(|wrong| Fate::Refunded(Refund::Proof(wrong))));
}

#[test]
fn what_is_about_to_be_added_comes_after_the_queue() {
    let mut ledger = Ledger::new();
    ledger.queue(OURS, 3, &[key_store(1)]);
    let audit = audit_with(&ledger, &[key_store(2), key_store(1)].each_ref().map(unverified), None);
    assert_eq!(audit.entries.iter().map(|one| one.is_new).collect::<Vec<_>>(), [false, true, true]);
    assert_eq!(audit.entries.iter().map(|one| one.entry.index).collect::<Vec<_>>(), [3, 4, 5]);
    let twin = Fate::Refunded(Refund::TwinAttester(Earlier::Queue(3)));
    assert_eq!(fates(&audit), [Fate::Registers, Fate::Registers, twin]);
    // What is not in the queue cannot be dropped from it.
    let drips = audit.entries.iter().map(|one| audit.drip(one).map(|drip| drip.count));
    assert_eq!(drips.collect::<Vec<_>>(), [Some(1), None, None]);
    ledger.queue(OURS, 3, &[]);
    let audit = audit_with(&ledger, &[unverified(&key_store(2))], None);
    assert!(audit.entries[0].is_new && audit.drip(&audit.entries[0]).is_none());
}

#[test]
fn a_drip_drops_all_in_front_too_and_names_the_good() {
    let mut ledger = Ledger::new();
    let blocked = KeyStore { attester: Address::ZERO, ..key_store(2) };
    let queue = [key_store(1), blocked, key_store(3)];
    ledger.queue(OURS, 7, &queue);
    let audit = audit(&ledger);
    for (position, good) in [(0, vec![0]), (1, vec![0]), (2, vec![0, 2])] {
        let drip = audit.drip(&audit.entries[position]).unwrap();
        let count = position as u64 + 1;
        assert_eq!(drip.count, count);
        assert_eq!(drip.good, good.iter().map(|good: &usize| queue[*good].attester).collect::<Vec<_>>());
        let call = dripProviderQueueCall { provider: U256::from(OURS), count: U256::from(count) };
        use alloy_sol_types::SolCall;
        assert_eq!(drip.calldata.to_hex(), alloy_primitives::hex::encode_prefixed(call.abi_encode()));
    }
}

#[test]
fn the_same_attester_or_key_elsewhere_is_a_rival() {
    let mut ledger = Ledger::new();
    let [first, second, third] = [key_store(1), key_store(2), key_store(3)];
    let zero = |number| KeyStore { attester: Address::ZERO, ..key_store(number) };
    let same_attester = KeyStore { attester: first.attester, ..key_store(11) };
    let same_key = KeyStore { attester: Address::repeat_byte(0x77), ..first.clone() };
    ledger.queue(OURS, 1, &[first, second.clone(), third, zero(4)]);
    ledger.queue(3, 1, &[same_key, second, key_store(12)]);
    ledger.queue(1, 6, &[zero(13), same_attester]);
    let audit = audit(&ledger);
    let rivals: Vec<_> = audit.entries.iter().map(|foretold| &foretold.rivals).collect();
    let rival = |provider, index, same_key| (provider, index, same_key);
    let seen: Vec<Vec<_>> = rivals
        .iter()
        .map(|rivals| {
            rivals.iter().map(|Rival { provider, index, same_key, .. }| (*provider, *index, *same_key)).collect()
        })
        .collect();
    // One that is the same in both is one rival. The zero address is nobody's.
    assert_eq!(seen, [vec![rival(1, 7, false), rival(3, 1, true)], vec![rival(3, 2, true)], vec![], vec![]]);
    assert_eq!(audit.entries.iter().map(|one| one.fate.is_good()).collect::<Vec<_>>(), [true, true, true, false]);
    assert_eq!(audit.entries.iter().map(Foretold::is_good).collect::<Vec<_>>(), [false, false, true, false]);
}

#[test]
fn an_entry_that_no_manifest_lists_is_not_good() {
    let mut ledger = Ledger::new();
    let entries = [key_store(1), key_store(2)];
    ledger.queue(OURS, 1, &entries);
    let point = bn254_bls::G1Point::from_words(&unverified(&entries[0]).public_key_g1).unwrap();
    let public_key = alloy_primitives::hex::encode_prefixed(point.to_compressed());
    let attester = entries[0].attester.to_string();
    let directory = tempfile::tempdir().unwrap();
    let manifest = serde_json::json!({"keys": [{"attester": attester, "publicKey": public_key}]});
    std::fs::write(directory.path().join("manifest.json"), manifest.to_string()).unwrap();
    let known = Known::read(directory.path()).unwrap();
    let audit = audit_with(&ledger, &[], Some(&known));
    assert_eq!(audit.entries.iter().map(|one| one.is_known).collect::<Vec<_>>(), [Some(true), Some(false)]);
    assert_eq!(audit.entries.iter().map(Foretold::is_good).collect::<Vec<_>>(), [true, false]);
}

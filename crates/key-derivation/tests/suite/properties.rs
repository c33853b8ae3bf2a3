//! What holds for all inputs.

use std::collections::HashSet;
use std::num::NonZeroU32;

use aztec_key_derivation::{
    Allocation, BlsPath, BlsRule, EthAccount, EthPath, Ikm, Index, IndexRange, MasterFingerprint, Mnemonic, Passphrase,
    Seed, WordCount, derive_bls,
};
use proptest::prelude::*;

const PHRASE: &str = "test test test test test test test test test test test junk";

fn index() -> impl Strategy<Value = Index> {
    let edges = prop_oneof![Just(0), Just(1), Just((1 << 31) - 2), Just((1 << 31) - 1)];
    prop_oneof![3 => 0..1u32 << 31, 1 => edges].prop_map(|number| Index::new(number).unwrap())
}

fn small_range() -> impl Strategy<Value = IndexRange> {
    (0..30u32, 1..12u32).prop_map(|(start, count)| IndexRange::new(Index::new(start).unwrap(), count).unwrap())
}

fn small_allocation() -> impl Strategy<Value = Allocation> {
    (prop::sample::select(&BlsRule::ALL[..]), 0..3u32, small_range(), 0..3u32).prop_map(
        |(rule, account, validators, each)| {
            Allocation::new(rule, Index::new(account).unwrap(), validators).with_publishers(each).unwrap()
        },
    )
}

/// Every path of a batch, one by one.
fn paths(batch: &Allocation) -> (HashSet<EthPath>, HashSet<BlsPath>) {
    let eth = |address| EthPath { account: batch.account(), address };
    let publishers = (0..batch.validators().count()).filter_map(|v| batch.publishers_of(v)).flat_map(IndexRange::iter);
    (
        batch.validators().iter().chain(publishers).map(eth).collect(),
        batch.validators().iter().map(|address| batch.rule().path(batch.account(), address)).collect(),
    )
}

proptest! {
    #[test]
    fn bls_paths_read_back(account in index(), address in index(), candidate: u8) {
        let path = BlsPath::new(account, address).with_candidate(candidate);
        prop_assert_eq!(path.to_string().parse(), Ok(path));
    }

    #[test]
    fn eth_paths_read_back(account in index(), address in index()) {
        let path = EthPath { account, address };
        prop_assert_eq!(path.to_string().parse(), Ok(path));
    }

    /// Nothing but what `Display` writes is a path.
    #[test]
    fn what_reads_as_a_path_is_its_only_spelling(text in "m/12381/3600/[0-9/' +-]{0,12}") {
        if let Ok(path) = text.parse::<BlsPath>() {
            prop_assert_eq!(path.to_string(), text);
        }
    }

    #[test]
    fn no_text_makes_a_parser_panic(text: String) {
        let _ = (text.parse::<BlsPath>(), text.parse::<EthPath>(), text.parse::<Index>(), text.parse::<BlsRule>());
        let _ = (text.parse::<MasterFingerprint>(), text.parse::<WordCount>());
        let _ = (Mnemonic::parse(&text), Passphrase::new(&text), Ikm::from_hex(&text));
    }

    #[test]
    fn distinct_paths_give_distinct_keys(a in (index(), index(), any::<u8>()), b in (index(), index(), any::<u8>())) {
        let seed = Seed::from_bytes(&[7; 64]);
        let key = |(account, address, candidate): (Index, Index, u8)| {
            derive_bls(&seed, &BlsPath::new(account, address).with_candidate(candidate)).to_be_bytes()
        };
        prop_assert_eq!(a == b, key(a) == key(b));
    }

    #[test]
    fn distinct_key_material_gives_distinct_keys(a in prop::collection::vec(any::<u8>(), 32..70), flip in 0..32usize) {
        let mut b = a.clone();
        b[flip] ^= 1;
        let path = BlsPath::new(Index::ZERO, Index::ZERO);
        let (a, b) = (Ikm::from_bytes(&a).unwrap(), Ikm::from_bytes(&b).unwrap());
        prop_assert_ne!(derive_bls(&a, &path).to_be_bytes(), derive_bls(&b, &path).to_be_bytes());
    }

    /// Neither the message nor the debug form of any error has a word of the phrase.
    #[test]
    fn errors_show_no_word(position in 0..12usize, wrong in "[a-z]{9,16}") {
        let mut words: Vec<&str> = PHRASE.split(' ').collect();
        words[position] = &wrong;
        let error = Mnemonic::parse(&words.join(" ")).unwrap_err();
        for shown in [error.to_string(), format!("{error:?}")] {
            prop_assert!(!shown.contains(&wrong), "{shown}");
            prop_assert!(!shown.contains("test") && !shown.contains("junk"), "{shown}");
            prop_assert!(shown.contains(&(position + 1).to_string()), "{shown}");
        }
    }

    #[test]
    fn key_material_reads_back_from_either_case(bytes in prop::collection::vec(any::<u8>(), 32..100)) {
        let path = BlsPath::new(Index::ZERO, Index::ZERO);
        let expected = derive_bls(&Ikm::from_bytes(&bytes).unwrap(), &path).to_be_bytes();
        for text in [base16ct::lower::encode_string(&bytes), base16ct::upper::encode_string(&bytes)] {
            prop_assert_eq!(derive_bls(&Ikm::from_hex(&text).unwrap(), &path).to_be_bytes(), expected.clone());
        }
    }

    #[test]
    fn ranges_meet_where_their_indices_do(a in small_range(), b in small_range()) {
        let both: Vec<Index> = a.iter().filter(|index| b.contains(*index)).collect();
        let intersection: Vec<Index> = a.intersection(b).into_iter().flat_map(IndexRange::iter).collect();
        prop_assert_eq!(intersection, both);
    }

    #[test]
    fn chunks_put_together_are_the_range(range in small_range(), size in 1..14u32) {
        let chunks = range.chunks(NonZeroU32::new(size).unwrap()).flat_map(IndexRange::iter);
        prop_assert!(chunks.eq(range.iter()));
    }

    /// Against the sets of all paths, written out.
    #[test]
    fn batches_share_a_path_where_their_sets_of_paths_meet(a in small_allocation(), b in small_allocation()) {
        let ((eth_a, bls_a), (eth_b, bls_b)) = (paths(&a), paths(&b));
        match a.shared_path(&b) {
            None => prop_assert!(eth_a.is_disjoint(&eth_b) && bls_a.is_disjoint(&bls_b)),
            Some(aztec_key_derivation::SharedPath::Eth(path)) => prop_assert!(eth_a.contains(&path) && eth_b.contains(&path)),
            Some(aztec_key_derivation::SharedPath::Bls(path)) => prop_assert!(bls_a.contains(&path) && bls_b.contains(&path)),
        }
        prop_assert_eq!(a.eth_range().count() as usize, eth_a.len());
    }

    /// The cached node gives what the whole path gives.
    #[test]
    fn eth_keys_equal_the_whole_path(account in index(), address in index()) {
        let seed = [7; 64];
        let path = EthPath { account, address };
        let whole = bip32::XPrv::derive_from_path(&seed, &path.to_string().parse().unwrap()).unwrap();
        let key = EthAccount::new(&Seed::from_bytes(&seed), account).unwrap().key(address).unwrap();
        prop_assert_eq!(*key.secret.to_be_bytes(), whole.to_bytes());
    }
}

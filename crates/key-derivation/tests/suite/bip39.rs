//! The official BIP-39 vectors: `vectors.json` of <https://github.com/trezor/python-mnemonic>, which BIP-39 refers to.
//! The passphrase of all of them is "TREZOR". The last column is the master key as BIP-32 text.

use aztec_key_derivation::{Mnemonic, Passphrase, WordCount};
use bip32::{Prefix, XPrv};
use rand::rngs::SysRng;

use crate::support;

struct Vector {
    words: WordCount,
    phrase: &'static str,
    seed: &'static str,
}

const VECTORS: &[Vector] = &[
    Vector {
        words: WordCount::Words12,
        phrase: "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about",
        seed: "c55257c360c07c72029aebc1b53c05ed0362ada38ead3e3e9efa3708e53495531f09a6987599d18264c1e1c92f2cf141630c7a3c4ab7c81b2f001698e7463b04",
    },
    Vector {
        words: WordCount::Words12,
        phrase: "legal winner thank year wave sausage worth useful legal winner thank yellow",
        seed: "2e8905819b8723fe2c1d161860e5ee1830318dbf49a83bd451cfb8440c28bd6fa457fe1296106559a3c80937a1c1069be3a3a5bd381ee6260e8d9739fce1f607",
    },
    Vector {
        words: WordCount::Words12,
        phrase: "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong",
        seed: "ac27495480225222079d7be181583751e86f571027b0497b5b5d11218e0a8a13332572917f0f8e5a589620c6f15b11c61dee327651a14c34e18231052e48c069",
    },
    Vector {
        words: WordCount::Words18,
        phrase: "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon agent",
        seed: "035895f2f481b1b0f01fcf8c289c794660b289981a78f8106447707fdd9666ca06da5a9a565181599b79f53b844d8a71dd9f439c52a3d7b3e8a79c906ac845fa",
    },
    Vector {
        words: WordCount::Words24,
        phrase: "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon art",
        seed: "bda85446c68413707090a52022edd26a1c9462295029f2e60cd7c4f2bbd3097170af7a4d73245cafa9c3cca8d561a7c3de6f5d4a10be8ed2a5e608d68f92fcc8",
    },
    Vector {
        words: WordCount::Words24,
        phrase: "void come effort suffer camp survey warrior heavy shoot primary clutch crush open amazing screen patrol group space point ten exist slush involve unfold",
        seed: "01f5bced59dec48e362f2c45b5de68b9fd6c92c6634f44d6d40aab69056506f0e35524a518034ddc1192e1dacd32c1ed3eaa3c3b131c88ed8e7e54c49a5d0998",
    },
];

/// The seed is compared by what is derived from it: the type does not show its bytes.
#[test]
fn seeds_of_the_official_vectors() {
    let passphrase = Passphrase::new("TREZOR").unwrap();
    let path = "m/12381/3600/0/0/0".parse().unwrap();
    for vector in VECTORS {
        let mnemonic = Mnemonic::parse(vector.phrase).unwrap();
        assert_eq!(mnemonic.word_count(), vector.words, "{}", vector.phrase);
        assert_eq!(mnemonic.to_phrase().as_str(), vector.phrase);

        let expected = aztec_key_derivation::Seed::from_bytes(&support::hex(vector.seed));
        let seed = mnemonic.to_seed(&passphrase);
        let key = |seed| aztec_key_derivation::derive_bls(seed, &path).to_be_bytes();
        assert_eq!(key(&seed), key(&expected), "{}", vector.phrase);
    }
}

/// The first vector's fourth column, so that the crate that makes the ETH keys is judged on the same source.
#[test]
fn master_key_of_the_first_official_vector() {
    let master = XPrv::new(&support::hex::<64>(VECTORS[0].seed)).unwrap();
    assert_eq!(
        master.to_string(Prefix::XPRV).as_str(),
        "xprv9s21ZrQH143K3h3fDYiay8mocZ3afhfULfb5GX8kCBdno77K4HiA15Tg23wpbeF1pLfs1c5SPmYHrEpTuuRhxMwvKDwqdKiGJS9XFKzUsAF"
    );
}

#[test]
fn a_passphrase_changes_the_seed() {
    let mnemonic = Mnemonic::parse(VECTORS[0].phrase).unwrap();
    let path = "m/12381/3600/0/0/0".parse().unwrap();
    let key =
        |passphrase: &Passphrase| aztec_key_derivation::derive_bls(&mnemonic.to_seed(passphrase), &path).to_be_bytes();
    assert_ne!(key(&Passphrase::none()), key(&Passphrase::new("TREZOR").unwrap()));
    assert_ne!(key(&Passphrase::new("TREZOR").unwrap()), key(&Passphrase::new("trezor").unwrap()));
}

#[test]
fn new_mnemonics_of_every_length_can_be_read_back_and_differ() {
    for words in WordCount::ALL {
        let mnemonic = Mnemonic::generate(words, &mut SysRng).unwrap();
        assert_eq!(mnemonic.words().count(), words.words());
        assert_eq!(Mnemonic::parse(&mnemonic.to_phrase()).as_ref(), Ok(&mnemonic));
        assert_ne!(Mnemonic::generate(words, &mut SysRng).unwrap(), mnemonic);
    }
}

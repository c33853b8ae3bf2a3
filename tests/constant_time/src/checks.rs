//! What is checked. Each function says whether what came out of it is secret.

use std::hint::black_box;
use std::slice;

use ark_bn254::Fr;
use ark_ff::PrimeField;
use aztec_encrypted_keystore::{BlsSealingKey, EncryptedBlsKey, NewPassword};
use aztec_key_derivation::{
    BlsPath, EthAccount, EthSecretKey, Ikm, Index, Mnemonic, Passphrase, Seed, WordCount, derive_bls,
};
use bn254_bls::subtle::ConstantTimeEq;
use bn254_bls::{ProofKind, SecretKey, hash_pubkey_to_point, hash_to_point, hazmat, reference};

use crate::secrets::{self, FirstBlockIsSecret};
use crate::valgrind::{is_secret, make_public};

/// How many reports there should be.
pub(crate) enum Expected {
    /// None at all.
    None,
    /// At least one: a control, or what is known not to be covered.
    Some,
    /// No more than these, all of them of public things.
    AtMost(usize),
}

/// Something that is done with a secret.
pub(crate) struct Check {
    pub(crate) name: &'static str,
    pub(crate) expected: Expected,
    pub(crate) run: fn() -> bool,
}

/// All of them, in the order of a key's life.
pub(crate) fn checks() -> Vec<Check> {
    let none = |name, run| Check { name, expected: Expected::None, run };
    let some = |name, run| Check { name, expected: Expected::Some, run };
    let few = |name, run| Check { name, expected: Expected::AtMost(64), run };
    vec![
        none("a key is drawn", drawn),
        none("derive_bls from a seed", from_seed),
        none("derive_bls from key material", from_key_material),
        none("from_be_bytes, to_be_bytes", || holds_a_secret(&secrets::key())),
        none("from_be_bytes_mod_order, 32 bytes", reduced::<32>),
        none("from_be_bytes_mod_order, 48 bytes", reduced::<48>),
        none("from_be_bytes_mod_order, 64 bytes", reduced::<64>),
        none("ct_eq", compared),
        none("public_key", || is_secret(&secrets::key().public_key())),
        none("SkToPk in G1", || is_secret(&*hazmat::keys_in_g1(&keys()))),
        none("SkToPk in G2", || is_secret(&*hazmat::keys_in_g2(&keys()))),
        none("registration proof", registration_proof),
        none("feedback proof", || is_secret(&*hazmat::feedback_proofs(&keys()))),
        none("a BLS key is sealed", || is_secret(&sealed().public_key())),
        // What BIP-32 and secp256k1 are reported for is whether a scalar is one, and the parity of a public key's y, which its
        // encoding has. A multiplication that looked at its bits would be reported 256 times.
        few("an ETH key is read and written", eth_key),
        few("the address of an ETH key", || is_secret(&eth_secret().address().into_array())),
        few("BIP-32: from the seed to m/44'/60'/0'/0/0", bip32),
        some("not covered: words, which are looked up in the list", || {
            let Ok(mnemonic) = Mnemonic::generate(WordCount::Words24, &mut FirstBlockIsSecret(true)) else {
                return false;
            };
            drop(black_box(mnemonic.to_seed(&Passphrase::none())));
            true
        }),
        some("control: SkToPk by the plain definition", || is_secret(&reference::sk_to_pk(&secrets::key()))),
        some("control: PopProve by the plain definition", || {
            is_secret(&reference::pop_prove(&secrets::key(), &hash_to_point(b"any point will do")))
        }),
        some("control: the reduction of arkworks", || is_secret(&Fr::from_be_bytes_mod_order(&secrets::bytes::<64>()))),
        some("control: the text of a sealed key, before it is public", || {
            drop(black_box(sealed().to_json()));
            true
        }),
    ]
}

fn keys() -> [SecretKey; 2] {
    [secrets::key(), secrets::key()]
}

fn holds_a_secret(key: &SecretKey) -> bool {
    is_secret(&*key.to_be_bytes())
}

fn path() -> BlsPath {
    BlsPath::new(Index::ZERO, Index::ZERO)
}

fn drawn() -> bool {
    let Ok(key) = SecretKey::generate(&mut FirstBlockIsSecret(true));
    holds_a_secret(&key)
}

fn from_seed() -> bool {
    holds_a_secret(&derive_bls(&Seed::from_bytes(&secrets::bytes()), &path()))
}

fn from_key_material() -> bool {
    let ikm = Ikm::from_bytes(&secrets::bytes::<32>()).expect("long enough");
    holds_a_secret(&derive_bls(&ikm, &path()))
}

fn reduced<const N: usize>() -> bool {
    holds_a_secret(&SecretKey::from_be_bytes_mod_order(&secrets::bytes::<N>()).expect("not zero"))
}

fn compared() -> bool {
    let verdicts: [u8; 8] = std::array::from_fn(|_| secrets::key().ct_eq(&secrets::key()).unwrap_u8());
    is_secret(&verdicts)
}

/// The key is public before the message is hashed: hashing takes the time it takes.
fn registration_proof() -> bool {
    let secret = secrets::key();
    let secrets = slice::from_ref(&secret);
    let keys = hazmat::keys_in_g1(secrets);
    make_public(keys.as_slice());
    let hashed = hash_pubkey_to_point(&keys[0], ProofKind::Registration);
    is_secret(&*hazmat::registration_proofs(secrets, &[hashed]))
}

/// The derived key is secret because its salt is; the scalar is so by itself.
fn sealed() -> EncryptedBlsKey {
    let password = NewPassword::ascii("correct horse battery").expect("strong");
    let mut rng = FirstBlockIsSecret(true);
    let sealing = BlsSealingKey::derive(&password, &mut rng).expect("the generator gives");
    EncryptedBlsKey::seal(&secrets::key(), "m/12381/3600/0/0/0", &sealing, &mut rng).expect("the path is one")
}

fn eth_secret() -> EthSecretKey {
    EthSecretKey::from_be_bytes(&secrets::bytes()).expect("below n")
}

fn eth_key() -> bool {
    is_secret(&*eth_secret().to_be_bytes())
}

fn bip32() -> bool {
    let account = EthAccount::new(&Seed::from_bytes(&secrets::bytes()), Index::ZERO).expect("there is one");
    is_secret(&*account.key(Index::ZERO).expect("there is one").secret.to_be_bytes())
}

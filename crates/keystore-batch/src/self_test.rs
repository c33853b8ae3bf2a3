//! What a machine must show before it makes keys: every primitive gives its known answer, and the generator gives output that
//! could be random.

mod operator_entropy;

use aztec_encrypted_keystore::{DecryptError, EncryptedBlsKey, EncryptedEthKey, Password};
use aztec_key_derivation::{BlsPath, EthAccount, Index, Mnemonic, Passphrase, Seed, could_be_random, derive_bls};
use aztec_staking_registry::{KeyStore, staker_output};
use bn254_bls::{ProofKind, SecretKey};
use rand::{
    TryRng,
    rngs::{SysError, SysRng},
};

/// Known from hardhat and foundry, which use this mnemonic for their first account.
const MNEMONIC: &str = "test test test test test test test test test test test junk";
const ATTESTER: &str = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
/// The same account's key, encrypted by node:crypto and @noble/hashes.
const ETH_FILE: &str = include_str!("self_test/eth.json");
/// The BLS key of m/12381/3600/0/0/0, encrypted by node:crypto.
const BLS_FILE: &str = include_str!("self_test/bls.json");
const PASSWORD: &str = "a password for the self-test";
/// Its tuple, in which the deployed contract's verification was seen to succeed (`tests/interop`).
const TUPLE: &str = include_str!("self_test/staker_output.json");

/// Tests every primitive that a batch rests on, and the generator of the operating system.
///
/// # Errors
///
/// [`SelfTestError`]: no key may be made on this machine.
pub fn self_test() -> Result<(), SelfTestError> {
    // First: what follows may use collections that are seeded by it.
    generator(|block| SysRng.try_fill_bytes(block))?;
    operator_entropy::test(operator_entropy::EXPECTED)?;
    let seed = mnemonic_and_accounts(ATTESTER)?;
    let secret = keys_and_proofs(&seed, TUPLE)?;
    key_files(&secret, ATTESTER)
}

/// BIP-39 (SHA-256, PBKDF2-HMAC-SHA512), BIP-32, secp256k1, Keccak-256.
fn mnemonic_and_accounts(attester: &str) -> Result<Seed, SelfTestError> {
    let failed = || SelfTestError::WrongAnswer { what: "the way from a mnemonic to an address" };
    let seed = Mnemonic::parse(MNEMONIC).map_err(|_| failed())?.to_seed(&Passphrase::none());
    let key = EthAccount::new(&seed, Index::ZERO).and_then(|account| account.key(Index::ZERO)).map_err(|_| failed())?;
    if key.secret.address().to_string() == attester { Ok(seed) } else { Err(failed()) }
}

/// The path of a BLS key, both public keys, hash to point, the proof of possession and its verification.
fn keys_and_proofs(seed: &Seed, tuple: &str) -> Result<SecretKey, SelfTestError> {
    let failed = || SelfTestError::WrongAnswer { what: "the way from a seed to a BLS key and its proof" };
    let secret = derive_bls(seed, &BlsPath::new(Index::ZERO, Index::ZERO));
    let expected = staker_output::read(tuple).map_err(|_| failed())?;
    let [expected] = expected[..] else { return Err(failed()) };
    let proven = secret.prove();
    let made = KeyStore::from_proven(expected.attester, &proven, ProofKind::Registration).map_err(|_| failed())?;
    let verified = KeyStore::verify(&expected, ProofKind::Registration).map_err(|_| failed())?;
    // A verification that takes anything is worth nothing.
    let refuses = KeyStore::verify(&expected, ProofKind::Feedback).is_err();
    if made == verified && refuses { Ok(secret) } else { Err(failed()) }
}

/// scrypt, PBKDF2-HMAC-SHA256, AES-128-CTR, and the checksums of both formats.
fn key_files(bls: &SecretKey, attester: &str) -> Result<(), SelfTestError> {
    let failed = || SelfTestError::WrongAnswer { what: "opening an encrypted file" };
    let password = Password::existing(PASSWORD).map_err(|_| failed())?;
    let eth = EncryptedEthKey::from_json(ETH_FILE.as_bytes()).map_err(|_| failed())?;
    let opened = eth.decrypt(&password).map_err(|error| match error {
        // The primitive was not even begun.
        DecryptError::Memory { .. } => SelfTestError::Memory(error),
        _ => failed(),
    })?;
    let file = EncryptedBlsKey::from_json(BLS_FILE.as_bytes()).map_err(|_| failed())?;
    let same = file.decrypt(&password).map_err(|_| failed())?.to_be_bytes() == bls.to_be_bytes();
    if same && opened.address().to_string() == attester { Ok(()) } else { Err(failed()) }
}

fn generator(mut fill: impl FnMut(&mut [u8; 32]) -> Result<(), SysError>) -> Result<(), SelfTestError> {
    let mut blocks = [[0u8; 32]; 2];
    for block in &mut blocks {
        fill(block).map_err(SelfTestError::Randomness)?;
    }
    if blocks[0] != blocks[1] && blocks.iter().all(|block| could_be_random(block)) {
        Ok(())
    } else {
        Err(SelfTestError::Generator)
    }
}

/// Why no key may be made on this machine.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SelfTestError {
    /// A primitive does not give its known answer.
    #[error(
        "the self-test of {what} failed; make no keys on this machine, and check the program against its published digest"
    )]
    WrongAnswer {
        /// What was tested.
        what: &'static str,
    },
    /// There is no memory for a key derivation, so nothing is known of the primitives.
    #[error(transparent)]
    Memory(DecryptError),
    /// The generator repeats itself.
    #[error("the generator repeats itself; make no keys on this machine")]
    Generator,
    /// The generator failed.
    #[error("the generator gave no randomness ({0}); make no keys on this machine until it does")]
    Randomness(#[source] SysError),
}

#[cfg(test)]
mod tests {
    use super::*;

    const OTHER: &str = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

    #[test]
    fn this_machine_passes() {
        self_test().unwrap();
    }

    /// A test that takes any answer is worth nothing.
    #[test]
    fn other_answers_are_refused() {
        let wrong = |answer: Result<(), SelfTestError>, words: &str| {
            let error = answer.unwrap_err();
            assert!(matches!(error, SelfTestError::WrongAnswer { what } if what.contains(words)), "{error}");
        };
        wrong(operator_entropy::test(MNEMONIC), "operator's entropy");
        wrong(mnemonic_and_accounts(OTHER).map(drop), "mnemonic to an address");
        let seed = mnemonic_and_accounts(ATTESTER).unwrap();
        let other = derive_bls(&seed, &BlsPath::new(Index::ZERO, Index::MAX));
        let tuple = KeyStore::from_proven(ATTESTER.parse().unwrap(), &other.prove(), ProofKind::Registration).unwrap();
        let tuple = staker_output::to_json(&[tuple]);
        wrong(keys_and_proofs(&seed, &tuple).map(drop), "a BLS key and its proof");
        wrong(keys_and_proofs(&seed, "[]").map(drop), "a BLS key and its proof");
        let secret = keys_and_proofs(&seed, TUPLE).unwrap();
        wrong(key_files(&other, ATTESTER), "encrypted file");
        wrong(key_files(&secret, OTHER), "encrypted file");
    }

    #[test]
    fn generators_that_are_none() {
        let looks_random = |number: u8| {
            let mut bytes = [0; 32];
            (0..)
                .zip(&mut bytes)
                .for_each(|(place, byte): (u8, _)| *byte = number.wrapping_mul(7) ^ place.wrapping_mul(151));
            bytes
        };
        let mut number = 0;
        let counting = |block: &mut [u8; 32]| {
            number += 1;
            *block = looks_random(number);
            Ok(())
        };
        generator(counting).unwrap();
        let repeating = |block: &mut [u8; 32]| {
            *block = looks_random(1);
            Ok(())
        };
        assert!(matches!(generator(repeating), Err(SelfTestError::Generator)));
        let mut zeros = 0;
        let nearly_constant = |block: &mut [u8; 32]| {
            zeros += 1;
            block.fill(zeros);
            Ok(())
        };
        assert!(matches!(generator(nearly_constant), Err(SelfTestError::Generator)));
    }
}

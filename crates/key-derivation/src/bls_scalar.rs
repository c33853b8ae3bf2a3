//! From entropy and a path to the secret scalar.

use bn254_bls::SecretKey;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha512;
use zeroize::Zeroize;

use crate::{BlsPath, Ikm, Seed};

/// The HMAC key, ASCII (npm `@aztec/foundation` 4.1.2, `src/crypto/bls/index.ts`).
const DOMAIN: &[u8] = b"Aztec bn254 key";

/// What BLS keys are derived from. Both `&Seed` and `&Ikm` convert to it.
#[derive(Clone, Copy, Debug)]
pub enum BlsMaterial<'a> {
    /// The seed of a mnemonic.
    Seed(&'a Seed),
    /// Raw key material.
    Ikm(&'a Ikm),
}

impl<'a> From<&'a Seed> for BlsMaterial<'a> {
    fn from(seed: &'a Seed) -> Self {
        Self::Seed(seed)
    }
}

impl<'a> From<&'a Ikm> for BlsMaterial<'a> {
    fn from(ikm: &'a Ikm) -> Self {
        Self::Ikm(ikm)
    }
}

/// The official derivation of one BLS secret key:
///
/// ```text
/// data = 0x00 || seed || ASCII(path)    or    0x01 || ikm || ASCII(path)
/// sk   = OS2IP(HMAC-SHA512(key = "Aztec bn254 key", data)) mod r
/// ```
///
/// Should `sk` be 0, `data || 0x01` is taken, then `data || 0x02`, and so on. This is not EIP-2333, although the path
/// looks like that of EIP-2334.
///
/// Whether the key can be registered is another question; see [`derive_bls_keys`](crate::derive_bls_keys).
#[must_use]
pub fn derive_bls<'a>(material: impl Into<BlsMaterial<'a>>, path: &BlsPath) -> SecretKey {
    derive_bls_custom(material, &path.to_string())
}

/// The same derivation with any text in place of the path, hashed as it stands.
///
/// It restores a key that the official tool made with `--bls-path`, which takes any text. For new keys use
/// [`derive_bls`]: a misspelt path gives another key and no error.
#[must_use]
pub fn derive_bls_custom<'a>(material: impl Into<BlsMaterial<'a>>, path: &str) -> SecretKey {
    let (tag, bytes) = match material.into() {
        BlsMaterial::Seed(seed) => (0x00, &seed.as_bytes()[..]),
        BlsMaterial::Ikm(ikm) => (0x01, ikm.as_bytes()),
    };
    // Fed piece by piece, so that no buffer holds the data; the state is wiped when dropped (feature `zeroize`).
    let mut mac = keyed_mac();
    mac.update(&[tag]);
    mac.update(bytes);
    mac.update(path.as_bytes());
    first_nonzero(|counter| numbered(mac.clone(), counter))
}

/// The digest of `data` for counter 0, for any other one of `data || counter`.
fn numbered(mut mac: Hmac<Sha512>, counter: u8) -> [u8; 64] {
    if counter > 0 {
        mac.update(&[counter]);
    }
    mac.finalize().into_bytes().into()
}

fn keyed_mac() -> Hmac<Sha512> {
    Hmac::new_from_slice(DOMAIN).expect("HMAC takes keys of any length")
}

/// The first digest, counting from 0, that is not a multiple of `r`.
fn first_nonzero(mut digest: impl FnMut(u8) -> [u8; 64]) -> SecretKey {
    (0..=u8::MAX)
        .find_map(|counter| {
            let mut bytes = digest(counter);
            let key = SecretKey::from_be_bytes_mod_order(&bytes).ok();
            bytes.zeroize();
            key
        })
        .expect("256 digests in a row are multiples of r with probability below 2^-60000")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2 * r, big-endian, after 32 zero bytes. r is in EIP-197.
    const TWICE_ORDER: &str = "60c89ce5c263405370a08b6d0302b0ba5067d090f372e12287c3eb27e0000002";

    #[test]
    fn a_digest_that_gives_zero_is_skipped_and_the_counter_goes_on() {
        let mut multiple = [0u8; 64];
        base16ct::lower::decode(TWICE_ORDER, &mut multiple[32..]).unwrap();
        let mut asked = Vec::new();
        let key = first_nonzero(|counter| {
            asked.push(counter);
            match counter {
                0 => [0; 64],
                1 => multiple,
                _ => {
                    let mut five = [0; 64];
                    five[63] = 5;
                    five
                }
            }
        });
        assert_eq!(asked, [0, 1, 2]);
        assert_eq!(key.to_be_bytes()[31], 5);
        assert_eq!(key.to_be_bytes()[..31], [0; 31]);
    }

    /// Computed by the HMAC of Python, of `b"data"`, `b"data\x01"` and `b"data\xff"`.
    #[test]
    fn the_counter_stands_behind_the_data_unless_it_is_0() {
        let mut mac = keyed_mac();
        mac.update(b"data");
        for (counter, expected) in [
            (0, "f28ff1008b40db7e3b56012e6fb89519"),
            (1, "b33b58bf259c3b3804e63d672c865b0a"),
            (255, "63495c7c3cf6a4e0f182ae0486a96373"),
        ] {
            assert_eq!(base16ct::lower::encode_string(&numbered(mac.clone(), counter)[..16]), expected, "{counter}");
        }
    }

    /// Falls when the library's feature that does the wiping is switched off.
    #[test]
    fn the_state_of_the_mac_wipes_itself() {
        fn wipes_itself<T: zeroize::ZeroizeOnDrop>() {}
        // What an Hmac<Sha512> is made of; it has no marker of its own.
        wipes_itself::<Sha512>();
    }

    #[test]
    fn seed_and_key_material_of_the_same_bytes_differ() {
        let path = "m/12381/3600/0/0/0".parse().unwrap();
        let seed = derive_bls(&Seed::from_bytes(&[7; 64]), &path);
        let ikm = derive_bls(&Ikm::from_bytes(&[7; 64]).unwrap(), &path);
        assert_ne!(seed.to_be_bytes(), ikm.to_be_bytes());
    }
}

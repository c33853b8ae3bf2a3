//! From an ETH secret key to its address.

use alloy_primitives::Address;
use k256::SecretKey;
use k256::elliptic_curve::sec1::ToSec1Point;

/// The last 20 bytes of keccak256(x | y), or nothing if `secret` is zero or not below the order of secp256k1.
pub(super) fn address_of(secret: &[u8; 32]) -> Option<Address> {
    // SecretKey wipes itself when dropped.
    let key = SecretKey::from_slice(secret).ok()?;
    let point = key.public_key().to_sec1_point(false);
    // Without the tag byte of the uncompressed encoding.
    Some(Address::from_raw_public_key(&point.as_bytes()[1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_one_has_the_address_of_the_generator() {
        let mut secret = [0u8; 32];
        secret[31] = 1;
        let expected = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf".parse::<Address>().unwrap();
        assert_eq!(address_of(&secret), Some(expected));
    }

    #[test]
    fn zero_and_the_order_are_no_keys() {
        let mut order = [0u8; 32];
        let hex = b"fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
        base16ct::lower::decode(hex, &mut order).unwrap();
        assert_eq!(address_of(&order), None);
        assert_eq!(address_of(&[0; 32]), None);
        order[31] -= 1;
        assert!(address_of(&order).is_some());
    }
}

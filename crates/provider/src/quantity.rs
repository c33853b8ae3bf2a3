//! JSON-RPC's hexadecimal values.

use alloy_primitives::{Address, B256, hex};
use serde_json::Value;

/// `0x` and at most 16 digits.
pub(crate) fn quantity(value: &Value) -> Option<u64> {
    let digits = value.as_str()?.strip_prefix("0x")?;
    if digits.starts_with('+') { None } else { u64::from_str_radix(digits, 16).ok() }
}

/// `0x` and an even number of digits.
pub(crate) fn bytes(value: &Value) -> Option<Vec<u8>> {
    let text = value.as_str()?;
    if text.starts_with("0x") { hex::decode(text).ok() } else { None }
}

/// 32 bytes.
pub(crate) fn word(value: &Value) -> Option<B256> {
    bytes(value)?.try_into().ok().map(|bytes: [u8; 32]| B256::from(bytes))
}

/// 20 bytes.
pub(crate) fn address(value: &Value) -> Option<Address> {
    bytes(value)?.try_into().ok().map(|bytes: [u8; 20]| Address::from(bytes))
}

/// A number as JSON-RPC writes it.
pub(crate) fn to_quantity(number: u64) -> Value {
    Value::String(format!("{number:#x}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_the_forms_of_json_rpc_are_read() {
        assert_eq!(quantity(&json!("0x0")), Some(0));
        assert_eq!(quantity(&json!("0xffffffffffffffff")), Some(u64::MAX));
        for wrong in [json!("0x"), json!("7"), json!(7), json!(null), json!("0x10000000000000000"), json!("0x+1")] {
            assert_eq!(quantity(&wrong), None, "{wrong}");
        }
        assert_eq!(bytes(&json!("0x")), Some(vec![]));
        assert_eq!(bytes(&json!("00")), None);
        assert_eq!(word(&json!("0x00")), None);
        assert_eq!(address(&json!(format!("0x{}", "11".repeat(20)))), Some(Address::repeat_byte(0x11)));
        assert_eq!(to_quantity(4096), json!("0x1000"));
    }
}

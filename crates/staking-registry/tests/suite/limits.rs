//! A text that is too large is refused unread. One that has just the size that it may have is looked into.

use aztec_staking_registry::calldata::{self, DecodeError, decode_add_keys, parse_hex};
use aztec_staking_registry::calldata_file::{self, CalldataFileError};
use aztec_staking_registry::exits::{self, ExitFileError};
use aztec_staking_registry::metadata::{self, MetadataError, ProviderMetadata};
use aztec_staking_registry::safe_batch::{self, SafeBatchError};
use aztec_staking_registry::staker_output::{self, StakerOutputError};

/// No JSON and no digits, which the first character shows.
#[test]
fn a_limit_is_a_size_that_is_still_read() {
    let text = "x".repeat(calldata_file::MAX_BYTES + 1);
    let sizes = |limit: usize| [&text[..limit], &text[..=limit]];

    let [may_be, too_large] = sizes(calldata_file::MAX_BYTES).map(|text| calldata_file::read_calls(text).unwrap_err());
    assert!(matches!((may_be, too_large), (CalldataFileError::NotJson(_), CalldataFileError::TooLarge { .. })));
    let [may_be, too_large] = sizes(safe_batch::MAX_BYTES).map(|text| safe_batch::read(text).unwrap_err());
    assert!(matches!((may_be, too_large), (SafeBatchError::NotJson(_), SafeBatchError::TooLarge { .. })));
    let [may_be, too_large] =
        sizes(staker_output::MAX_BYTES).map(|text| staker_output::read_entries(text).unwrap_err());
    assert!(matches!((may_be, too_large), (StakerOutputError::NotJson(_), StakerOutputError::TooLarge { .. })));
    let [may_be, too_large] = sizes(exits::MAX_BYTES).map(|text| exits::read_entries(text).unwrap_err());
    assert!(matches!((may_be, too_large), (ExitFileError::NotJson(_), ExitFileError::TooLarge { .. })));
    let [may_be, too_large] =
        sizes(metadata::MAX_BYTES).map(|text| ProviderMetadata::read(text).unwrap_err().remove(0));
    assert!(matches!((may_be, too_large), (MetadataError::NotJson(_), MetadataError::TooLarge { .. })));

    let [may_be, too_large] =
        [2 * calldata::MAX_BYTES, 2 * calldata::MAX_BYTES + 1].map(|digits| parse_hex(&text[..digits]));
    assert!(matches!((may_be, too_large), (Err(DecodeError::NotHex), Err(DecodeError::TooLong { .. }))));
    let [may_be, too_large] = sizes(calldata::MAX_BYTES).map(|text| decode_add_keys(text.as_bytes()).unwrap_err());
    assert!(!matches!(may_be, DecodeError::TooLong { .. }), "{may_be}");
    assert!(matches!(too_large, DecodeError::TooLong { .. }), "{too_large}");
}

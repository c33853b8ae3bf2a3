//! Blocks, as far as they matter here.

use alloy_primitives::B256;
use serde_json::{Value, json};

use crate::{
    quantity::{quantity, to_quantity, word},
    rpc::json_rpc::Request,
};

/// A block of L1: its number, hash and time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its number.
    pub number: u64,
    /// Its hash.
    pub hash: B256,
    /// Seconds since 1970.
    pub timestamp: u64,
}

impl Block {
    /// Reads a block's header as a node gives it.
    pub(crate) fn read(value: &Value) -> Option<Self> {
        let number = quantity(value.get("number")?)?;
        let timestamp = quantity(value.get("timestamp")?)?;
        Some(Self { number, hash: word(value.get("hash")?)?, timestamp })
    }

    /// Asks for the block of this number.
    pub(crate) fn request(self) -> Request {
        Self::request_number(self.number)
    }

    pub(crate) fn request_number(number: u64) -> Request {
        Request::new("eth_getBlockByNumber", json!([to_quantity(number), false]))
    }
}

/// Which block to read the chain at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BlockTag {
    /// The last that cannot be undone any more, about a quarter of an hour old.
    #[default]
    Finalized,
    /// The last that is unlikely to be undone, about six minutes old.
    Safe,
    /// The newest, which may still be undone.
    Latest,
}

impl BlockTag {
    /// The name in JSON-RPC.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Finalized => "finalized",
            Self::Safe => "safe",
            Self::Latest => "latest",
        }
    }
}

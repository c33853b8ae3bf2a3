//! Calldata of every function of the StakingRegistry that a provider calls.
//!
//! What the contract would refuse cannot be written down: the zero address, a take rate above 10,000 basis points,
//! provider 0, an admin or a take rate that stays the same.

pub(crate) mod abi;
mod add_keys;
mod decode;
mod encode;
mod event;
mod function;
mod gas;
mod tuples;

pub use add_keys::{AddKeysCall, AddKeysError, KeysPerCall, KeysPerCallError, add_keys};
pub use decode::{AddedKeys, DecodeError, MAX_BYTES, decode_add_keys, parse_hex};
pub use encode::{
    Calldata, UnchangedError, accept_provider_admin, add_keys_to_provider, drip_provider_queue, register_provider,
    update_provider_admin, update_provider_rewards_recipient, update_provider_take_rate,
};
pub use event::PROVIDER_REGISTERED;
pub use function::Function;
pub use gas::{SAFE_CALLS_GAS_LIMIT, TRANSACTION_GAS_LIMIT, add_keys_gas};
pub use tuples::tuples_argument;

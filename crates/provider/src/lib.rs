#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod block;
mod quantity;

pub mod rpc;

mod abi;
mod chain;

mod deployment;
mod provider;
mod validator;

pub mod audit;
mod coinbases;
pub mod delegations;
mod exit_room;
mod head;
mod pace;
mod rewards;
mod standing;
mod token;

#[cfg(test)]
mod fake_chain;
#[cfg(test)]
mod impossible_numbers;

// Types of these crates are in the interface.
pub use alloy_primitives;
pub use aztec_staking_registry;

pub use block::{Block, BlockTag};
pub use chain::{Chain, ChainError};
pub use coinbases::{Assignment, Objection};
pub use deployment::{Deployment, DeploymentError, Rollup};
pub use exit_room::ExitRoom;
pub use head::Head;
pub use pace::Pace;
pub use provider::{Provider, ProviderStateError, QueueEntry};
pub use rewards::{Claim, Rewards, SplitRewards, Stray};
pub use standing::Standing;
pub use token::Token;
pub use validator::ValidatorStatus;

//! The chain as nodes show it, over real HTTP: honest nodes, and others.

#![allow(clippy::unwrap_used, reason = "tests")]

mod contracts;
mod fake_node;
mod interface;
mod ledger;

mod audits;
mod failover;
mod limits;
mod nodes;
mod round_trips;

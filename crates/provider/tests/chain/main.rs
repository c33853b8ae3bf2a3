//! The chain as nodes show it, over real HTTP: honest nodes, and others; and what the contracts on it answer.

#![allow(clippy::unwrap_used, reason = "tests")]

mod contracts;
mod delegating;
mod fake_node;
mod interface;
mod ledger;

mod admin;
mod audits;
mod coinbases;
mod exits;
mod failover;
mod history;
mod history_file;
mod limits;
mod nodes;
mod queues;
mod rewards;
mod round_trips;
mod rounds;
mod standings;

//! The command line of `keywatch check`.

use alloy_primitives::Address;
use aztec_staking_registry::TakeRate;
use clap::Args;

use super::{ConnectionArgs, connection::address};

/// Say in one line whether the provider is well: for cron and monitoring.
///
/// Critical: no key is left, fewer than --threshold, the head of the queue is blocked, or the configuration is not the expected
/// one. Warning: the keys last fewer than --days days, or another admin is waiting to take over.
#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) expected: ExpectedArgs,

    #[command(flatten)]
    pub(crate) connection: ConnectionArgs,
}

/// What the operator expects.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "What is expected")]
pub(crate) struct ExpectedArgs {
    /// Critical when fewer keys than this are queued
    #[arg(long, value_name = "K")]
    pub(crate) threshold: Option<u64>,

    /// Warning when the keys last fewer days than this at the pace of the past
    #[arg(long, value_name = "D")]
    pub(crate) days: Option<u64>,

    /// How many past days the pace is taken from [default: 28]
    #[arg(long, value_name = "D", value_parser = clap::value_parser!(u64).range(1..=365))]
    pub(crate) over: Option<u64>,

    /// Critical when the admin is another
    #[arg(long, value_name = "ADDRESS", value_parser = address)]
    pub(crate) admin: Option<Address>,

    /// Critical when the rewards go elsewhere
    #[arg(long, value_name = "ADDRESS", value_parser = address)]
    pub(crate) recipient: Option<Address>,

    /// Critical when the take rate, in basis points, is another
    #[arg(long, value_name = "BASIS_POINTS", allow_negative_numbers = true)]
    pub(crate) rate: Option<TakeRate>,
}

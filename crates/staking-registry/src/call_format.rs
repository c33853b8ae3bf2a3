//! The text forms in which calls are handed to whoever signs them.

use core::num::NonZeroU64;

use crate::calldata::{AddKeysCall, Calldata};
use crate::safe_batch::SafeBatch;
use crate::{NonZeroAddress, calldata_file, cast};

/// A text form for calls, with all that it has to name.
///
/// ```
/// use aztec_staking_registry::{CallFormat, Network, ProviderId, calldata::accept_provider_admin};
///
/// let call = accept_provider_admin(ProviderId::new(7)?);
/// let registry = Network::Testnet.registry();
/// let cast = CallFormat::Cast { registry, chain_id: None }.call(call.clone());
/// assert_eq!(cast, format!("cast send {registry} 'acceptProviderAdmin(uint256)' 7\n"));
/// let safe = CallFormat::Safe { registry, chain_id: Network::Testnet.chain_id() }.call(call);
/// assert!(safe.contains(r#""chainId": "11155111""#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallFormat {
    /// Hexadecimal with `0x`, a call on each line.
    Hex,
    /// Our file of calls ([`calldata_file`]).
    Json,
    /// Lines for `cast send` ([`cast`]).
    Cast {
        /// The contract that is called.
        registry: NonZeroAddress,
        /// The chain that a script for several calls insists on.
        chain_id: Option<NonZeroU64>,
    },
    /// A batch for a Safe ([`SafeBatch`]).
    Safe {
        /// The contract that is called.
        registry: NonZeroAddress,
        /// The chain of the Safe.
        chain_id: NonZeroU64,
    },
}

impl CallFormat {
    /// The text of one call, with a line feed at its end.
    #[must_use]
    pub fn call(&self, calldata: Calldata) -> String {
        match *self {
            Self::Hex => calldata.to_hex() + "\n",
            Self::Json => calldata_file::to_json(&calldata),
            Self::Cast { registry, .. } => cast::send_line(registry, &calldata) + "\n",
            Self::Safe { registry, chain_id } => {
                let name = calldata.function().name().to_owned();
                let description = format!("{name}({}) of the StakingRegistry", calldata.arguments().join(", "));
                SafeBatch { chain_id, contract: registry, name, description, calls: vec![calldata] }.to_json()
            }
        }
    }

    /// The texts of calls that add keys: a single one, but for a Safe as many as it needs transactions.
    #[must_use]
    pub fn add_keys(&self, calls: &[AddKeysCall]) -> Vec<String> {
        match *self {
            Self::Hex => vec![calls.iter().map(|call| call.calldata.to_hex() + "\n").collect()],
            Self::Json => vec![calldata_file::add_keys_to_json(calls)],
            Self::Cast { registry, chain_id } => vec![cast::script(registry, chain_id, calls)],
            Self::Safe { registry, chain_id } => {
                SafeBatch::add_keys(chain_id, registry, calls).iter().map(SafeBatch::to_json).collect()
            }
        }
    }
}

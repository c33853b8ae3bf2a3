//! Calls of any contracts, in the same text forms as those of the registry.

use core::fmt::Write as _;
use core::num::NonZeroU64;

use alloy_primitives::hex;

use crate::NonZeroAddress;
use crate::cast::{SEND, chain_check, quoted};
use crate::safe_batch::file_of;

/// A call of any contract, ready to be sent: its address, its calldata and the gas that it takes.
///
/// ```
/// use core::num::NonZeroU64;
///
/// use aztec_staking_registry::alloy_primitives::keccak256;
/// use aztec_staking_registry::any_call::{AnyCall, cast_script, safe_batches};
/// use aztec_staking_registry::NonZeroAddress;
///
/// let signature = "flushEntryQueue()";
/// let call = AnyCall {
///     to: NonZeroAddress::parse("0xE69F661B1e976Ab5A2F4D9CBDEAf71655B7A3299")?,
///     signature,
///     arguments: Vec::new(),
///     data: keccak256(signature)[..4].to_vec(),
///     gas: 2_000_000,
/// };
/// let (sepolia, about) = (NonZeroU64::new(11_155_111).ok_or("no chain")?, "Flush the entry queue");
/// assert_eq!(safe_batches(sepolia, "Flush", about, &[call.clone()]).len(), 1);
/// assert!(cast_script(sepolia, about, &[call]).starts_with("#!/bin/sh\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnyCall {
    /// The contract.
    pub to: NonZeroAddress,
    /// The canonical signature of the function, `name(types)`.
    pub signature: &'static str,
    /// The arguments as `cast` reads them, one text for each parameter.
    pub arguments: Vec<String>,
    /// The selector and the arguments, as the ABI encodes them.
    pub data: Vec<u8>,
    /// An estimate of the gas that it takes at most.
    pub gas: u64,
}

impl AnyCall {
    /// [`AnyCall::data`] as `0x` and lower-case digits.
    #[must_use]
    pub fn to_hex(&self) -> String {
        hex::encode_prefixed(&self.data)
    }

    /// The name of the function.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.signature.split('(').next().unwrap_or_default()
    }
}

/// A shell script that sends the calls with `cast`, one after the other, reads the receipt of each, and stops at the first that did
/// not succeed. `about` says what they do, in a line.
///
/// It passes its own arguments on to `cast send`, and checks the chain first.
#[must_use]
pub fn cast_script(chain_id: NonZeroU64, about: &str, calls: &[AnyCall]) -> String {
    let mut script = format!(
        "#!/bin/sh\n\
         # {about}, in {total} transactions.\n\
         #\n\
         # ETH_RPC_URL names the node. Arguments are passed on to cast send and say how to sign, for example: --ledger\n\
         # Anybody may send them. After a transaction that failed, set FIRST_CALL to its number.\n\
         set -eu\n\
         : \"${{ETH_RPC_URL:?set it to the address of your node}}\"\n\
         \n\
         total={total}\n\
         succeeded='done'\n\
         reverted='did nothing'\n\
         first_call=${{FIRST_CALL:-1}}\n\
         {SEND}{}",
        chain_check(chain_id, "these calls are"),
        total = calls.len(),
    );
    for (number, call) in (1..).zip(calls) {
        let arguments: Vec<_> = call.arguments.iter().map(|argument| quoted(argument)).collect();
        let _ = write!(
            script,
            "\ncontract={}\nsignature='{}'\nsend {number} '{}' {} \"$@\"\n",
            call.to,
            call.signature,
            call.name(),
            arguments.join(" ")
        );
    }
    script
}

/// Batches for the Transaction Builder of Safe: as many as the calls need transactions, in their order.
#[must_use]
pub fn safe_batches(chain_id: NonZeroU64, name: &str, about: &str, calls: &[AnyCall]) -> Vec<String> {
    let sizes = crate::safe_batch::group_sizes(calls.iter().map(|call| call.gas));
    let mut rest = calls;
    let batch = |(number, size): (usize, &usize)| {
        let (group, behind) = rest.split_at(*size);
        rest = behind;
        let name = format!("{name} {number} of {}", sizes.len());
        let calls = group.iter().map(|call| (call.to, call.to_hex())).collect();
        file_of(chain_id, &name, &format!("{about}. Execute the batches in their order, each once."), calls)
    };
    (1..).zip(&sizes).map(batch).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calldata::{drip_provider_queue, register_provider};
    use crate::safe_batch::{SafeCall, read};
    use crate::{ProviderId, TakeRate};

    fn calls(gas: u64) -> Vec<AnyCall> {
        let one = NonZeroAddress::parse("0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf").unwrap();
        let other = NonZeroAddress::parse("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266").unwrap();
        let drip = drip_provider_queue(ProviderId::FIRST, NonZeroU64::MIN);
        let register = register_provider(one, TakeRate::from_basis_points(500).unwrap(), other);
        [(one, drip), (other, register)]
            .map(|(to, call)| AnyCall {
                to,
                signature: call.function().signature(),
                arguments: call.arguments().to_vec(),
                data: call.bytes().to_vec(),
                gas,
            })
            .to_vec()
    }

    #[test]
    fn a_batch_names_the_contract_of_each_call() {
        let batches = safe_batches(NonZeroU64::MIN, "rewards", "Brings rewards home", &calls(100_000));
        assert_eq!(batches.len(), 1);
        let contents = read(&batches[0]).unwrap();
        assert!(contents.has_checksum && contents.chain_id == 1);
        for (transaction, call) in contents.transactions.iter().zip(calls(0)) {
            let transaction = transaction.as_ref().unwrap();
            assert_eq!((transaction.to, &transaction.call), (call.to.get(), &SafeCall::Data(call.data)));
        }
        // What does not fit into one transaction is in another batch.
        assert_eq!(safe_batches(NonZeroU64::MIN, "rewards", "Brings rewards home", &calls(9_000_000)).len(), 2);
    }

    #[test]
    fn a_script_sends_each_call_to_its_contract() {
        let script = cast_script(NonZeroU64::MIN, "Brings rewards home", &calls(0));
        let calls = calls(0);
        for (number, call) in (1..).zip(&calls) {
            let head =
                format!("\ncontract={}\nsignature='{}'\nsend {number} '{}' ", call.to, call.signature, call.name());
            assert!(script.contains(&head), "{script}");
        }
        assert_eq!(calls.iter().map(AnyCall::name).collect::<Vec<_>>(), ["dripProviderQueue", "registerProvider"]);
        assert!(script.contains("these calls are for chain 1"));
    }
}

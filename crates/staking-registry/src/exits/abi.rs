//! What is signed, and the call that carries it, as the ABI crate needs them.
//!
//! Source: `AttesterExitExtLib.sol` and `StakingLib.sol` in AztecProtocol/aztec-packages, version 6.

alloy_sol_types::sol! {
    /// The typed data. Its name is part of what is signed.
    struct AttesterExit { address attester; uint256 deadline; }

    struct Signature { uint8 v; bytes32 r; bytes32 s; }
    struct AttesterExitAuthorization { address attester; uint256 deadline; Signature signature; }

    function initiateWithdrawByAttesterBatchUpToLimit(AttesterExitAuthorization[] authorizations) returns (uint256);
}

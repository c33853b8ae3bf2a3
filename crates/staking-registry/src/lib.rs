//! KeyStore records, their text formats and the calldata of the Aztec StakingRegistry.

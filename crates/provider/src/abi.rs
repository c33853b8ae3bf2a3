//! The contracts' interfaces, as far as they are read.
//!
//! Sources: `StakingRegistry.sol` in AztecProtocol/ignition-contracts; `Rollup.sol`, `GSE.sol`, `Registry.sol` in the npm package
//! `@aztec/l1-artifacts`; `SplitFactoryV2.sol` and `SplitWalletV2.sol` in 0xSplits/splits-contracts-monorepo.

use alloy_primitives::U256;
use aztec_staking_registry::{Spelling, UnverifiedKeyStore};

alloy_sol_types::sol! {
    struct G1Point { uint256 x; uint256 y; }
    struct G2Point { uint256 x0; uint256 x1; uint256 y0; uint256 y1; }
    struct KeyStore { address attester; G1Point publicKeyG1; G2Point publicKeyG2; G1Point proofOfPossession; }

    // StakingRegistry.
    function PULL_SPLIT_FACTORY() returns (address);
    function STAKING_ASSET() returns (address);
    function ROLLUP_REGISTRY() returns (address);
    function nextProviderIdentifier() returns (uint256);
    function providerConfigurations(uint256 provider) returns (address admin, uint16 takeRate, address rewardsRecipient);
    function pendingProviderAdmins(uint256 provider) returns (address);
    function getFirstIndexInQueue(uint256 provider) returns (uint128);
    function getLastIndexInQueue(uint256 provider) returns (uint128);
    function getValueAtIndexInQueue(uint256 provider, uint128 index) returns (KeyStore);
    event StakedWithProvider(
        uint256 indexed provider, address indexed rollup, address indexed attester, address split, address staker
    );
    event ProviderQueueDripped(uint256 indexed provider, address indexed attester);
    event ProviderRegistered(uint256 indexed provider, address indexed admin, uint16 indexed takeRate);
    event ProviderTakeRateUpdated(uint256 indexed provider, uint16 takeRate);
    event ProviderRewardsRecipientUpdated(uint256 indexed provider, address indexed recipient);

    // Registry.
    function getCanonicalRollup() returns (address);
    function numberOfVersions() returns (uint256);
    function getVersion(uint256 index) returns (uint256);
    function getRollup(uint256 version) returns (address);

    // Rollup.
    struct DepositArgs {
        address attester; address withdrawer;
        G1Point publicKeyG1; G2Point publicKeyG2; G1Point proofOfPossession;
        bool moveWithLatestRollup;
    }
    function getGSE() returns (address);
    function getStatus(address attester) returns (uint8);
    struct Exit {
        uint256 withdrawalId; uint256 amount; uint256 exitableAt; address recipientOrWithdrawer; bool isRecipient; bool exists;
    }
    struct AttesterView { uint8 status; uint256 effectiveBalance; Exit exit; AttesterConfig config; }
    function getAttesterView(address attester) returns (AttesterView);
    function getActivationThreshold() returns (uint256);
    function getEntryQueueLength() returns (uint256);
    function getEntryQueueAt(uint256 index) returns (DepositArgs);
    event ValidatorQueued(address indexed attester, address indexed withdrawer);
    event Deposit(
        address indexed attester, address indexed withdrawer, G1Point publicKeyG1, G2Point publicKeyG2, G1Point proof, uint256 amount
    );
    event FailedDeposit(
        address indexed attester, address indexed withdrawer, G1Point publicKeyG1, G2Point publicKeyG2, G1Point proof
    );

    // Rollup, since v6: exits by attesters. The published artifacts do not have them; see `exit_room`.
    function getActiveAttesterCount() returns (uint256);
    function getTargetCommitteeSize() returns (uint256);
    function getAttesterExitWindow() returns (uint256);
    function getAttesterExitLimitState();
    event WithdrawInitiatedByAttester(
        address indexed attester, address indexed withdrawer, uint256 amount, uint256 withdrawalId
    );

    // GSE.
    struct AttesterConfig { G1Point publicKey; address withdrawer; }
    function proofOfPossessionGasLimit() returns (uint64);
    function ownedPKs(bytes32 hash) returns (bool);
    function getConfig(address attester) returns (AttesterConfig);

    // Splits.
    struct Split { address[] recipients; uint256[] allocations; uint256 totalAllocation; uint16 distributionIncentive; }
    function splitHash() returns (bytes32);
    function SPLITS_WAREHOUSE() returns (address);
    function getSplitBalance(address token) returns (uint256 here, uint256 inWarehouse);
    function distribute(Split split, address token, address distributor);
    function balanceOf(address owner, uint256 id) returns (uint256);
    function withdraw(address owner, address token);

    // Rewards of the rollup, and their token.
    function getFeeAsset() returns (address);
    function isRewardsClaimable() returns (bool);
    function getSequencerRewards(address coinbase) returns (uint256);
    function claimSequencerRewards(address coinbase) returns (uint256);
    function symbol() returns (string);
    function decimals() returns (uint8);
}

/// The signatures of the factory's event. Three layouts are in use: with a nonce, with a salt, and with neither (version 2.0). The
/// topic is the split, and the data begins with its parameters, owner and creator in all of them.
pub(crate) const SPLIT_CREATED: [&str; 3] = [
    "SplitCreated(address,(address[],uint256[],uint256,uint16),address,address,uint256)",
    "SplitCreated(address,(address[],uint256[],uint256,uint16),address,address,bytes32)",
    "SplitCreated(address,(address[],uint256[],uint256,uint16),address,address)",
];

impl From<&KeyStore> for UnverifiedKeyStore {
    fn from(entry: &KeyStore) -> Self {
        tuple(entry.attester, &entry.publicKeyG1, &entry.publicKeyG2, &entry.proofOfPossession)
    }
}

impl From<&DepositArgs> for UnverifiedKeyStore {
    fn from(entry: &DepositArgs) -> Self {
        tuple(entry.attester, &entry.publicKeyG1, &entry.publicKeyG2, &entry.proofOfPossession)
    }
}

fn tuple(attester: alloy_primitives::Address, g1: &G1Point, g2: &G2Point, proof: &G1Point) -> UnverifiedKeyStore {
    UnverifiedKeyStore {
        attester,
        spelling: Spelling::Bytes,
        public_key_g1: [g1.x, g1.y].map(word),
        public_key_g2: [g2.x0, g2.x1, g2.y0, g2.y1].map(word),
        proof_of_possession: [proof.x, proof.y].map(word),
    }
}

fn word(number: U256) -> [u8; 32] {
    number.to_be_bytes()
}

#[cfg(test)]
mod tests {
    use alloy_primitives::hex;
    use alloy_sol_types::{SolCall, SolEvent};

    use super::*;

    /// Source: the published ABIs; the StakingRegistry's by its verified source.
    #[test]
    fn selectors_and_topics() {
        assert_eq!(providerConfigurationsCall::SELECTOR, hex!("dc5aca93"));
        assert_eq!(getValueAtIndexInQueueCall::SELECTOR, hex!("2ba4d02d"));
        assert_eq!(getFirstIndexInQueueCall::SELECTOR, hex!("2a9e42c1"));
        assert_eq!(getLastIndexInQueueCall::SELECTOR, hex!("834d1091"));
        assert_eq!(pendingProviderAdminsCall::SELECTOR, hex!("5f75275b"));
        assert_eq!(nextProviderIdentifierCall::SELECTOR, hex!("2c9a9db5"));
        assert_eq!(ownedPKsCall::SELECTOR, hex!("4bd96ece"));
        assert_eq!(getStatusCall::SELECTOR, hex!("30ccebb5"));
        assert_eq!(proofOfPossessionGasLimitCall::SELECTOR, hex!("f852fef9"));
        assert_eq!(getAttesterViewCall::SELECTOR, hex!("34a51ed5"));
        assert_eq!(getEntryQueueLengthCall::SELECTOR, hex!("1b56a0e7"));
        assert_eq!(getEntryQueueAtCall::SELECTOR, hex!("9ca03702"));
        let topics = [
            (
                StakedWithProvider::SIGNATURE_HASH,
                hex!("c91c8b4e934fb8f46c6d08a34d60ceb8dbe4ab6844a7040ca4c580e5a837d5c7"),
            ),
            (
                ProviderQueueDripped::SIGNATURE_HASH,
                hex!("973a89c42abd20693a9268df8b16ebbf2ef4e660750a885ff8f8fc5936413301"),
            ),
            (
                ProviderRegistered::SIGNATURE_HASH,
                hex!("43fe1b4477c9a580955f586c904f4670929e184ef4bef4936221c52d0a79a75b"),
            ),
            (
                ProviderTakeRateUpdated::SIGNATURE_HASH,
                hex!("e1e5d3bc252ff6f708999555a6123770d124eb8e484120e49c296ef88df1ff72"),
            ),
            (
                ProviderRewardsRecipientUpdated::SIGNATURE_HASH,
                hex!("531187eeb6da46ef038e0fbe1fde716531bdf460767f60e38dd64e3568a611a3"),
            ),
            (ValidatorQueued::SIGNATURE_HASH, hex!("676247b4195b3fe545499177befc02b4b4bebd3805a2283b30defcae63d54661")),
            (Deposit::SIGNATURE_HASH, hex!("21d790cf15da7e78046dbc1cf401d93aff7e1df9c8ab8905c9db0c7a3ed569e3")),
            (FailedDeposit::SIGNATURE_HASH, hex!("ae63502829232952025378f85719b4e2278e77cbf06b29f68618470cd4ae5887")),
        ];
        for (ours, published) in topics {
            assert_eq!(ours, published);
        }
    }
}

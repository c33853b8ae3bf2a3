//! The interfaces of the contracts, as their sources have them.

use alloy_sol_types::sol;

sol! {
    #[derive(Default)]
    struct G1Point { uint256 x; uint256 y; }
    #[derive(Default)]
    struct G2Point { uint256 x0; uint256 x1; uint256 y0; uint256 y1; }
    #[derive(Default)]
    struct KeyStore { address attester; G1Point publicKeyG1; G2Point publicKeyG2; G1Point proofOfPossession; }

    struct Call3 { address target; bool allowFailure; bytes callData; }
    struct Outcome { bool success; bytes returnData; }
    function aggregate3(Call3[] calls) returns (Outcome[]);

    // StakingRegistry.
    function PULL_SPLIT_FACTORY() returns (address);
    function STAKING_ASSET() returns (address);
    function ROLLUP_REGISTRY() returns (address);
    function nextProviderIdentifier() returns (uint256);
    function providerConfigurations(uint256) returns (address admin, uint16 rate, address recipient);
    function pendingProviderAdmins(uint256) returns (address);
    function getFirstIndexInQueue(uint256) returns (uint128);
    function getLastIndexInQueue(uint256) returns (uint128);
    function getValueAtIndexInQueue(uint256 provider, uint128 index) returns (KeyStore);
    function dripProviderQueue(uint256 provider, uint256 count);
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
    function getVersion(uint256) returns (uint256);
    function getRollup(uint256) returns (address);

    // Rollup.
    #[derive(Default)]
    struct DepositArgs {
        address attester; address withdrawer; G1Point publicKeyG1; G2Point publicKeyG2; G1Point proof; bool moves;
    }
    #[derive(Default)]
    struct Exit {
        uint256 withdrawalId; uint256 amount; uint256 exitableAt; address recipientOrWithdrawer; bool isRecipient; bool exists;
    }
    #[derive(Default)]
    struct AttesterView { uint8 status; uint256 effectiveBalance; Exit exit; AttesterConfig config; }
    function getGSE() returns (address);
    function getStatus(address) returns (uint8);
    function getAttesterView(address) returns (AttesterView);
    function getActivationThreshold() returns (uint256);
    function getEntryQueueLength() returns (uint256);
    function getEntryQueueAt(uint256) returns (DepositArgs);
    function getActiveAttesterCount() returns (uint256);
    function getTargetCommitteeSize() returns (uint256);
    function getAttesterExitWindow() returns (uint256);
    function getAttesterExitLimitState() returns (uint256[6]);
    function getFeeAsset() returns (address);
    function isRewardsClaimable() returns (bool);
    function getSequencerRewards(address) returns (uint256);
    function claimSequencerRewards(address coinbase) returns (uint256);
    event ValidatorQueued(address indexed attester, address indexed withdrawer);
    event Deposit(
        address indexed attester, address indexed withdrawer, G1Point publicKeyG1, G2Point publicKeyG2, G1Point proof,
        uint256 amount
    );
    event FailedDeposit(
        address indexed attester, address indexed withdrawer, G1Point publicKeyG1, G2Point publicKeyG2, G1Point proof
    );
    event WithdrawInitiatedByAttester(
        address indexed attester, address indexed withdrawer, uint256 amount, uint256 withdrawalId
    );

    // GSE.
    #[derive(Default)]
    struct AttesterConfig { G1Point publicKey; address withdrawer; }
    function proofOfPossessionGasLimit() returns (uint64);
    function ownedPKs(bytes32) returns (bool);
    function getConfig(address) returns (AttesterConfig);

    // Splits and tokens.
    #[derive(Debug)]
    struct Split { address[] recipients; uint256[] allocations; uint256 total; uint16 incentive; }
    event SplitCreated(address indexed split, Split params, address owner, address creator, uint256 nonce);
    function splitHash() returns (bytes32);
    function SPLITS_WAREHOUSE() returns (address);
    function getSplitBalance(address) returns (uint256 here, uint256 inWarehouse);
    function balanceOf(address owner, uint256 id) returns (uint256);
    function symbol() returns (string);
    function decimals() returns (uint8);
}

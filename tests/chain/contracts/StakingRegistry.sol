// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.30;

// A stand-in for the StakingRegistry, which is not published as a package: the same functions, events, errors and order of
// effects, and nothing behind them that a provider cannot see.

struct G1Point {
    uint256 x;
    uint256 y;
}

struct G2Point {
    uint256 x0;
    uint256 x1;
    uint256 y0;
    uint256 y1;
}

struct KeyStore {
    address attester;
    G1Point publicKeyG1;
    G2Point publicKeyG2;
    G1Point proofOfPossession;
}

struct Split {
    address[] recipients;
    uint256[] allocations;
    uint256 totalAllocation;
    uint16 distributionIncentive;
}

interface IToken {
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
    function approve(address spender, uint256 amount) external returns (bool);
}

interface IRollupRegistry {
    function getRollup(uint256 version) external view returns (address);
}

interface IRollup {
    function getActivationThreshold() external view returns (uint256);
    function deposit(
        address attester,
        address withdrawer,
        G1Point calldata publicKeyG1,
        G2Point calldata publicKeyG2,
        G1Point calldata proof,
        bool moveWithLatestRollup
    ) external;
}

interface ISplitFactory {
    function createSplit(Split calldata split, address owner, address creator) external returns (address);
}

contract StakingRegistry {
    error StakingRegistry__ZeroAddress();
    error StakingRegistry__InvalidProviderIdentifier(uint256 provider);
    error StakingRegistry__NotProviderAdmin();
    error StakingRegistry__NotPendingProviderAdmin();
    error StakingRegistry__UpdatedProviderAdminToSameAddress();
    error StakingRegistry__UpdatedProviderTakeRateToSameValue();
    error StakingRegistry__InvalidTakeRate(uint256 takeRate);
    error StakingRegistry__UnexpectedTakeRate(uint256 expected, uint256 actual);
    error QueueIsEmpty();
    error QueueIndexOutOfBounds();

    event ProviderRegistered(
        uint256 indexed providerIdentifier, address indexed providerAdmin, uint16 indexed providerTakeRate
    );
    event ProviderAdminUpdateInitiated(uint256 indexed providerIdentifier, address indexed newAdmin);
    event ProviderAdminUpdated(uint256 indexed providerIdentifier, address indexed newAdmin);
    event ProviderTakeRateUpdated(uint256 indexed providerIdentifier, uint16 newTakeRate);
    event ProviderRewardsRecipientUpdated(uint256 indexed providerIdentifier, address indexed newRewardsRecipient);
    event ProviderQueueDripped(uint256 indexed providerIdentifier, address indexed attester);
    event AttestersAddedToProvider(uint256 indexed providerIdentifier, address[] attesters);
    event StakedWithProvider(
        uint256 indexed providerIdentifier,
        address indexed rollupAddress,
        address indexed attester,
        address coinbaseSplitContractAddress,
        address stakerImplementation
    );

    struct Configuration {
        address admin;
        uint16 takeRate;
        address rewardsRecipient;
    }

    struct Queue {
        mapping(uint256 index => KeyStore) entries;
        uint128 first;
        uint128 last;
    }

    uint256 private constant WHOLE = 10_000;

    ISplitFactory public immutable PULL_SPLIT_FACTORY;
    IToken public immutable STAKING_ASSET;
    IRollupRegistry public immutable ROLLUP_REGISTRY;

    uint256 public nextProviderIdentifier = 1;
    mapping(uint256 provider => Configuration) public providerConfigurations;
    mapping(uint256 provider => address) public pendingProviderAdmins;
    mapping(uint256 provider => Queue) private queues;

    modifier onlyAdmin(uint256 provider) {
        require(msg.sender == providerConfigurations[provider].admin, StakingRegistry__NotProviderAdmin());
        _;
    }

    constructor(IToken token, ISplitFactory factory, IRollupRegistry rollups) {
        STAKING_ASSET = token;
        PULL_SPLIT_FACTORY = factory;
        ROLLUP_REGISTRY = rollups;
    }

    function registerProvider(address admin, uint16 takeRate, address rewardsRecipient) external returns (uint256 id) {
        require(admin != address(0) && rewardsRecipient != address(0), StakingRegistry__ZeroAddress());
        require(takeRate <= WHOLE, StakingRegistry__InvalidTakeRate(takeRate));
        id = nextProviderIdentifier++;
        providerConfigurations[id] = Configuration(admin, takeRate, rewardsRecipient);
        queues[id].first = 1;
        queues[id].last = 1;
        emit ProviderRegistered(id, admin, takeRate);
    }

    function addKeysToProvider(uint256 provider, KeyStore[] calldata keyStores) external onlyAdmin(provider) {
        Queue storage queue = queues[provider];
        address[] memory attesters = new address[](keyStores.length);
        for (uint256 i; i < keyStores.length; ++i) {
            queue.entries[queue.last++] = keyStores[i];
            attesters[i] = keyStores[i].attester;
        }
        emit AttestersAddedToProvider(provider, attesters);
    }

    function dripProviderQueue(uint256 provider, uint256 count) external onlyAdmin(provider) {
        for (uint256 i; i < count; ++i) {
            emit ProviderQueueDripped(provider, _dequeue(queues[provider]).attester);
        }
    }

    function updateProviderAdmin(uint256 provider, address admin) external onlyAdmin(provider) {
        require(admin != address(0), StakingRegistry__ZeroAddress());
        require(admin != msg.sender, StakingRegistry__UpdatedProviderAdminToSameAddress());
        pendingProviderAdmins[provider] = admin;
        emit ProviderAdminUpdateInitiated(provider, admin);
    }

    function acceptProviderAdmin(uint256 provider) external {
        require(msg.sender == pendingProviderAdmins[provider], StakingRegistry__NotPendingProviderAdmin());
        providerConfigurations[provider].admin = msg.sender;
        delete pendingProviderAdmins[provider];
        emit ProviderAdminUpdated(provider, msg.sender);
    }

    function updateProviderRewardsRecipient(uint256 provider, address recipient) external onlyAdmin(provider) {
        require(recipient != address(0), StakingRegistry__ZeroAddress());
        providerConfigurations[provider].rewardsRecipient = recipient;
        emit ProviderRewardsRecipientUpdated(provider, recipient);
    }

    function updateProviderTakeRate(uint256 provider, uint16 takeRate) external onlyAdmin(provider) {
        require(
            takeRate != providerConfigurations[provider].takeRate, StakingRegistry__UpdatedProviderTakeRateToSameValue()
        );
        require(takeRate <= WHOLE, StakingRegistry__InvalidTakeRate(takeRate));
        providerConfigurations[provider].takeRate = takeRate;
        emit ProviderTakeRateUpdated(provider, takeRate);
    }

    function stake(
        uint256 provider,
        uint256 rollupVersion,
        address withdrawer,
        uint16 expectedTakeRate,
        address delegator,
        bool moveWithLatestRollup
    ) external {
        Configuration memory configuration = providerConfigurations[provider];
        require(configuration.admin != address(0), StakingRegistry__InvalidProviderIdentifier(provider));
        require(withdrawer != address(0) && delegator != address(0), StakingRegistry__ZeroAddress());
        require(
            expectedTakeRate == configuration.takeRate,
            StakingRegistry__UnexpectedTakeRate(expectedTakeRate, configuration.takeRate)
        );
        IRollup rollup = IRollup(ROLLUP_REGISTRY.getRollup(rollupVersion));
        KeyStore memory head = _dequeue(queues[provider]);
        _deposit(rollup, head, withdrawer, moveWithLatestRollup);
        address split = PULL_SPLIT_FACTORY.createSplit(_split(configuration, delegator), address(0), address(this));
        emit StakedWithProvider(provider, address(rollup), head.attester, split, msg.sender);
    }

    function getProviderQueueLength(uint256 provider) external view returns (uint256) {
        return queues[provider].last - queues[provider].first;
    }

    function getFirstIndexInQueue(uint256 provider) external view returns (uint128) {
        return queues[provider].first;
    }

    function getLastIndexInQueue(uint256 provider) external view returns (uint128) {
        return queues[provider].last;
    }

    function getValueAtIndexInQueue(uint256 provider, uint128 index) external view returns (KeyStore memory) {
        Queue storage queue = queues[provider];
        require(index >= queue.first && index < queue.last, QueueIndexOutOfBounds());
        return queue.entries[index];
    }

    function _dequeue(Queue storage queue) private returns (KeyStore memory) {
        require(queue.first < queue.last, QueueIsEmpty());
        return queue.entries[queue.first++];
    }

    function _deposit(IRollup rollup, KeyStore memory head, address withdrawer, bool moveWithLatestRollup) private {
        uint256 amount = rollup.getActivationThreshold();
        STAKING_ASSET.transferFrom(msg.sender, address(this), amount);
        STAKING_ASSET.approve(address(rollup), amount);
        rollup.deposit(
            head.attester, withdrawer, head.publicKeyG1, head.publicKeyG2, head.proofOfPossession, moveWithLatestRollup
        );
    }

    function _split(Configuration memory configuration, address delegator) private pure returns (Split memory split) {
        split.recipients = new address[](2);
        split.recipients[0] = configuration.rewardsRecipient;
        split.recipients[1] = delegator;
        split.allocations = new uint256[](2);
        split.allocations[0] = configuration.takeRate;
        split.allocations[1] = WHOLE - configuration.takeRate;
        split.totalAllocation = WHOLE;
    }
}

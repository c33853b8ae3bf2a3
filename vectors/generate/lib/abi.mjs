// The functions and events of the StakingRegistry, the GSE and the rollup that this project calls or reads.
import { parseAbi } from "viem";

const STRUCTS = [
  "struct G1Point { uint256 x; uint256 y; }",
  "struct G2Point { uint256 x0; uint256 x1; uint256 y0; uint256 y1; }",
  "struct KeyStore { address attester; G1Point publicKeyG1; G2Point publicKeyG2; G1Point proofOfPossession; }",
  "struct Signature { uint8 v; bytes32 r; bytes32 s; }",
  "struct AttesterExitAuthorization { address attester; uint256 deadline; Signature signature; }",
];

/** [selector or topic 0 as known from the deployed contracts (of the exits: as ethers computes it), declaration] */
const FUNCTIONS = [
  ["0xea4a1e03",
    "function registerProvider(address providerAdmin, uint16 providerTakeRate, address providerRewardsRecipient) " +
    "returns (uint256)"],
  ["0xe2530fd1", "function addKeysToProvider(uint256 providerIdentifier, KeyStore[] keyStores)"],
  ["0xae996dc5", "function updateProviderAdmin(uint256 providerIdentifier, address newAdmin)"],
  ["0x22b2b62d", "function acceptProviderAdmin(uint256 providerIdentifier)"],
  ["0x48922b95", "function updateProviderRewardsRecipient(uint256 providerIdentifier, address newRewardsRecipient)"],
  ["0xcea00fa5", "function updateProviderTakeRate(uint256 providerIdentifier, uint16 newTakeRate)"],
  ["0x26f7424f", "function dripProviderQueue(uint256 providerIdentifier, uint256 numberOfKeysToDrip)"],
  ["0x214c0693",
    "function initiateWithdrawByAttesterBatchUpToLimit(AttesterExitAuthorization[] authorizations) returns (uint256)"],
  ["0x28f34d3c", "function getProviderQueueLength(uint256 providerIdentifier) view returns (uint256)"],
  ["0x2a9e42c1", "function getFirstIndexInQueue(uint256 providerIdentifier) view returns (uint128)"],
  ["0x834d1091", "function getLastIndexInQueue(uint256 providerIdentifier) view returns (uint128)"],
  ["0x2ba4d02d", "function getValueAtIndexInQueue(uint256 providerIdentifier, uint128 index) view returns (KeyStore)"],
  ["0xdc5aca93", "function providerConfigurations(uint256 providerIdentifier) view returns (address, uint16, address)"],
  ["0x4bd96ece", "function ownedPKs(bytes32 hashedPK) view returns (bool)"],
  ["0x3f78271d", "function proofOfPossession(G1Point pk1, G2Point pk2, G1Point proof) view returns (bool)"],
  ["0x11d66fee", "function getRegistrationDigest(G1Point publicKey) view returns (G1Point)"],
  ["0xd3da927f", "function isRegistered(address instance, address attester) view returns (bool)"],
];

const EVENTS = [
  ["0x43fe1b4477c9a580955f586c904f4670929e184ef4bef4936221c52d0a79a75b",
    "event ProviderRegistered(uint256 indexed providerIdentifier, address indexed providerAdmin, " +
    "uint16 indexed providerTakeRate)"],
  ["0x8dc338d3490cc6b09bdcf6e2a20a42d02c2da00c19901dea14363bc2897e87ab",
    "event AttestersAddedToProvider(uint256 indexed providerIdentifier, address[] attesters)"],
  ["0x973a89c42abd20693a9268df8b16ebbf2ef4e660750a885ff8f8fc5936413301",
    "event ProviderQueueDripped(uint256 indexed providerIdentifier, address indexed attester)"],
  ["0xc91c8b4e934fb8f46c6d08a34d60ceb8dbe4ab6844a7040ca4c580e5a837d5c7",
    "event StakedWithProvider(uint256 indexed providerIdentifier, address indexed rollupAddress, " +
    "address indexed attester, address coinbaseSplitContractAddress, address stakerImplementation)"],
];

const parsed = ([known, declaration]) => ({ known, item: parseAbi([...STRUCTS, declaration])[0] });

export const functions = FUNCTIONS.map(parsed);
export const events = EVENTS.map(parsed);
export const abi = functions.map(({ item }) => item);

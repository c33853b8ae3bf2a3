//! The contract's interface, as the ABI crate needs it.
//!
//! Source: `IStakingRegistry` in AztecProtocol/ignition-contracts, `src/staking-registry/StakingRegistry.sol`.

use alloy_primitives::U256;

use crate::{Spelling, UnverifiedKeyStore};

alloy_sol_types::sol! {
    struct G1Point { uint256 x; uint256 y; }
    struct G2Point { uint256 x0; uint256 x1; uint256 y0; uint256 y1; }
    struct KeyStore { address attester; G1Point publicKeyG1; G2Point publicKeyG2; G1Point proofOfPossession; }

    function registerProvider(address admin, uint16 takeRate, address rewardsRecipient) returns (uint256);
    function addKeysToProvider(uint256 provider, KeyStore[] keyStores);
    function updateProviderAdmin(uint256 provider, address newAdmin);
    function acceptProviderAdmin(uint256 provider);
    function updateProviderRewardsRecipient(uint256 provider, address newRewardsRecipient);
    function updateProviderTakeRate(uint256 provider, uint16 newTakeRate);
    event ProviderRegistered(uint256 indexed providerIdentifier, address indexed admin, uint16 indexed takeRate);

    function dripProviderQueue(uint256 provider, uint256 numberOfKeys);
}

impl From<&UnverifiedKeyStore> for KeyStore {
    fn from(tuple: &UnverifiedKeyStore) -> Self {
        let [x0, x1, y0, y1] = tuple.public_key_g2.map(U256::from_be_bytes);
        Self {
            attester: tuple.attester,
            publicKeyG1: tuple.public_key_g1.into(),
            publicKeyG2: G2Point { x0, x1, y0, y1 },
            proofOfPossession: tuple.proof_of_possession.into(),
        }
    }
}

impl From<&KeyStore> for UnverifiedKeyStore {
    fn from(key_store: &KeyStore) -> Self {
        let G2Point { x0, x1, y0, y1 } = &key_store.publicKeyG2;
        Self {
            attester: key_store.attester,
            spelling: Spelling::Bytes,
            public_key_g1: (&key_store.publicKeyG1).into(),
            public_key_g2: [x0, x1, y0, y1].map(U256::to_be_bytes),
            proof_of_possession: (&key_store.proofOfPossession).into(),
        }
    }
}

impl From<[[u8; 32]; 2]> for G1Point {
    fn from(words: [[u8; 32]; 2]) -> Self {
        let [x, y] = words.map(U256::from_be_bytes);
        Self { x, y }
    }
}

impl From<&G1Point> for [[u8; 32]; 2] {
    fn from(point: &G1Point) -> Self {
        [point.x.to_be_bytes(), point.y.to_be_bytes()]
    }
}

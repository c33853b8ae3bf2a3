//! Encrypted key files: Web3 Secret Storage V3 for secp256k1 keys, the EIP-2335-shaped BN254 format for BLS keys.

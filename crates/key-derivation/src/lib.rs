//! From mnemonic or key material to BLS secret scalars and ETH attester keys, by the official rules.

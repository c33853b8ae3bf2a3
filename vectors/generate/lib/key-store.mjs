// KeyStore records of the test mnemonic's validators, as the official staker output spells them.
import { g1Words, g2Words } from "./bn254.mjs";
import { attester, pickSecret, seedOf, skFromSeed } from "./derivation.mjs";
import { prove, publicKeys } from "./proofs.mjs";
import { TEST_MNEMONIC } from "./published.mjs";

const SEED = seedOf(TEST_MNEMONIC, "");

export function keyStore(index, kind = "registration") {
  const { sk } = pickSecret((path) => skFromSeed(SEED, path), "v6", 0, index);
  const { pk1, pk2 } = publicKeys(sk);
  return {
    attester: attester(SEED, 0, index).address,
    publicKeyG1: g1Words(pk1),
    publicKeyG2: g2Words(pk2),
    proofOfPossession: g1Words(prove(sk, kind)),
  };
}

export const keyStores = (count, kind) => Array.from({ length: count }, (_, index) => keyStore(index, kind));

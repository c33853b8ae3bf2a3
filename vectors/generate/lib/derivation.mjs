// Secrets of a validator from a mnemonic or from raw key material, by the rules of the official command line.
import { createHmac } from "node:crypto";
import { HDKey } from "@scure/bip32";
import { mnemonicToSeedSync } from "@scure/bip39";
import { privateKeyToAccount } from "viem/accounts";
import { r } from "./bn254.mjs";
import { concat, hex, toInteger, utf8 } from "./bytes.mjs";
import { hashToPoint, popGas } from "./hash-to-point.mjs";
import { publicKeys, registrationMessage } from "./proofs.mjs";

const HMAC_KEY = "Aztec bn254 key";
/** Of rule v6 as the official command line 6.0.0 brought it. */
export const GAS_BUDGET = 270_000;
const MAX_CANDIDATES = 256;

export const seedOf = (mnemonic, passphrase) => mnemonicToSeedSync(mnemonic, passphrase);

/** HMAC-SHA512("Aztec bn254 key", 0x00 || seed || path) mod r */
export const skFromSeed = (seed, path) => deriveScalar(0x00, seed, path);

/** HMAC-SHA512("Aztec bn254 key", 0x01 || ikm || path) mod r */
export const skFromIkm = (ikm, path) => deriveScalar(0x01, ikm, path);

function deriveScalar(tag, secret, path) {
  const data = concat(Uint8Array.of(tag), secret, utf8(path));
  const sk = toInteger(createHmac("sha512", HMAC_KEY).update(data).digest()) % r;
  if (sk === 0n) throw new Error("the retry with a counter is out of reach of any test");
  return sk;
}

export function blsPath(rule, account, index) {
  return rule === "v2.1.4" ? `m/12381/3600/${index}/0/0` : `m/12381/3600/${account}/0/${index}`;
}

/** Gas of the registration proof's check. */
export const gasOf = (sk) => popGas(hashToPoint(registrationMessage(publicKeys(sk).pk1)));

/** `skAt(path)` gives the secret at a path. Only v6 looks at the gas and goes on to candidates 1, 2, ... */
export function pickSecret(skAt, rule, account, index, budget = GAS_BUDGET) {
  const first = blsPath(rule, account, index);
  const skipped = [];
  for (let candidate = 0; candidate < MAX_CANDIDATES; candidate++) {
    const path = candidate === 0 ? first : `${first}/${candidate}`;
    const sk = skAt(path);
    const gas = gasOf(sk);
    if (rule !== "v6" || gas <= budget) return { path, candidate, sk, gas, skipped };
    skipped.push(gas);
  }
  throw new Error(`no candidate of ${first} is within the budget`);
}

/** BIP-32 and BIP-44 key of an attester. */
export function attester(seed, account, index) {
  const key = HDKey.fromMasterSeed(seed).derive(`m/44'/60'/${account}'/0/${index}`);
  const privateKey = hex(key.privateKey);
  return { address: privateKeyToAccount(privateKey).address, privateKey };
}

import assert from "node:assert/strict";
import { HDKey } from "@scure/bip32";
import { hex, word } from "../lib/bytes.mjs";
import { attester, GAS_BUDGET, pickSecret, seedOf, skFromSeed } from "../lib/derivation.mjs";
import { MNEMONICS, PASSPHRASES } from "../lib/mnemonics.mjs";
import { OFFICIAL_VALIDATORS } from "../lib/published.mjs";

const RULES = ["v6", "v5", "v2.1.4"];

/** [account, index] of the test mnemonic whose candidate 0 is over 270,000 gas, found by a scan of the first 200,000. */
const OVER_BUDGET = [[0, 67216], [0, 177879]];

/** Those over 225,000 gas alone, the budget of sources before the release of v6: here v6 keeps candidate 0. */
const OVER_EARLIER_BUDGET = [[0, 120], [0, 2898], [7, 92]];

/** Seed of the first test vector of BIP-39: twelve words of zero entropy, passphrase TREZOR. */
const BIP39_SEED =
  "0xc55257c360c07c72029aebc1b53c05ed0362ada38ead3e3e9efa3708e5349553" +
  "1f09a6987599d18264c1e1c92f2cf141630c7a3c4ab7c81b2f001698e7463b04";

export default function build() {
  const vectors = [...testMnemonic(), ...overBudget(), ...overEarlierBudget(), ...otherMnemonics(), ...passphrases()];
  checkPublished(new Map(vectors.map((v) => [v.name, v])));
  return {
    source:
      "seed: BIP-39 by @scure/bip39 (PBKDF2-HMAC-SHA512, 2048 rounds, NFKD). sk = HMAC-SHA512('Aztec bn254 key', " +
      "0x00 || seed || path) mod r by node:crypto. Paths: v5 m/12381/3600/account/0/index; v2.1.4 " +
      "m/12381/3600/index/0/0; v6 as v5, with /candidate appended when an earlier candidate is over 270,000 gas. " +
      "Attester: m/44'/60'/account'/0/index by @scure/bip32, address by viem. master_fingerprint is the BIP-32 " +
      "fingerprint of the master key. The first three 'test' validators are those of the official command line.",
    vectors,
  };
}

function vector(name, { mnemonic = MNEMONICS.test, passphrase = "", rule, account = 0, index = 0 }) {
  const seed = seedOf(mnemonic, passphrase);
  const { path, candidate, sk, gas } = pickSecret((at) => skFromSeed(seed, at), rule, account, index);
  const { address, privateKey } = attester(seed, account, index);
  return {
    name, mnemonic, passphrase, seed: hex(seed), master_fingerprint: fingerprint(seed), rule, account, index, path,
    candidate, sk: word(sk), gas, attester: address, attester_private_key: privateKey,
  };
}

const fingerprint = (seed) => `0x${HDKey.fromMasterSeed(seed).fingerprint.toString(16).padStart(8, "0")}`;

const slug = (rule) => rule.replaceAll(".", "-");

function testMnemonic() {
  const places = [[0, 0], [0, 1], [0, 2], [0, 99], [0, 2147483647], [1, 0], [5, 7], [2147483647, 0]];
  return RULES.flatMap((rule) => places.map(([account, index]) =>
    vector(`test-${slug(rule)}-account-${account}-index-${index}`, { rule, account, index })));
}

function overBudget() {
  return OVER_BUDGET.flatMap(([account, index]) => ["v6", "v5"].map((rule) => {
    const v = vector(`over-budget-${rule}-account-${account}-index-${index}`, { rule, account, index });
    assert.equal(v.candidate > 0, rule === "v6");
    assert.equal(v.gas > GAS_BUDGET, rule === "v5");
    return v;
  }));
}

function overEarlierBudget() {
  return OVER_EARLIER_BUDGET.flatMap(([account, index]) => ["v6", "v5"].map((rule) => {
    const v = vector(`over-earlier-budget-${rule}-account-${account}-index-${index}`, { rule, account, index });
    assert(v.candidate === 0 && v.gas > 225_000);
    return v;
  }));
}

function otherMnemonics() {
  const others = Object.entries(MNEMONICS).filter(([name]) => name !== "test");
  return others.flatMap(([name, mnemonic]) => RULES.map((rule) =>
    vector(`${name}-${slug(rule)}`, { mnemonic, rule, account: 0, index: 1 })));
}

function passphrases() {
  return Object.entries(PASSPHRASES).flatMap(([name, passphrase]) => [
    vector(`passphrase-${name}`, { passphrase, rule: "v6", index: 1 }),
    vector(`passphrase-${name}-zeros`, { mnemonic: MNEMONICS["zeros-12-words"], passphrase, rule: "v6" }),
  ]);
}

function checkPublished(byName) {
  OFFICIAL_VALIDATORS.forEach(([address, sk], i) => {
    const v = byName.get(`test-v5-account-0-index-${i}`);
    assert.deepEqual([v.attester, v.sk], [address, word(sk)]);
  });
  assert.equal(byName.get("passphrase-ascii-zeros").seed, BIP39_SEED);
  assert.equal(byName.get("passphrase-composed").sk, byName.get("passphrase-decomposed").sk);
}

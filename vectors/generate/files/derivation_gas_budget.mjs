import assert from "node:assert/strict";
import { compressG1 } from "../lib/bn254.mjs";
import { word } from "../lib/bytes.mjs";
import { pickSecret, seedOf, skFromSeed } from "../lib/derivation.mjs";
import { MNEMONICS } from "../lib/mnemonics.mjs";
import { publicKeys } from "../lib/proofs.mjs";
import { GAS_BUDGET_ANSWERS } from "../lib/published.mjs";

/** From the least that a proof costs to the budget of the rule; 225,000 is the budget of sources before the release. */
const BUDGETS = [137_790, 140_000, 150_000, 225_000, 234_465, 234_466, 270_000];

export default function build() {
  const vectors = BUDGETS.map((budget) => vector(budget));
  const byBudget = new Map(vectors.map((v) => [v.budget, v]));
  for (const [budget, candidate] of GAS_BUDGET_ANSWERS.candidates) {
    assert.equal(byBudget.get(budget).candidate, candidate, `${budget}`);
  }
  for (const [budget, publicKey, gas] of GAS_BUDGET_ANSWERS.keys) {
    const { pk, gas: estimate } = byBudget.get(budget);
    assert.deepEqual([pk, estimate], [publicKey, gas]);
  }
  return {
    source:
      "Rule v6 under several gas budgets, mnemonic of twelve words of zero entropy, account 0, index 712. sk and gas as in " +
      "derivation.json and keys.json; skipped = the gas of the candidates before the one taken. Asserted: the known " +
      "answers for this index, which are the candidates under 150,000, 225,000 and 270,000 and the public keys of " +
      "candidates 0 and 1.",
    vectors,
  };
}

function vector(budget) {
  const mnemonic = MNEMONICS["zeros-12-words"];
  const seed = seedOf(mnemonic, "");
  const { path, candidate, sk, gas, skipped } = pickSecret((at) => skFromSeed(seed, at), "v6", 0, 712, budget);
  const pk = compressG1(publicKeys(sk).pk1);
  return { name: `budget-${budget}`, mnemonic, account: 0, index: 712, budget, path, candidate, sk: word(sk), pk, gas, skipped };
}

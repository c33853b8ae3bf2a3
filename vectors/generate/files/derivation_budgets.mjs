import assert from "node:assert/strict";
import { compressG1 } from "../lib/bn254.mjs";
import { word } from "../lib/bytes.mjs";
import { candidates, registrationDigest, seedOf, skFromSeed } from "../lib/derivation.mjs";
import { MNEMONICS } from "../lib/mnemonics.mjs";
import { publicKeys } from "../lib/proofs.mjs";
import { PUBLISHED_CANDIDATES } from "../lib/published.mjs";

/** 10 % under a limit of 250,000; 10 % under 300,000, as released; and one that an operator may choose. */
const BUDGETS = [225_000, 270_000, 150_000];

/** [mnemonic, account, index]: candidate 0 is over 225,000, found by a scan; the first is a published place. */
const PLACES = [["zeros-12-words", 0, 712], ["test", 0, 120], ["test", 0, 2898], ["test", 7, 92]];

export default function build() {
  const vectors = PLACES.flatMap((place) => BUDGETS.map((budget) => vector(place, budget)));
  vectors.push(...edges());
  checkPublished(vectors);
  return {
    source:
      "Rule v6 under several budgets: m/12381/3600/account/0/index, then with /1, /2, ... appended; the first candidate " +
      "whose gas is at most the budget is taken. candidates are all that were tried, the taken one last. Secrets as in " +
      "derivation.json; compressed public key, attempts, sqrt_calls and gas as in keys.json. Asserted: keys, counts and " +
      "choices published for index 712.",
    vectors,
  };
}

function vector([name, account, index], budget) {
  const seed = seedOf(MNEMONICS[name], "");
  const tried = [];
  for (const { path, candidate, sk, gas } of candidates((at) => skFromSeed(seed, at), "v6", account, index)) {
    const { attempts, sqrtCalls } = registrationDigest(sk);
    const compressed = compressG1(publicKeys(sk).pk1);
    tried.push({ path, candidate, sk: word(sk), compressed, attempts, sqrt_calls: sqrtCalls, gas });
    if (gas <= budget) break;
  }
  return {
    name: `${name}-account-${account}-index-${index}-budget-${budget}`,
    mnemonic: MNEMONICS[name], passphrase: "", rule: "v6", account, index, budget,
    path: tried.at(-1).path, candidate: tried.at(-1).candidate, candidates: tried,
  };
}

/** A key that costs just the budget is within it. */
function edges() {
  const [within, over] = [228_286, 228_285].map((budget) => vector(PLACES[1], budget));
  assert.deepEqual([within.candidate, over.candidate], [0, 1]);
  return [within, over];
}

function checkPublished(vectors) {
  const { mnemonic, index, keys, choices } = PUBLISHED_CANDIDATES;
  const published = vectors.filter((v) => v.mnemonic === mnemonic && v.account === 0 && v.index === index);
  assert.deepEqual(Object.fromEntries(published.map((v) => [v.budget, v.candidate])), choices);
  const tried = published.flatMap((v) => v.candidates);
  for (const key of keys) {
    const ours = tried.find((v) => v.candidate === key.candidate);
    for (const [field, value] of Object.entries(key)) assert.equal(ours[field], value, field);
  }
}

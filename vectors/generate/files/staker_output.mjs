import assert from "node:assert/strict";
import { keyStores } from "../lib/key-store.mjs";
import { OFFICIAL_KEY, OFFICIAL_VALIDATORS } from "../lib/published.mjs";

export default function build() {
  const registration = keyStores(3);
  const feedback = keyStores(3, "feedback");
  checkPublished(registration);
  const vector = (name, file) => ({ name, proof: "registration", file, expected: registration });
  return {
    source:
      "Staker output of the first validators of the test mnemonic (rule v6; by @noble/curves). file is what a reader " +
      "meets, expected the official format: padded words, names publicKeyG1 and publicKeyG2. proof is the message kind.",
    vectors: [
      vector("official-padded", registration),
      { name: "feedback", proof: "feedback", file: feedback, expected: feedback },
      // As the official command line leaves it: keys padded, proofs not.
      vector("proofs-unpadded", registration.map(withShortProof)),
      vector("other-names", registration.map(withOtherNames)),
      vector("other-names-all-unpadded", registration.map(shortWords).map(withOtherNames)),
      vector("mixed-names", registration.map((k, i) => (i === 1 ? withOtherNames(k) : k))),
      vector("members-in-other-order", registration.map(reversed)),
    ],
  };
}

const short = (word) => `0x${BigInt(word).toString(16)}`;
const shorten = (words) => Object.fromEntries(Object.entries(words).map(([name, word]) => [name, short(word)]));
const withShortProof = (k) => ({ ...k, proofOfPossession: shorten(k.proofOfPossession) });
const reversed = (k) => Object.fromEntries(Object.entries(k).reverse());

function shortWords({ attester, ...points }) {
  return { attester, ...Object.fromEntries(Object.entries(points).map(([name, words]) => [name, shorten(words)])) };
}

function withOtherNames({ attester, publicKeyG1, publicKeyG2, proofOfPossession }) {
  return { attester, publicKeyInG1: publicKeyG1, publicKeyInG2: publicKeyG2, proofOfPossession };
}

function checkPublished([first, ...others]) {
  assert.equal(first.publicKeyG1.x, OFFICIAL_KEY.pk1X);
  assert.deepEqual(first.proofOfPossession, OFFICIAL_KEY.registrationProof);
  assert.notEqual(short(first.proofOfPossession.x).length, 66);
  assert.deepEqual([first, ...others].map((k) => k.attester), OFFICIAL_VALIDATORS.map(([address]) => address));
}

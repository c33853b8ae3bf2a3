// Tuples of the shape of the Solidity struct KeyStore: good ones from the known answers in vectors/, and what goes wrong with
// them, one fault each.

import { readFileSync } from 'node:fs';

import { getAddress, numberToHex } from 'viem';

/** Order of the base field of BN254. */
const P = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;
const INFINITY = { x: 0n, y: 0n };

const vectors = JSON.parse(readFileSync(new URL('../../../vectors/keys.json', import.meta.url))).vectors;

const point = words => Object.fromEntries(Object.entries(words).map(([name, word]) => [name, BigInt(word)]));

/** An attester that nobody else has: `number` in the last bytes. */
export const attester = number => getAddress(numberToHex(0xa77e_0000_0000n + BigInt(number), { size: 20 }));

/** The tuple of the known answer with this secret key. */
export function tupleOf(secret, address) {
  const vector = vectors.find(({ sk }) => BigInt(sk) === BigInt(secret));
  if (!vector) throw new Error(`vectors/keys.json has no key ${secret}`);
  return {
    attester: address ?? attester(secret),
    publicKeyG1: point(vector.pk1),
    publicKeyG2: point(vector.pk2),
    proofOfPossession: point(vector.registration_proof),
  };
}

/** The tuples of the first known answers, whatever their secret keys. */
export const someTuples = count => vectors.slice(0, count).map(({ sk }, at) => tupleOf(sk, attester(at + 1)));

/** The same as the staking dashboard's file has it. */
export const toStakerOutput = tuples =>
  JSON.stringify(
    tuples,
    (_, value) => (typeof value === 'bigint' ? numberToHex(value, { size: 32 }) : value),
    2,
  );

/** One fault each. Every function takes a good tuple, and another good one. */
export const FAULTS = {
  feedbackProof: (tuple, _, secret) => ({
    ...tuple,
    proofOfPossession: point(vectors.find(({ sk }) => BigInt(sk) === BigInt(secret)).feedback_proof),
  }),
  proofOfAnotherKey: (tuple, other) => ({ ...tuple, proofOfPossession: other.proofOfPossession }),
  publicKeyG2OfAnotherKey: (tuple, other) => ({ ...tuple, publicKeyG2: other.publicKeyG2 }),
  proofOffTheCurve: tuple => ({ ...tuple, proofOfPossession: { x: 1n, y: 1n } }),
  publicKeyG1OffTheCurve: tuple => ({ ...tuple, publicKeyG1: { x: 1n, y: 1n } }),
  publicKeyG1AboveTheField: tuple => ({ ...tuple, publicKeyG1: { ...tuple.publicKeyG1, x: tuple.publicKeyG1.x + P } }),
  publicKeyG2OffTheCurve: tuple => ({ ...tuple, publicKeyG2: { ...tuple.publicKeyG2, y0: tuple.publicKeyG2.y0 + 1n } }),
  publicKeyG2HalvesSwapped: tuple => {
    const { x0, x1, y0, y1 } = tuple.publicKeyG2;
    return { ...tuple, publicKeyG2: { x0: x1, x1: x0, y0: y1, y1: y0 } };
  },
  publicKeyG1Infinity: tuple => ({ ...tuple, publicKeyG1: INFINITY }),
  proofInfinity: tuple => ({ ...tuple, proofOfPossession: INFINITY }),
};

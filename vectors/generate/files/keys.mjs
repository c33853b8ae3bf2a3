import assert from "node:assert/strict";
import { compressG1, G1, G2, g1Words, g2Words, r } from "../lib/bn254.mjs";
import { word } from "../lib/bytes.mjs";
import { hashToPoint, popGas } from "../lib/hash-to-point.mjs";
import { prove, publicKeys, registrationMessage, verify } from "../lib/proofs.mjs";
import { DEPLOYED_GAS, OFFICIAL_KEY } from "../lib/published.mjs";
import { scalars } from "../lib/scalars.mjs";

export default function build() {
  const vectors = scalars().map(([name, sk]) => vector(name, sk));
  checkPublished(vectors);
  return {
    source:
      "Points: @noble/curves bn254, words big-endian, G2 real parts (x0, y0) first; compressed = x, top bit set when " +
      "y is odd. hashed_point = hash to point of the 64 bytes of pk1. Proofs = sk times the hashed point of pk1 (registration) or " +
      "of ASCII 'feedback'. gas = 132694 + 515*attempts + 4580*square_roots + ceil(0.095975*attempts^2). Every proof was " +
      "verified with the contract's pairing equation.",
    vectors,
  };
}

function vector(name, sk) {
  const { pk1, pk2 } = publicKeys(sk);
  const hashed = hashToPoint(registrationMessage(pk1));
  const registration = prove(sk, "registration");
  const feedback = prove(sk, "feedback");
  assert(verify({ pk1, pk2, proof: registration, kind: "registration" }), name);
  assert(verify({ pk1, pk2, proof: feedback, kind: "feedback" }), name);
  return {
    name,
    sk: word(sk),
    pk1: g1Words(pk1),
    compressed: compressG1(pk1),
    pk2: g2Words(pk2),
    hashed_point: g1Words(hashed.point),
    attempts: hashed.attempts,
    square_roots: hashed.squareRoots,
    gas: popGas(hashed),
    registration_proof: g1Words(registration),
    feedback_proof: g1Words(feedback),
  };
}

function checkPublished(vectors) {
  const bySecret = new Map(vectors.map((v) => [BigInt(v.sk), v]));
  for (const [sk, attempts, squareRoots, gas] of DEPLOYED_GAS) {
    const v = bySecret.get(sk);
    assert.deepEqual([v.attempts, v.square_roots, v.gas], [attempts, squareRoots, gas], v.name);
  }
  const official = bySecret.get(OFFICIAL_KEY.sk);
  assert.equal(official.pk1.x, OFFICIAL_KEY.pk1X);
  assert.deepEqual(official.registration_proof, OFFICIAL_KEY.registrationProof);
  assert.deepEqual(bySecret.get(1n).pk1, g1Words(G1.BASE));
  assert.deepEqual(bySecret.get(r - 1n).pk2, g2Words(G2.BASE.negate()));
  assert(vectors.some((v) => v.attempts === 1) && vectors.some((v) => v.attempts === 18));
}

// Keys, proofs of possession and the contract's check of them.
import { keccak_256 } from "@noble/hashes/sha3.js";
import { G1, G2, g1Words, g2Words, pairingIsOne, r } from "./bn254.mjs";
import { concat, fromHex, toInteger, utf8 } from "./bytes.mjs";
import { hashToPoint } from "./hash-to-point.mjs";

export const FEEDBACK = utf8("feedback");

export const publicKeys = (sk) => ({ pk1: G1.BASE.multiply(sk), pk2: G2.BASE.multiply(sk) });

/** abi.encodePacked(pk1.x, pk1.y) */
export const registrationMessage = (pk1) => packed(g1Words(pk1));

export const message = (kind, pk1) => (kind === "feedback" ? FEEDBACK : registrationMessage(pk1));

export const prove = (sk, kind) => hashToPoint(message(kind, publicKeys(sk).pk1)).point.multiply(sk);

/** e(proof + gamma*pk1, -G2) * e(digest + gamma*G1, pk2) == 1, as deployed. */
export function verify({ pk1, pk2, proof, kind }) {
  const digest = hashToPoint(message(kind, pk1)).point;
  const encoded = concat(packed(g1Words(pk1)), packed(g2Words(pk2)), packed(g1Words(proof)));
  const gamma = toInteger(keccak_256(encoded)) % r;
  return gamma !== 0n && foldedCheck({ pk1, pk2, proof, digest, gamma });
}

/** The same equation for a gamma of one's choice. */
export function foldedCheck({ pk1, pk2, proof, digest, gamma }) {
  return pairingIsOne([
    [proof.add(pk1.multiply(gamma)), G2.BASE.negate()],
    [digest.add(G1.BASE.multiply(gamma)), pk2],
  ]);
}

/** e(proof, G2) == e(digest, pk2): the proof was made with the secret of pk2. */
export const proofMatches = ({ pk1, pk2, proof, kind }) =>
  pairingIsOne([[proof, G2.BASE.negate()], [hashToPoint(message(kind, pk1)).point, pk2]]);

/** e(pk1, G2) == e(G1, pk2): both public keys have one secret. */
export const keysMatch = ({ pk1, pk2 }) => pairingIsOne([[pk1, G2.BASE.negate()], [G1.BASE, pk2]]);

const packed = (words) => concat(...Object.values(words).map(fromHex));

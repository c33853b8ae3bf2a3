import assert from "node:assert/strict";
import { compressG1, G1, g1Words, g2Words } from "../lib/bn254.mjs";
import { concat, fromHex } from "../lib/bytes.mjs";
import { hashToPoint } from "../lib/hash-to-point.mjs";
import { oldHashToPoint } from "../lib/old-hash-to-point.mjs";
import { foldedCheck, keysMatch, message, proofMatches, prove, publicKeys, verify } from "../lib/proofs.mjs";
import { hashed } from "../lib/scalars.mjs";

const A = key("invalid proofs, key a");
const B = key("invalid proofs, key b");
const KINDS = ["registration", "feedback"];

export default function build() {
  const vectors = [...KINDS.flatMap(forEachKind), ...registrationOnly(), ...pointsInvalid()];
  return {
    source:
      "Tuples whose verification under 'kind' must fail. reason proof: e(proof, G2) != e(digest, pk2); key_mismatch: " +
      "e(pk1, G2) != e(G1, pk2); both; point: a coordinate or point is refused before any pairing. Reasons were " +
      "computed with @noble/curves, and the contract's equation refuses each.",
    vectors,
  };
}

function key(label) {
  const sk = hashed(label);
  return { sk, ...publicKeys(sk) };
}

function refused(name, kind, { pk1, pk2, proof }) {
  const tuple = { pk1, pk2, proof, kind };
  assert(!verify(tuple), name);
  const [proofOk, keysOk] = [proofMatches(tuple), keysMatch(tuple)];
  assert(!(proofOk && keysOk), name);
  const reason = proofOk ? "key_mismatch" : keysOk ? "proof" : "both";
  return { name, kind, pk1: g1Words(pk1), pk2: g2Words(pk2), proof: g1Words(proof), reason };
}

function forEachKind(kind) {
  const other = KINDS.find((k) => k !== kind);
  const good = prove(A.sk, kind);
  const digestOfA = hashToPoint(message(kind, A.pk1)).point;
  const shift = G1.BASE.multiply(hashed("shift"));
  const named = (name, tuple) => refused(`${kind}-${name}`, kind, tuple);
  return [
    named(`with-${other}-proof`, { ...A, proof: prove(A.sk, other) }),
    named("with-proof-of-other-key", { ...A, proof: prove(B.sk, kind) }),
    named("proof-negated", { ...A, proof: good.negate() }),
    named("proof-doubled", { ...A, proof: good.double() }),
    named("proof-plus-generator", { ...A, proof: good.add(G1.BASE) }),
    named("proof-is-generator", { ...A, proof: G1.BASE }),
    named("proof-is-pk1", { ...A, proof: A.pk1 }),
    named("proof-is-digest", { ...A, proof: digestOfA }),
    named("pk2-of-other-key", { pk1: A.pk1, pk2: B.pk2, proof: good }),
    named("pk1-of-other-key", { pk1: B.pk1, pk2: A.pk2, proof: good }),
    // The proof is right for pk2 and for the digest of the foreign pk1; only the comparison of the keys can tell.
    named("pk1-foreign-proof-fits-pk2", {
      pk1: B.pk1,
      pk2: A.pk2,
      proof: hashToPoint(message(kind, B.pk1)).point.multiply(A.sk),
    }),
    named("pk1-negated", { pk1: A.pk1.negate(), pk2: A.pk2, proof: good }),
    named("pk2-negated", { pk1: A.pk1, pk2: A.pk2.negate(), proof: good }),
    named("old-hash-to-point", { ...A, proof: oldHashToPoint(message(kind, A.pk1)).multiply(A.sk) }),
    cancelsAtGammaOne(kind, shift),
    // Added up without random weights, the errors of these two cancel.
    named("batch-cancelling-plus", { ...A, proof: good.add(shift) }),
    named("batch-cancelling-minus", { ...B, proof: prove(B.sk, kind).subtract(shift) }),
  ];
}

/** Both halves of the folded check are wrong by the same point: a verifier with gamma = 1 accepts. */
function cancelsAtGammaOne(kind, shift) {
  const pk1 = A.pk1.add(shift);
  const digest = hashToPoint(message(kind, pk1)).point;
  const tuple = { pk1, pk2: A.pk2, proof: digest.multiply(A.sk).subtract(shift) };
  assert(foldedCheck({ ...tuple, digest, gamma: 1n }));
  return refused(`${kind}-cancels-at-gamma-one`, kind, tuple);
}

function registrationOnly() {
  const sign = (bytes) => hashToPoint(bytes).point.multiply(A.sk);
  const words = g1Words(A.pk1);
  const reversed = concat(fromHex(words.x).reverse(), fromHex(words.y).reverse());
  const named = (name, bytes) => refused(`registration-over-${name}`, "registration", { ...A, proof: sign(bytes) });
  return [
    named("compressed-pk1", fromHex(compressG1(A.pk1))),
    named("little-endian-pk1", reversed),
    named("y-then-x", concat(fromHex(words.y), fromHex(words.x))),
    named("hex-text-of-pk1", new TextEncoder().encode(words.x.slice(2) + words.y.slice(2))),
    named("empty-message", new Uint8Array(0)),
  ];
}

function pointsInvalid() {
  const good = { pk1: g1Words(A.pk1), pk2: g2Words(A.pk2), proof: g1Words(prove(A.sk, "registration")) };
  const { x0, x1, y0, y1 } = good.pk2;
  const zero = `0x${"0".repeat(64)}`;
  const g1Zero = { x: zero, y: zero };
  const g2Zero = { x0: zero, x1: zero, y0: zero, y1: zero };
  const entry = (name, change) => ({ name, kind: "registration", ...good, ...change, reason: "point" });
  return [
    entry("pk2-swapped-c0-c1", { pk2: { x0: x1, x1: x0, y0: y1, y1: y0 } }),
    entry("proof-infinity", { proof: g1Zero }),
    entry("pk1-infinity", { pk1: g1Zero }),
    entry("pk2-infinity", { pk2: g2Zero }),
    entry("all-infinity", { pk1: g1Zero, pk2: g2Zero, proof: g1Zero }),
    entry("proof-swapped-x-y", { proof: { x: good.proof.y, y: good.proof.x } }),
  ];
}

import assert from "node:assert/strict";
import { g1Words } from "../lib/bn254.mjs";
import { fromLabel, hex } from "../lib/bytes.mjs";
import { hashToPoint } from "../lib/hash-to-point.mjs";
import { FEEDBACK, publicKeys, registrationMessage } from "../lib/proofs.mjs";

// Around a word (32), two words (64), and the rate of Keccak-256 (136), counting the three words before the message.
const LENGTHS = [0, 1, 7, 8, 31, 32, 33, 39, 40, 41, 63, 64, 65, 95, 96, 97, 135, 136, 137, 256, 1000];

export default function build() {
  const vectors = [
    vector("feedback", FEEDBACK),
    ...LENGTHS.map((length) => vector(`length-${length}`, fromLabel(`message of ${length} bytes`, length))),
    vector("zeros-32", new Uint8Array(32)),
    vector("zeros-64", new Uint8Array(64)),
    vector("ones-64", new Uint8Array(64).fill(0xff)),
    ...[1n, 12n, 57193n, 1314687n].map((sk) => vector(`pk1-of-${sk}`, registrationMessage(publicKeys(sk).pk1))),
  ];
  assert.deepEqual(vectors[0], {
    name: "feedback",
    message: "0x666565646261636b",
    x: "0x2dba4545cadf32a126e34c7545d81adecc4b70349ef6a2fac846669008920156",
    y: "0x21d21c61bb597b37e66f501edaa69356eeeafba740187e6fbcc84d8940bf8f97",
    attempts: 1,
    square_roots: 1,
  });
  return {
    source:
      "Try and increment of the deployed BN254 library, domain AZTEC_BLS_POP_BN254_V1. Keccak-256: @noble/hashes; " +
      "field: @noble/curves. attempts counts loop iterations, square_roots those with x < p. 'feedback' is also the " +
      "answer of the deployed contract.",
    vectors,
  };
}

function vector(name, message) {
  const { point, attempts, squareRoots } = hashToPoint(message);
  point.assertValidity();
  return { name, message: hex(message), ...g1Words(point), attempts, square_roots: squareRoots };
}

// In the manner of an older library that is still in circulation: one hash, then x, x + 1, x + 2, ..., and no root bit.
// Not what is deployed.
import { keccak_256 } from "@noble/hashes/sha3.js";
import { solveY } from "./bad-points.mjs";
import { Fp, G1, p } from "./bn254.mjs";
import { concat, toInteger, utf8 } from "./bytes.mjs";

const DOMAIN = concat(utf8("AZTEC_BLS_POP_BN254_V1"), new Uint8Array(10));

export function oldHashToPoint(message) {
  let x = toInteger(keccak_256(concat(DOMAIN, message))) % p;
  for (;; x = Fp.add(x, 1n)) {
    const y = solveY(Fp, x, 3n);
    if (y !== undefined) return G1.fromAffine({ x, y });
  }
}

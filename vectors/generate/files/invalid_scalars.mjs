import { p, r } from "../lib/bn254.mjs";
import { word } from "../lib/bytes.mjs";

export default function build() {
  const vectors = [
    ["zero", 0n, "zero"],
    ["order", r, "not_below_order"],
    ["order-plus-1", r + 1n, "not_below_order"],
    ["order-times-2", 2n * r, "not_below_order"],
    ["field-modulus", p, "not_below_order"],
    ["two-to-254", 1n << 254n, "not_below_order"],
    ["two-to-255", 1n << 255n, "not_below_order"],
    ["all-ones", (1n << 256n) - 1n, "not_below_order"],
  ];
  return {
    source: "32 bytes, big-endian, that are no secret key: a secret key is an integer from 1 to r - 1.",
    vectors: vectors.map(([name, sk, reason]) => ({ name, sk: word(sk), reason })),
  };
}

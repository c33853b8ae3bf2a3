// The secret scalars of keys.json, each with a name.
import { r } from "./bn254.mjs";
import { fromLabel, toInteger } from "./bytes.mjs";
import { DEPLOYED_GAS, OFFICIAL_VALIDATORS } from "./published.mjs";

/** A cube root of unity mod r: scalars around it are the edges of an endomorphism (GLV) decomposition. */
const LAMBDA = cubeRootOfUnity();

export function scalars() {
  const list = [];
  for (let sk = 1n; sk <= 32n; sk++) list.push([`small-${sk}`, sk]);
  for (const [sk] of DEPLOYED_GAS) if (sk > 32n) list.push([`costly-${sk}`, sk]);
  list.push(["attempts-18", 176n]);
  OFFICIAL_VALIDATORS.forEach(([, sk], i) => list.push([`official-validator-${i}`, sk]));
  list.push(...edges(), ...patterns());
  for (let i = 0; i < 24; i++) list.push([`hashed-${i}`, hashed(`secret scalar ${i}`)]);
  return list;
}

/** A scalar that looks random. */
export const hashed = (label) => (toInteger(fromLabel(label, 48)) % (r - 1n)) + 1n;

function edges() {
  return [
    ["order-minus-1", r - 1n],
    ["order-minus-2", r - 2n],
    ["half-of-order-low", (r - 1n) / 2n],
    ["half-of-order-high", (r + 1n) / 2n],
    ["lambda", LAMBDA],
    ["lambda-minus-1", LAMBDA - 1n],
    ["lambda-plus-1", LAMBDA + 1n],
    ["lambda-squared", (LAMBDA * LAMBDA) % r],
    ["minus-lambda", r - LAMBDA],
  ];
}

function patterns() {
  const list = [];
  for (const bits of [64n, 127n, 128n, 192n, 253n]) {
    list.push([`two-to-${bits}`, 1n << bits], [`two-to-${bits}-minus-1`, (1n << bits) - 1n]);
  }
  return [
    ...list,
    ["two-bits-253-and-0", (1n << 253n) | 1n],
    ["bytes-01", BigInt(`0x${"01".repeat(32)}`)],
    ["bytes-0f", BigInt(`0x${"0f".repeat(32)}`)],
    ["bytes-10", BigInt(`0x${"10".repeat(32)}`)],
    ["bytes-2a", BigInt(`0x${"2a".repeat(32)}`)],
    ["bytes-15", BigInt(`0x${"15".repeat(32)}`)],
    ["bytes-ff-in-31", BigInt(`0x${"ff".repeat(31)}`)],
    ["low-half-zero", BigInt(`0x${"1f".repeat(16)}${"00".repeat(16)}`)],
    ["high-half-zero", BigInt(`0x${"ff".repeat(16)}`)],
  ];
}

function cubeRootOfUnity() {
  let power = 1n;
  for (let base = 5n, e = (r - 1n) / 3n; e > 0n; e >>= 1n, base = (base * base) % r) {
    if (e & 1n) power = (power * base) % r;
  }
  if (power === 1n || (power * power * power) % r !== 1n) throw new Error("not a primitive cube root");
  return power;
}

import assert from "node:assert/strict";
import { otherTwistPoint, smallOrderTwistPoint, solveY, twistPoint, xWithoutPoint } from "../lib/bad-points.mjs";
import { Fp, G1, G2, g2Words, p } from "../lib/bn254.mjs";
import { word } from "../lib/bytes.mjs";

const MAX = (1n << 256n) - 1n;
const ODD_Y = 1n << 255n;
const { x: X, y: Y } = G1.BASE.multiply(5n).toAffine();
const Q = G2.BASE.multiply(5n).toAffine();

export default function build() {
  return {
    source:
      "encoding g1 (x, y), g1_compressed, g2 (x0, x1, y0, y1). Points that must be refused, and why: " +
      "coordinate_not_canonical (not below p; judged first), infinity (all words zero), not_on_curve, " +
      "not_in_subgroup (on the twist, but not of order r). Built with @noble/curves fields and group law.",
    vectors: [...g1(), ...g1Compressed(), ...g2()],
  };
}

function g1() {
  const entry = (name, x, y, reason) => ({
    name: `g1-${name}`, encoding: "g1", words: { x: word(x), y: word(y) }, reason,
  });
  assert(Fp.eql(Fp.sqr(Y), Fp.add(Fp.mul(Fp.sqr(X), X), 3n)));
  assert.equal(solveY(Fp, 0n, 3n), undefined);
  return [
    entry("infinity", 0n, 0n, "infinity"),
    entry("one-one", 1n, 1n, "not_on_curve"),
    entry("x-zero", 0n, 1n, "not_on_curve"),
    entry("y-zero", 1n, 0n, "not_on_curve"),
    entry("x-plus-1", X + 1n, Y, "not_on_curve"),
    entry("y-plus-1", X, Y + 1n, "not_on_curve"),
    entry("swapped", Y, X, "not_on_curve"),
    entry("both-p-minus-1", p - 1n, p - 1n, "not_on_curve"),
    entry("x-alias", X + p, Y, "coordinate_not_canonical"),
    entry("x-alias-2p", X + 2n * p, Y, "coordinate_not_canonical"),
    entry("y-alias", X, Y + p, "coordinate_not_canonical"),
    entry("generator-x-alias", 1n + p, 2n, "coordinate_not_canonical"),
    entry("x-equals-p", p, Y, "coordinate_not_canonical"),
    entry("y-equals-p", X, p, "coordinate_not_canonical"),
    entry("infinity-alias", p, p, "coordinate_not_canonical"),
    entry("x-max", MAX, Y, "coordinate_not_canonical"),
    entry("y-max", X, MAX, "coordinate_not_canonical"),
    entry("x-with-flag-bit", X | ODD_Y, Y, "coordinate_not_canonical"),
  ];
}

function g1Compressed() {
  const entry = (name, n, reason) => ({
    name: `g1-compressed-${name}`, encoding: "g1_compressed", compressed: word(n), reason,
  });
  const noPoint = xWithoutPoint(1n << 200n);
  const odd = Y & 1n ? ODD_Y : 0n;
  return [
    entry("zero", 0n, "not_on_curve"),
    entry("zero-odd", ODD_Y, "not_on_curve"),
    entry("no-root", noPoint, "not_on_curve"),
    entry("no-root-odd", noPoint | ODD_Y, "not_on_curve"),
    entry("p", p, "coordinate_not_canonical"),
    entry("p-odd", p | ODD_Y, "coordinate_not_canonical"),
    entry("alias", (X + p) | odd, "coordinate_not_canonical"),
    entry("alias-other-root", (X + p) | (odd ^ ODD_Y), "coordinate_not_canonical"),
    entry("bit-254", X | (1n << 254n), "coordinate_not_canonical"),
    entry("other-tools-infinity", 1n << 254n, "coordinate_not_canonical"),
    entry("all-ones", MAX, "coordinate_not_canonical"),
  ];
}

function g2() {
  const words = (x0, x1, y0, y1) => ({ x0: word(x0), x1: word(x1), y0: word(y0), y1: word(y1) });
  const entry = (name, w, reason) => ({ name: `g2-${name}`, encoding: "g2", words: w, reason });
  const { x, y } = Q;
  const other = otherTwistPoint();
  const small = smallOrderTwistPoint();
  const good = words(x.c0, x.c1, y.c0, y.c1);
  assert.deepEqual(good, g2Words(G2.BASE.multiply(5n)));
  assert.throws(() => G2.fromAffine(other).assertValidity());
  const notInSubgroup = {
    "twist-point-a": twistPoint("a"),
    "twist-point-b": twistPoint("b"),
    "small-order": small,
    "good-plus-small-order": G2.BASE.multiply(5n).add(small),
  };
  for (const point of Object.values(notInSubgroup)) assert.throws(() => point.assertValidity(), /subgroup/);
  return [
    entry("infinity", words(0n, 0n, 0n, 0n), "infinity"),
    entry("swapped-c0-c1", words(x.c1, x.c0, y.c1, y.c0), "not_on_curve"),
    entry("swapped-x-c0-c1", words(x.c1, x.c0, y.c0, y.c1), "not_on_curve"),
    entry("swapped-y-c0-c1", words(x.c0, x.c1, y.c1, y.c0), "not_on_curve"),
    entry("swapped-x-y", words(y.c0, y.c1, x.c0, x.c1), "not_on_curve"),
    entry("conjugate", words(x.c0, p - x.c1, y.c0, p - y.c1), "not_on_curve"),
    entry("g1-in-c0", words(1n, 0n, 2n, 0n), "not_on_curve"),
    entry("x-zero", words(0n, 0n, y.c0, y.c1), "not_on_curve"),
    entry("y-zero", words(x.c0, x.c1, 0n, 0n), "not_on_curve"),
    entry("other-twist", words(other.x.c0, other.x.c1, other.y.c0, other.y.c1), "not_on_curve"),
    ...Object.keys(good).map((k) =>
      entry(`${k}-plus-1`, { ...good, [k]: word(BigInt(good[k]) + 1n) }, "not_on_curve")),
    ...Object.entries(notInSubgroup).map(([name, point]) => entry(name, g2Words(point), "not_in_subgroup")),
    ...Object.keys(good).flatMap((k) => [
      entry(`${k}-alias`, { ...good, [k]: word(BigInt(good[k]) + p) }, "coordinate_not_canonical"),
      entry(`${k}-equals-p`, { ...good, [k]: word(p) }, "coordinate_not_canonical"),
      entry(`${k}-max`, { ...good, [k]: word(MAX) }, "coordinate_not_canonical"),
    ]),
    entry("infinity-alias", words(p, p, p, p), "coordinate_not_canonical"),
  ];
}

// Points that are on no accepted group: off the curve, or on the twist outside its subgroup.
import { Fp, Fp2, G2, multiplyAny, p, r } from "./bn254.mjs";
import { fromLabel, toInteger } from "./bytes.mjs";

/** b of the twist: y^2 = x^3 + 3/(9 + u). */
const TWIST_B = Fp2.div(Fp2.fromBigTuple([3n, 0n]), Fp2.fromBigTuple([9n, 1n]));
/** Number of points of the twist / r = 2p - r; 10069 is its smallest prime factor. */
const TWIST_COFACTOR = 2n * p - r;
const SMALL_ORDER = 10069n;

const fieldElement = (label) => toInteger(fromLabel(label, 48)) % p;

/** On the twist, and in its subgroup with a chance of 1 in 2^254: an x from a hash, no cofactor clearing. */
export function twistPoint(label) {
  for (let i = 0; ; i++) {
    const x = Fp2.fromBigTuple([fieldElement(`${label} c0 ${i}`), fieldElement(`${label} c1 ${i}`)]);
    const y = solveY(Fp2, x, TWIST_B);
    if (y === undefined) continue;
    const point = G2.fromAffine({ x, y });
    if (point.isTorsionFree()) throw new Error("unexpectedly in the subgroup");
    return point;
  }
}

/** A point of order 10069. */
export function smallOrderTwistPoint() {
  const point = multiplyAny(twistPoint("small order"), (r * TWIST_COFACTOR) / SMALL_ORDER);
  if (point.is0() || !multiplyAny(point, SMALL_ORDER).is0()) throw new Error("not of the small order");
  return point;
}

/** An x below p for which x^3 + 3 has no root. */
export function xWithoutPoint(from) {
  let x = from;
  while (solveY(Fp, x, 3n) !== undefined) x++;
  return x;
}

/** On y^2 = x^3 + b with another b: an "invalid curve" point. */
export function otherTwistPoint() {
  const x = Fp2.fromBigTuple([fieldElement("other twist c0"), fieldElement("other twist c1")]);
  for (let i = 1n; ; i++) {
    const y = solveY(Fp2, x, Fp2.add(TWIST_B, Fp2.fromBigTuple([i, 0n])));
    if (y !== undefined) return { x, y };
  }
}

/** A y with y^2 = x^3 + b, or undefined. */
export function solveY(field, x, b) {
  const square = field.add(field.mul(field.sqr(x), x), b);
  try {
    return field.sqrt(square);
  } catch {
    return undefined;
  }
}

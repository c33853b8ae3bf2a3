// BN254 as EIP-196 and EIP-197 define it, and how this project writes its points.
import { bn254 } from "@noble/curves/bn254.js";
import { word } from "./bytes.mjs";

export const G1 = bn254.G1.Point;
export const G2 = bn254.G2.Point;
export const Fp = bn254.fields.Fp;
export const Fp2 = bn254.fields.Fp2;
const Fp12 = bn254.fields.Fp12;

/** Modulus of the base field. */
export const p = Fp.ORDER;
/** Order of G1, and of the subgroup G2 of the twist. */
export const r = bn254.fields.Fr.ORDER;

/** The two words of a G1 point. */
export function g1Words(point) {
  const { x, y } = point.toAffine();
  return { x: word(x), y: word(y) };
}

/** The four words of a G2 point: real parts (c0) first. */
export function g2Words(point) {
  const { x, y } = point.toAffine();
  return { x0: word(x.c0), x1: word(x.c1), y0: word(y.c0), y1: word(y.c1) };
}

/** x, with the top bit set when y is odd. */
export function compressG1(point) {
  const { x, y } = point.toAffine();
  return word(x | ((y & 1n) << 255n));
}

/** Product of the pairings of all [G1, G2] pairs == 1. */
export function pairingIsOne(pairs) {
  const product = bn254.pairingBatch(pairs.map(([g1, g2]) => ({ g1, g2 })));
  return Fp12.eql(product, Fp12.ONE);
}

/** Scalar multiplication for any scalar and any point of the curve, also outside the subgroup. */
export function multiplyAny(point, scalar) {
  let sum = point.subtract(point);
  for (const bit of scalar.toString(2)) {
    sum = sum.double();
    if (bit === "1") sum = sum.add(point);
  }
  return sum;
}

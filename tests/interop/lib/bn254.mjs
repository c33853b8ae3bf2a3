// The BN254 arithmetic of the staking contract, on @noble/curves: an implementation that shares nothing with
// keygen's. Points are affine, words are bigints: a tuple has the shape of the Solidity struct.

import { bn254 } from '@noble/curves/bn254';
import { concatHex, encodeAbiParameters, keccak256, numberToHex, stringToHex } from 'viem';

const { Fp, Fp2, Fr } = bn254.fields;
const G1 = bn254.G1.ProjectivePoint;
const G2 = bn254.G2.ProjectivePoint;

/** Order of the base field. */
export const P = Fp.ORDER;
/** Order of the groups. */
export const R = Fr.ORDER;

/** Source: BN254Lib.sol, STAKING_DOMAIN_SEPARATOR. */
const DOMAIN = stringToHex('AZTEC_BLS_POP_BN254_V1', { size: 32 });
/** The message of the operators' guide, which the contract does not verify. */
export const FEEDBACK = stringToHex('feedback');

/** What the registration proof signs: abi.encodePacked(pk1.x, pk1.y). */
export const registrationMessage = pk1 => concatHex([word(pk1.x), word(pk1.y)]);

export const word = value => numberToHex(value, { size: 32 });

const hashed = (message, counter) =>
  BigInt(
    keccak256(
      encodeAbiParameters([{ type: 'bytes32' }, { type: 'bytes' }, { type: 'uint256' }], [DOMAIN, message, counter]),
    ),
  );

/** BN254Lib.hashToPoint, and how often its loop and its square root ran. */
export function hashToPoint(message) {
  let squareRoots = 0;
  for (let attempts = 1; ; attempts++) {
    const x = hashed(message, BigInt(attempts - 1));
    if (x >= P) continue;
    squareRoots++;
    const square = Fp.create(x ** 3n + 3n);
    const root = Fp.pow(square, (P + 1n) / 4n);
    if (Fp.sqr(root) !== square) continue;
    const larger = hashed(message, 2n ** 256n - 1n) % 2n === 1n;
    const y = larger === root > P - root ? root : P - root;
    return { x, y, attempts, squareRoots };
  }
}

const affine = point => {
  const { x, y } = point.toAffine();
  return { x, y };
};

const words2 = point => {
  const { x, y } = point.toAffine();
  return { x0: x.c0, x1: x.c1, y0: y.c0, y1: y.c1 };
};

export const publicKeys = secret => ({
  publicKeyG1: affine(G1.BASE.multiply(secret)),
  publicKeyG2: words2(G2.BASE.multiply(secret)),
});

export const sign = (secret, message) => affine(G1.fromAffine(hashToPoint(message)).multiply(secret));

/** An honest registration tuple, without the attester. */
export function tupleOf(secret) {
  const keys = publicKeys(secret);
  return { ...keys, proofOfPossession: sign(secret, registrationMessage(keys.publicKeyG1)) };
}

/**
 * The rogue-key forgery against proofs over a fixed message: from the public values of a victim, a key for which
 * nobody knows the secret, with a proof that verifies over that message. With the victim's key it sums up to
 * `offset`*G, so that whoever made it could sign alone for both.
 */
export function forge(victim, victimProof, offset, message) {
  const negated = ({ x, y }) => G1.fromAffine({ x, y: P - y });
  const { x0, x1, y0, y1 } = victim.publicKeyG2;
  const victimG2 = G2.fromAffine({ x: Fp2.fromBigTuple([x0, x1]), y: Fp2.fromBigTuple([y0, y1]) });
  return {
    publicKeyG1: affine(G1.BASE.multiply(offset).add(negated(victim.publicKeyG1))),
    publicKeyG2: words2(G2.BASE.multiply(offset).add(victimG2.negate())),
    proofOfPossession: affine(G1.fromAffine(hashToPoint(message)).multiply(offset).add(negated(victimProof))),
  };
}

/** A point on the curve over Fp2 that is not in the group of order R. */
export function outsideSubgroup() {
  for (let x = 1n; ; x++) {
    const candidate = Fp2.fromBigTuple([x, 0n]);
    const square = Fp2.add(Fp2.mul(Fp2.sqr(candidate), candidate), bn254.G2.CURVE.b);
    try {
      const y = Fp2.sqrt(square);
      const point = G2.fromAffine({ x: candidate, y });
      if (!point.isTorsionFree()) return words2(point);
    } catch {
      // No square root: not on the curve.
    }
  }
}

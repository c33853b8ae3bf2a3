// Hash to point of the deployed BN254 library: try and increment, with a counter inside the hash.
import { keccak_256 } from "@noble/hashes/sha3.js";
import { Fp, G1, p } from "./bn254.mjs";
import { concat, toInteger, utf8, wordBytes } from "./bytes.mjs";

const DOMAIN = concat(utf8("AZTEC_BLS_POP_BN254_V1"), new Uint8Array(10));
const ROOT_BIT_ATTEMPT = (1n << 256n) - 1n;

/** keccak256(abi.encode(bytes32 domain, bytes message, uint256 attempt)) */
function attemptHash(message, attempt) {
  const padding = new Uint8Array((32 - (message.length % 32)) % 32);
  const encoded = concat(
    DOMAIN,
    wordBytes(0x60n),
    wordBytes(attempt),
    wordBytes(BigInt(message.length)),
    message,
    padding,
  );
  return toInteger(keccak_256(encoded));
}

/** `attempts` counts the loop's iterations, `squareRoots` those in which the hash was below p. */
export function hashToPoint(message) {
  let squareRoots = 0;
  for (let attempt = 0; ; attempt++) {
    const x = attemptHash(message, BigInt(attempt));
    if (x >= p) continue;
    squareRoots++;
    const y = squareRoot(Fp.add(Fp.mul(Fp.sqr(x), x), 3n));
    if (y === undefined) continue;
    const [low, high] = y < p - y ? [y, p - y] : [p - y, y];
    const root = attemptHash(message, ROOT_BIT_ATTEMPT) & 1n ? high : low;
    return { point: G1.fromAffine({ x, y: root }), attempts: attempt + 1, squareRoots };
  }
}

function squareRoot(n) {
  const root = Fp.pow(n, (p + 1n) / 4n);
  return Fp.eql(Fp.sqr(root), n) ? root : undefined;
}

/** Upper bound for the gas of the proof check, with Osaka's price of a square root. */
export function popGas({ attempts, squareRoots }) {
  const quadratic = (95975n * BigInt(attempts) ** 2n + 999_999n) / 1_000_000n;
  return 132_694 + 515 * attempts + 4_580 * squareRoots + Number(quadratic);
}

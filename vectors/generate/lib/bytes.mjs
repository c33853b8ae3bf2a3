// Bytes, hexadecimal and big-endian words.
import { shake256 } from "@noble/hashes/sha3.js";
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";

export { concatBytes as concat, utf8ToBytes as utf8 };

/** Bytes as "0x" and lower-case hexadecimal digits. */
export const hex = (bytes) => `0x${bytesToHex(bytes)}`;

/** Bytes as bare hexadecimal digits, as key files carry them. */
export const bareHex = (bytes) => bytesToHex(bytes);

export const fromHex = (text) => hexToBytes(text.startsWith("0x") ? text.slice(2) : text);

/** An integer below 2^256 as 32 bytes, big-endian. */
export const wordBytes = (n) => hexToBytes(wordDigits(n));

/** An integer below 2^256 as "0x" and 64 digits. */
export const word = (n) => `0x${wordDigits(n)}`;

export const toInteger = (bytes) => (bytes.length === 0 ? 0n : BigInt(hex(bytes)));

/** Reproducible bytes for salts, IVs, messages and "random" scalars: SHAKE256 of a label. Nothing here is secret. */
export const fromLabel = (label, length) => shake256(utf8ToBytes(label), { dkLen: length });

function wordDigits(n) {
  if (n < 0n || n >= 1n << 256n) throw new RangeError(`${n} does not fit a word`);
  return n.toString(16).padStart(64, "0");
}

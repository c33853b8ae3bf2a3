// What both kinds of encrypted key file share, from node:crypto.
import { createCipheriv, createHash, pbkdf2Sync, scryptSync } from "node:crypto";
import { bareHex, fromLabel } from "./bytes.mjs";

/** UTF-8 of a normalised password. ETH files take NFKC (as ethers does), BLS files NFKD (as EIP-2335 says). */
export const passwordBytes = (password, form) => new TextEncoder().encode(password.normalize(form));

export const aes128Ctr = (key, iv, bytes) => new Uint8Array(createCipheriv("aes-128-ctr", key, iv).update(bytes));

export const sha256 = (bytes) => new Uint8Array(createHash("sha256").update(bytes).digest());

/** The encryption key and the key of the authentication code. */
export function split(derived) {
  return { cipherKey: derived.subarray(0, 16), macKey: derived.subarray(16, 32) };
}

export const pbkdf2 = (password, salt, c) => new Uint8Array(pbkdf2Sync(password, salt, c, 32, "sha256"));

export function scrypt(password, salt, { n, r, p }) {
  return new Uint8Array(scryptSync(password, salt, 32, { N: n, r, p, maxmem: 129 * n * r + 1_048_576 }));
}

/** Salt, IV and UUID v4 that depend on nothing but a label. */
export function fixedRandom(label) {
  return {
    salt: fromLabel(`salt of ${label}`, 32),
    iv: fromLabel(`iv of ${label}`, 16),
    uuid: uuidV4(fromLabel(`uuid of ${label}`, 16)),
  };
}

function uuidV4(bytes) {
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const digits = bareHex(bytes);
  return [[0, 8], [8, 12], [12, 16], [16, 20], [20, 32]].map(([from, to]) => digits.slice(from, to)).join("-");
}

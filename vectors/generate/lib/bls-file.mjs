// Encrypted BLS key files: the shape of EIP-2335 with a BN254 key, as the official node reads them.
import { compressG1, G1 } from "./bn254.mjs";
import { bareHex, concat, wordBytes } from "./bytes.mjs";
import { aes128Ctr, fixedRandom, passwordBytes, pbkdf2, sha256, split } from "./ciphers.mjs";

/** `plaintext` and `pubkey` may be set to what does not belong together. */
export function blsFile(label, { password, sk, path, c = 262_144, plaintext = wordBytes(sk), pubkey }) {
  const { salt, iv, uuid } = fixedRandom(label);
  const { cipherKey, macKey } = split(pbkdf2(passwordBytes(password, "NFKD"), salt, c));
  const ciphertext = aes128Ctr(cipherKey, iv, plaintext);
  const compressed = pubkey ?? compressG1(G1.BASE.multiply(sk));
  return {
    crypto: {
      kdf: {
        function: "pbkdf2",
        params: { dklen: 32, c, prf: "hmac-sha256", salt: bareHex(salt) },
        message: "",
      },
      checksum: { function: "sha256", params: {}, message: bareHex(sha256(concat(macKey, ciphertext))) },
      cipher: { function: "aes-128-ctr", params: { iv: bareHex(iv) }, message: bareHex(ciphertext) },
    },
    description: compressed.slice(2),
    pubkey: compressed,
    path,
    uuid,
    version: 4,
  };
}

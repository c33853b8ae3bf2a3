import assert from "node:assert/strict";
import { blsFile } from "../lib/bls-file.mjs";
import { hex, word } from "../lib/bytes.mjs";
import { passwordBytes } from "../lib/ciphers.mjs";
import { blsPath, pickSecret, seedOf, skFromSeed } from "../lib/derivation.mjs";
import { PASSWORDS } from "../lib/passwords.mjs";
import { OFFICIAL_VALIDATORS, TEST_MNEMONIC } from "../lib/published.mjs";
import { hashed } from "../lib/scalars.mjs";

export default function build() {
  const vectors = [
    ...OFFICIAL_VALIDATORS.map(([, sk], i) => entry(`official-validator-${i}`, { sk, path: blsPath("v5", 0, i) })),
    entry("candidate-1", candidateOne()),
    entry("secret-1", { sk: 1n }),
    entry("secret-with-leading-zeros", { sk: 0xabcn }),
    entry("other-iteration-count", { c: 600_000 }),
    ...Object.entries(PASSWORDS).map(([name, password]) => entry(`password-${name}`, { password })),
  ];
  const bytes = new Map(vectors.map((v) => [v.name, v.password_bytes]));
  assert.equal(bytes.get("password-composed"), bytes.get("password-decomposed"));
  return {
    source:
      "EIP-2335's shape with a BN254 key: PBKDF2-HMAC-SHA256, AES-128-CTR and SHA-256 by node:crypto, pubkey by " +
      "@noble/curves. password_bytes = UTF-8 of the NFKD form. Salts, IVs and UUIDs are hashes of a label.",
    vectors,
  };
}

function candidateOne() {
  const seed = seedOf(TEST_MNEMONIC, "");
  return pickSecret((path) => skFromSeed(seed, path), "v6", 0, 120, 225_000);
}

function entry(name, { sk = hashed(`bls key ${name}`), path = blsPath("v5", 0, 0), password = PASSWORDS.ascii, c }) {
  const file = blsFile(name, { password, sk, path, c });
  const password_bytes = hex(passwordBytes(password, "NFKD"));
  return { name, password, password_bytes, sk: word(sk), pubkey: file.pubkey, path, file };
}

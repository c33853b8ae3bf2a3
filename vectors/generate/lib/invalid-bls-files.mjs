// EIP-2335-shaped BN254 files that must be refused.
import { blsFile } from "./bls-file.mjs";
import { compressG1, G1, r } from "./bn254.mjs";
import { fromLabel, wordBytes } from "./bytes.mjs";
import { changed, flipped, memberPaths, slug, valueAt } from "./changes.mjs";
import { blsPath } from "./derivation.mjs";
import { PASSWORDS } from "./passwords.mjs";
import { hashed } from "./scalars.mjs";

const password = PASSWORDS.ascii;
const sk = hashed("bls key of invalid files");
const path = blsPath("v5", 0, 0);
const FILE = blsFile("invalid bls", { password, sk, path });

export function invalidBlsFiles() {
  return [
    ...wrongPassword(), ...mismatch(), ...invalidKey(), ...kdfParams(), ...unsupported(), ...lengths(), ...types(),
  ];
}

function entry(name, reason, file, given = password) {
  return { name: `bls-${name}`, kind: "bls", password: given, reason, file };
}
const change = (name, reason, at, value) => entry(name, reason, changed(FILE, at, value));
const flip = (name, reason, at) => change(name, reason, at, flipped(valueAt(FILE, at)));
const made = (name, reason, options) =>
  entry(name, reason, blsFile(`invalid bls ${name}`, { password, sk, path, ...options }));

function wrongPassword() {
  return [
    entry("other-password", "wrong_password", FILE, `${password}!`),
    entry("empty-password", "wrong_password", FILE, ""),
    entry("password-with-newline", "wrong_password", FILE, `${password}\n`),
    flip("checksum-flipped", "wrong_password", "crypto.checksum.message"),
    flip("ciphertext-flipped", "wrong_password", "crypto.cipher.message"),
    flip("salt-flipped", "wrong_password", "crypto.kdf.params.salt"),
    change("checksum-zero", "wrong_password", "crypto.checksum.message", "00".repeat(32)),
    change("iterations-changed", "wrong_password", "crypto.kdf.params.c", 262_143),
  ];
}

function mismatch() {
  const point = G1.BASE.multiply(sk);
  return [
    made("pubkey-of-other-key", "mismatch", { pubkey: compressG1(G1.BASE.multiply(7n)) }),
    made("pubkey-of-negated-key", "mismatch", { pubkey: compressG1(point.negate()) }),
    // As after a changed IV, which the checksum does not cover: another scalar under an intact checksum.
    made("plaintext-of-other-key", "mismatch", { plaintext: wordBytes(sk + 1n) }),
    made("little-endian-plaintext", "mismatch", littleEndian()),
  ];
}

/** A scalar that reads as another valid scalar from its other end. */
function littleEndian() {
  const low = BigInt("0x1122334455667788990011223344556677889900112233445566778899001122");
  return { sk: low, plaintext: wordBytes(low).reverse() };
}

function invalidKey() {
  const plaintexts = {
    zero: 0n, order: r, "order-plus-1": r + 1n, "plus-order": sk + r, "all-ones": (1n << 256n) - 1n,
  };
  return Object.entries(plaintexts).map(([name, n]) => made(`key-${name}`, "invalid_key", { plaintext: wordBytes(n) }));
}

function kdfParams() {
  const named = (name, k, v) => change(name, "kdf_params", `crypto.kdf.params.${k}`, v);
  return [
    named("c-0", "c", 0),
    named("c-4000000000", "c", 4_000_000_000),
    named("c-2-to-32-minus-1", "c", 2 ** 32 - 1),
    ...[0, 1, 16, 31, 33, 64, 2 ** 32 - 1].map((n) => named(`dklen-${n}`, "dklen", n)),
  ];
}

function unsupported() {
  const named = (name, at, value) => change(name, "unsupported", at, value);
  const { salt } = FILE.crypto.kdf.params;
  const scrypt = { function: "scrypt", params: { dklen: 32, n: 262_144, p: 1, r: 8, salt }, message: "" };
  return [
    ...[0, 3, 5].map((version) => named(`version-${version}`, "version", version)),
    named("kdf-scrypt", "crypto.kdf", scrypt),
    named("kdf-argon2id", "crypto.kdf.function", "argon2id"),
    named("prf-hmac-sha512", "crypto.kdf.params.prf", "hmac-sha512"),
    named("cipher-aes-128-cbc", "crypto.cipher.function", "aes-128-cbc"),
    named("cipher-xor", "crypto.cipher.function", "xor"),
    named("checksum-keccak256", "crypto.checksum.function", "keccak256"),
  ];
}

function lengths() {
  const named = (name, at, value) => change(name, "malformed", at, value);
  const ofLength = (length) =>
    made(`plaintext-of-${length}-bytes`, "malformed", { plaintext: fromLabel("plaintext", length) });
  const iv = valueAt(FILE, "crypto.cipher.params.iv");
  const salt = valueAt(FILE, "crypto.kdf.params.salt");
  const checksum = valueAt(FILE, "crypto.checksum.message");
  const ciphertext = valueAt(FILE, "crypto.cipher.message");
  return [
    ...[0, 16, 31, 33, 64].map(ofLength),
    named("iv-of-15-bytes", "crypto.cipher.params.iv", iv.slice(2)),
    named("iv-of-17-bytes", "crypto.cipher.params.iv", `${iv}00`),
    named("iv-empty", "crypto.cipher.params.iv", ""),
    named("iv-no-hex", "crypto.cipher.params.iv", `zz${iv.slice(2)}`),
    named("salt-odd", "crypto.kdf.params.salt", salt.slice(1)),
    named("salt-no-hex", "crypto.kdf.params.salt", `zz${salt.slice(2)}`),
    named("checksum-of-31-bytes", "crypto.checksum.message", checksum.slice(2)),
    named("checksum-empty", "crypto.checksum.message", ""),
    named("ciphertext-odd", "crypto.cipher.message", ciphertext.slice(1)),
    named("pubkey-of-31-bytes", "pubkey", FILE.pubkey.slice(0, 64)),
    named("pubkey-no-hex", "pubkey", `0xzz${FILE.pubkey.slice(4)}`),
    named("pubkey-empty", "pubkey", ""),
  ];
}

function types() {
  const named = (name, at, value) => change(name, "malformed", at, value);
  const optional = ["description"];
  return [
    ...memberPaths(FILE).filter((at) => !optional.includes(at)).map((at) => named(`no-${slug(at)}`, at)),
    named("version-text", "version", "4"),
    named("crypto-null", "crypto", null),
    named("crypto-array", "crypto", []),
    named("kdf-text", "crypto.kdf", "pbkdf2"),
    named("c-text", "crypto.kdf.params.c", "262144"),
    named("c-negative", "crypto.kdf.params.c", -1),
    named("c-fraction", "crypto.kdf.params.c", 262144.5),
    named("salt-number", "crypto.kdf.params.salt", 7),
    named("iv-array", "crypto.cipher.params.iv", [1, 2, 3]),
    named("pubkey-number", "pubkey", 7),
    named("path-number", "path", 7),
  ];
}

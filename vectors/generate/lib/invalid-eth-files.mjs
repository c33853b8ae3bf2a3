// Web3 Secret Storage files that must be refused.
import assert from "node:assert/strict";
import { changed, flipped, memberPaths, slug, valueAt } from "./changes.mjs";
import { fromLabel, hex, wordBytes } from "./bytes.mjs";
import { ethersOpens, ethFile, SCRYPT } from "./eth-file.mjs";
import { PASSWORDS } from "./passwords.mjs";

const password = PASSWORDS.ascii;
const privateKey = hex(fromLabel("eth key of invalid files", 32));
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const PBKDF2_FILE = ethFile("invalid eth pbkdf2", { password, privateKey });
const SCRYPT_FILE = ethFile("invalid eth scrypt", { password, privateKey, kdf: SCRYPT });

export async function invalidEthFiles() {
  await ethersOpens(PBKDF2_FILE, password);
  await ethersOpens(SCRYPT_FILE, password);
  const undecryptable = [...wrongPassword(), ...mismatch()];
  for (const { name, file, password: given } of undecryptable) {
    await assert.rejects(ethersOpens(file, given), undefined, name);
  }
  return [...undecryptable, ...invalidKey(), ...kdfParams(), ...unsupported(), ...malformed()];
}

function entry(name, reason, file, given = password) {
  return { name: `eth-${name}`, kind: "eth", password: given, reason, file };
}
const change = (base, name, reason, path, value) => entry(name, reason, changed(base, path, value));
const made = (name, reason, plaintext) =>
  entry(name, reason, ethFile(`invalid eth ${name}`, { password, privateKey, plaintext }));
const flip = (base, name, reason, path) => change(base, name, reason, path, flipped(valueAt(base, path)));

function wrongPassword() {
  return [
    entry("pbkdf2-other-password", "wrong_password", PBKDF2_FILE, `${password}!`),
    entry("scrypt-other-password", "wrong_password", SCRYPT_FILE, password.toUpperCase()),
    entry("password-with-newline", "wrong_password", PBKDF2_FILE, `${password}\n`),
    entry("empty-password", "wrong_password", PBKDF2_FILE, ""),
    flip(PBKDF2_FILE, "mac-flipped", "wrong_password", "crypto.mac"),
    flip(PBKDF2_FILE, "ciphertext-flipped", "wrong_password", "crypto.ciphertext"),
    flip(PBKDF2_FILE, "salt-flipped", "wrong_password", "crypto.kdfparams.salt"),
    change(PBKDF2_FILE, "mac-zero", "wrong_password", "crypto.mac", "00".repeat(32)),
    change(PBKDF2_FILE, "iterations-changed", "wrong_password", "crypto.kdfparams.c", 262_143),
    change(SCRYPT_FILE, "n-changed", "wrong_password", "crypto.kdfparams.n", 16_384),
  ];
}

function mismatch() {
  const other = ethFile("other", { password, privateKey: hex(fromLabel("another eth key", 32)) }).address;
  return [
    change(PBKDF2_FILE, "address-of-other-key", "mismatch", "address", other),
    change(SCRYPT_FILE, "scrypt-address-of-other-key", "mismatch", "address", other),
    flip(PBKDF2_FILE, "address-flipped", "mismatch", "address"),
    // The authentication code does not cover the IV.
    flip(PBKDF2_FILE, "iv-flipped", "mismatch", "crypto.cipherparams.iv"),
  ];
}

function invalidKey() {
  const plaintexts = { zero: 0n, order: ORDER, "order-plus-1": ORDER + 1n, "all-ones": (1n << 256n) - 1n };
  return Object.entries(plaintexts).map(([name, n]) =>
    made(`key-${name}`, "invalid_key", wordBytes(n)));
}

function kdfParams() {
  const scrypt = (name, values) => {
    const file = Object.entries(values).reduce((f, [k, v]) => changed(f, `crypto.kdfparams.${k}`, v), SCRYPT_FILE);
    return entry(`scrypt-${name}`, "kdf_params", file);
  };
  const pbkdf2 = (name, k, v) => change(PBKDF2_FILE, `pbkdf2-${name}`, "kdf_params", `crypto.kdfparams.${k}`, v);
  return [
    scrypt("n-0", { n: 0 }),
    scrypt("n-1", { n: 1 }),
    scrypt("n-3", { n: 3 }),
    scrypt("n-no-power-of-two", { n: 131_071 }),
    scrypt("n-2-to-31", { n: 2 ** 31 }),
    scrypt("n-2-to-40", { n: 2 ** 40 }),
    scrypt("n-2-to-53", { n: 2 ** 53 }),
    scrypt("r-0", { r: 0 }),
    scrypt("r-2-to-24", { r: 2 ** 24 }),
    scrypt("r-2-to-32-minus-1", { r: 2 ** 32 - 1 }),
    scrypt("p-0", { p: 0 }),
    scrypt("p-2-to-24", { p: 2 ** 24 }),
    scrypt("p-2-to-32-minus-1", { p: 2 ** 32 - 1 }),
    scrypt("r-times-p-2-to-30", { r: 2 ** 15, p: 2 ** 15 }),
    scrypt("r-times-p-2-to-32", { r: 2 ** 16, p: 2 ** 16 }),
    scrypt("128-gibibytes", { n: 2 ** 20, r: 2 ** 10 }),
    ...[0, 1, 16, 31, 33, 64, 2 ** 32 - 1].flatMap((n) => [
      scrypt(`dklen-${n}`, { dklen: n }),
      pbkdf2(`dklen-${n}`, "dklen", n),
    ]),
    pbkdf2("c-0", "c", 0),
    pbkdf2("c-4000000000", "c", 4_000_000_000),
    pbkdf2("c-2-to-32-minus-1", "c", 2 ** 32 - 1),
  ];
}

function unsupported() {
  const named = (name, path, value) => change(PBKDF2_FILE, name, "unsupported", path, value);
  return [
    ...[0, 1, 2, 4].map((version) => named(`version-${version}`, "version", version)),
    ...["aes-128-cbc", "aes-256-ctr", "none"].map((cipher) => named(`cipher-${cipher}`, "crypto.cipher", cipher)),
    ...["argon2id", "bcrypt"].map((kdf) => named(`kdf-${kdf}`, "crypto.kdf", kdf)),
    ...["hmac-sha1", "hmac-sha512"].map((prf) => named(`prf-${prf}`, "crypto.kdfparams.prf", prf)),
    named("cipher-empty", "crypto.cipher", ""),
    named("kdf-empty", "crypto.kdf", ""),
    named("prf-empty", "crypto.kdfparams.prf", ""),
  ];
}

function malformed() {
  const { iv } = PBKDF2_FILE.crypto.cipherparams;
  const { salt } = PBKDF2_FILE.crypto.kdfparams;
  const { mac, ciphertext } = PBKDF2_FILE.crypto;
  const named = (name, path, value) => change(PBKDF2_FILE, name, "malformed", path, value);
  const ofLength = (length) => {
    // Some programs strip leading zeros, so up to 32 bytes are a key, though here one of another address.
    const reason = length > 0 && length < 32 ? "mismatch" : "malformed";
    return made(`plaintext-of-${length}-bytes`, reason, fromLabel("plaintext", length));
  };
  const optional = ["address", "id"];
  return [
    ...[0, 16, 31, 33, 64].map(ofLength),
    ...memberPaths(PBKDF2_FILE).filter((at) => !optional.includes(at)).map((at) => named(`no-${slug(at)}`, at)),
    ...["n", "r", "p"].map((k) => change(SCRYPT_FILE, `no-scrypt-${k}`, "malformed", `crypto.kdfparams.${k}`)),
    // Some programs strip the leading zeros of the IV, too; this one had another first byte.
    change(PBKDF2_FILE, "iv-of-15-bytes", "mismatch", "crypto.cipherparams.iv", iv.slice(2)),
    named("iv-of-17-bytes", "crypto.cipherparams.iv", `${iv}00`),
    named("iv-empty", "crypto.cipherparams.iv", ""),
    named("iv-no-hex", "crypto.cipherparams.iv", `zz${iv.slice(2)}`),
    named("salt-odd", "crypto.kdfparams.salt", salt.slice(1)),
    named("salt-no-hex", "crypto.kdfparams.salt", `zz${salt.slice(2)}`),
    named("mac-of-31-bytes", "crypto.mac", mac.slice(2)),
    named("mac-empty", "crypto.mac", ""),
    named("mac-no-hex", "crypto.mac", `${mac.slice(0, 63)}g`),
    named("ciphertext-odd", "crypto.ciphertext", ciphertext.slice(1)),
    named("address-of-19-bytes", "address", PBKDF2_FILE.address.slice(2)),
    named("address-no-hex", "address", `zz${PBKDF2_FILE.address.slice(2)}`),
    named("version-text", "version", "3"),
    named("crypto-null", "crypto", null),
    named("crypto-array", "crypto", []),
    named("kdfparams-text", "crypto.kdfparams", "262144"),
    named("c-text", "crypto.kdfparams.c", "262144"),
    named("c-negative", "crypto.kdfparams.c", -1),
    named("c-fraction", "crypto.kdfparams.c", 262144.5),
    named("salt-number", "crypto.kdfparams.salt", 7),
    named("iv-array", "crypto.cipherparams.iv", [1, 2, 3]),
    named("mac-null", "crypto.mac", null),
    named("address-number", "address", 7),
  ];
}

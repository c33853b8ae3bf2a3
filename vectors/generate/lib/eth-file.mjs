// Encrypted ETH key files: Web3 Secret Storage, version 3.
import { keccak_256 } from "@noble/hashes/sha3.js";
import { scrypt as nobleScrypt } from "@noble/hashes/scrypt.js";
import { decryptKeystoreJson, encryptKeystoreJson } from "ethers";
import { privateKeyToAccount } from "viem/accounts";
import { bareHex, concat, fromHex, hex } from "./bytes.mjs";
import { aes128Ctr, fixedRandom, passwordBytes, pbkdf2, scrypt, split } from "./ciphers.mjs";

export const SCRYPT = { n: 8192, r: 8, p: 1 };
export const PBKDF2 = { c: 262_144 };

export const addressOf = (privateKey) => privateKeyToAccount(privateKey).address;

/** With node:crypto. `plaintext` and `address` may be set to what does not belong together. */
export function ethFile(label, { password, privateKey, kdf = PBKDF2, plaintext = fromHex(privateKey), address }) {
  const { salt, iv, uuid } = fixedRandom(label);
  const secret = passwordBytes(password, "NFKC");
  const { cipherKey, macKey } = split(kdf.c ? pbkdf2(secret, salt, kdf.c) : scrypt(secret, salt, kdf));
  const ciphertext = aes128Ctr(cipherKey, iv, plaintext);
  const kdfparams = kdf.c
    ? { c: kdf.c, dklen: 32, prf: "hmac-sha256", salt: bareHex(salt) }
    : { dklen: 32, n: kdf.n, p: kdf.p, r: kdf.r, salt: bareHex(salt) };
  return {
    address: (address ?? addressOf(privateKey)).slice(2).toLowerCase(),
    crypto: {
      cipher: "aes-128-ctr",
      cipherparams: { iv: bareHex(iv) },
      ciphertext: bareHex(ciphertext),
      kdf: kdf.c ? "pbkdf2" : "scrypt",
      kdfparams,
      mac: bareHex(keccak_256(concat(macKey, ciphertext))),
    },
    id: uuid,
    version: 3,
  };
}

/** With ethers, which spells the member "Crypto". */
export async function ethersFile(label, { password, privateKey, kdf }) {
  const { salt, iv, uuid } = fixedRandom(label);
  const options = { salt, iv, uuid: fromHex(uuid.replaceAll("-", "")), scrypt: { N: kdf.n, r: kdf.r, p: kdf.p } };
  return JSON.parse(await encryptKeystoreJson({ address: addressOf(privateKey), privateKey }, password, options));
}

/** ethers as the judge. */
export const ethersOpens = (file, password) => decryptKeystoreJson(JSON.stringify(file), password);

/**
 * @noble/hashes and node:crypto as the judges of a scrypt file. The scrypt test vector of the definition has n = 2^18
 * with r = 1, which RFC 7914 forbids (by an error, see its errata): ethers and OpenSSL refuse it.
 */
export function nobleOpens({ crypto }, password) {
  const { n, r, p, salt } = crypto.kdfparams;
  const derived = nobleScrypt(passwordBytes(password, "NFKC"), fromHex(salt), { N: n, r, p, dkLen: 32 });
  const { cipherKey, macKey } = split(derived);
  const ciphertext = fromHex(crypto.ciphertext);
  if (bareHex(keccak_256(concat(macKey, ciphertext))) !== crypto.mac) throw new Error("wrong MAC");
  const privateKey = hex(aes128Ctr(cipherKey, fromHex(crypto.cipherparams.iv), ciphertext));
  return { privateKey, address: addressOf(privateKey) };
}

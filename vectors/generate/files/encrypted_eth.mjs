import assert from "node:assert/strict";
import { fromLabel, hex, word } from "../lib/bytes.mjs";
import { passwordBytes } from "../lib/ciphers.mjs";
import { addressOf, ethersFile, ethersOpens, ethFile, nobleOpens, PBKDF2, SCRYPT } from "../lib/eth-file.mjs";
import { PASSWORDS } from "../lib/passwords.mjs";
import { WEB3_SECRET_STORAGE } from "../lib/published-eth-files.mjs";

const STANDARD = { n: 131_072, r: 8, p: 1 };
const GETH_LIGHT = { n: 4_096, r: 8, p: 6 };
const REFUSED_BY_ETHERS = "web3-secret-storage-scrypt";

export default async function build() {
  const vectors = [
    ...WEB3_SECRET_STORAGE.map(({ name, password, privateKey, file }) => entry(name, password, privateKey, file)),
    await made("ethers-scrypt-8192", ethersFile, SCRYPT),
    await made("ethers-scrypt-131072", ethersFile, STANDARD),
    await made("scrypt-8192", ethFile, SCRYPT),
    await made("scrypt-geth-light", ethFile, GETH_LIGHT),
    await made("pbkdf2", ethFile, PBKDF2),
    await made("key-with-leading-zeros", ethFile, PBKDF2, { privateKey: word(1n) }),
    await made("ethers-key-with-leading-zeros", ethersFile, SCRYPT, { privateKey: word(0xabcn) }),
  ];
  for (const [name, password] of Object.entries(PASSWORDS)) {
    vectors.push(await made(`password-${name}`, ethFile, PBKDF2, { password }));
    vectors.push(await made(`ethers-password-${name}`, ethersFile, SCRYPT, { password }));
  }
  for (const v of vectors) {
    const judge = v.name === REFUSED_BY_ETHERS ? nobleOpens : ethersOpens;
    const opened = await judge(v.file, v.password);
    assert.deepEqual([opened.privateKey, opened.address], [v.private_key, v.address], v.name);
  }
  return {
    source:
      "Web3 Secret Storage version 3. The first two are the test vectors of the definition " +
      "(https://ethereum.org/en/developers/docs/data-structures-and-encoding/web3-secret-storage/). 'ethers-' entries " +
      "were encrypted by ethers, the others with node:crypto; ethers decrypts all of them but " +
      "'web3-secret-storage-scrypt', whose n = 2^18 with r = 1 it refuses by RFC 7914's letter; @noble/hashes opens it. " +
      "password_bytes = UTF-8 of the NFKC form. Salts, IVs and UUIDs are hashes of a label.",
    vectors,
  };
}

async function made(name, make, kdf, options = {}) {
  const { password, privateKey } = {
    password: PASSWORDS.ascii,
    privateKey: hex(fromLabel(`eth key ${name}`, 32)),
    ...options,
  };
  return entry(name, password, privateKey, await make(name, { password, privateKey, kdf }));
}

function entry(name, password, privateKey, file) {
  const password_bytes = hex(passwordBytes(password, "NFKC"));
  return { name, password, password_bytes, private_key: privateKey, address: addressOf(privateKey), file };
}

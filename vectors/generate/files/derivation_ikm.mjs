import { fromLabel, hex, word } from "../lib/bytes.mjs";
import { pickSecret, skFromIkm } from "../lib/derivation.mjs";

const IKM = {
  "1-byte": Uint8Array.of(0x2a),
  "zeros-32-bytes": new Uint8Array(32),
  ...Object.fromEntries([16, 31, 32, 33, 64, 128, 200].map((n) => [`${n}-bytes`, fromLabel(`ikm of ${n} bytes`, n)])),
};

export default function build() {
  const vectors = Object.entries(IKM).flatMap(([name, ikm]) => [
    vector(name, ikm, "v6", 0, 0),
    vector(`${name}-elsewhere`, ikm, "v5", 3, 14),
    vector(`${name}-legacy`, ikm, "v2.1.4", 0, 14),
  ]);
  return {
    source:
      "sk = HMAC-SHA512('Aztec bn254 key', 0x01 || ikm || path) mod r by node:crypto; paths and candidates as in " +
      "derivation.json.",
    vectors,
  };
}

function vector(name, ikm, rule, account, index) {
  const { path, candidate, sk, gas } = pickSecret((at) => skFromIkm(ikm, at), rule, account, index);
  return { name, ikm: hex(ikm), rule, account, index, path, candidate, sk: word(sk), gas };
}

// The mnemonics of the derivation files. All are public and hold nothing of value.
import { entropyToMnemonic } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { fromLabel } from "./bytes.mjs";
import { TEST_MNEMONIC } from "./published.mjs";

const ofEntropy = (bits) => entropyToMnemonic(fromLabel(`entropy of ${bits} bits`, bits / 8), wordlist);

export const MNEMONICS = {
  test: TEST_MNEMONIC,
  "zeros-12-words": entropyToMnemonic(new Uint8Array(16), wordlist),
  "ones-24-words": entropyToMnemonic(new Uint8Array(32).fill(0xff), wordlist),
  "hashed-12-words": ofEntropy(128),
  "hashed-15-words": ofEntropy(160),
  "hashed-18-words": ofEntropy(192),
  "hashed-21-words": ofEntropy(224),
  "hashed-24-words": ofEntropy(256),
};

/** NFKD leads the two spellings of the accented text to the same bytes, and takes the ligature and the signs apart. */
export const PASSPHRASES = {
  ascii: "TREZOR",
  "with-spaces": "  correct horse  ",
  composed: "caf\u00e9 \ufb01ne \u2460 \u212b",
  decomposed: "cafe\u0301 fine 1 A\u030a",
  japanese: "\u334d\u30ac\u30d0\u30f4\u30a1\u3071\u3070\u3050\u309e\u3061\u3062\u5341\u4eba\u5341\u8272",
};

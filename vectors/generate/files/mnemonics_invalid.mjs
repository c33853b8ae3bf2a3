import assert from "node:assert/strict";
import { mnemonicToEntropy } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { MNEMONICS } from "../lib/mnemonics.mjs";

const TWELVE = MNEMONICS["hashed-12-words"].split(" ");
const TWENTY_FOUR = MNEMONICS["hashed-24-words"].split(" ");

/** How @scure/bip39 words each reason. */
const REFUSAL = { word_count: /Invalid mnemonic/, unknown_word: /Unknown word/, checksum: /checksum/i };

export default function build() {
  const vectors = [...wordCounts(), ...unknownWords(), ...checksums()];
  for (const { name, mnemonic, reason } of vectors) {
    assert.throws(() => mnemonicToEntropy(mnemonic, wordlist), REFUSAL[reason], name);
  }
  return {
    source:
      "English BIP-39 mnemonics that must be refused: word_count (not 12, 15, 18, 21 or 24), unknown_word (position " +
      "from 1), checksum. @scure/bip39 refuses each.",
    vectors,
  };
}

function wordCounts() {
  const words = [...TWENTY_FOUR, ...TWELVE];
  return [1, 3, 6, 9, 11, 13, 14, 16, 17, 19, 20, 22, 23, 25, 27, 36].map((count) => ({
    name: `${count}-words`, mnemonic: words.slice(0, count).join(" "), reason: "word_count", count,
  }));
}

function unknownWords() {
  const entry = (name, words, position, word) => {
    assert(!wordlist.includes(word));
    return { name, mnemonic: words.with(position - 1, word).join(" "), reason: "unknown_word", position, word };
  };
  return [
    entry("unknown-first", TWELVE, 1, "aztec"),
    entry("unknown-in-the-middle", TWELVE, 5, "abandom"),
    entry("unknown-last", TWELVE, 12, "zooo"),
    entry("unknown-last-of-24", TWENTY_FOUR, 24, "zk"),
    entry("abbreviated", TWENTY_FOUR, 13, "aba"),
    entry("spanish", TWELVE, 2, "\u00e1baco"),
    entry("digit", TWELVE, 7, "7"),
  ];
}

function checksums() {
  const entry = (name, words) => ({ name, mnemonic: words.join(" "), reason: "checksum" });
  return [
    entry("abandon-12-times", Array(12).fill("abandon")),
    entry("abandon-24-times", Array(24).fill("abandon")),
    entry("zoo-12-times", Array(12).fill("zoo")),
    entry("swapped-words", TWELVE.with(0, TWELVE[1]).with(1, TWELVE[0])),
    entry("one-word-changed", TWENTY_FOUR.with(10, "ability")),
    entry("last-word-changed", TWENTY_FOUR.with(23, "ability")),
  ];
}

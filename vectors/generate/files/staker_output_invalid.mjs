import assert from "node:assert/strict";
import { isAddress } from "viem";
import { p } from "../lib/bn254.mjs";
import { word } from "../lib/bytes.mjs";
import { changed, memberPaths, slug } from "../lib/changes.mjs";
import { keyStore, keyStores } from "../lib/key-store.mjs";

const GOOD = keyStores(3);
const WORDS = memberPaths(GOOD[0]).filter((path) => path.includes("."));

export default function build() {
  return {
    source:
      "Staker output that must be refused or reported: one change each to entry number 'entry' (from 0), at 'field'. " +
      "reason: malformed (shape), address_checksum (EIP-55), zero_address, point (no valid point), proof (does not " +
      "verify as registration, or keys of two secrets), duplicate (attester or key occurs before).",
    vectors: [...malformed(), ...addresses(), ...points(), ...proofs(), ...duplicates()],
  };
}

function vector(name, reason, entry, field, value) {
  const file = GOOD.with(entry, changed(GOOD[entry], field, value));
  return { name, reason, entry, field, file };
}

function malformed() {
  const x = GOOD[2].publicKeyG1.x;
  const named = (name, value) => vector(name, "malformed", 2, "publicKeyG1.x", value);
  const extra = { ...GOOD[1], privateKey: "0x01" };
  return [
    ...memberPaths(GOOD[1]).map((path) => vector(`no-${slug(path)}`, "malformed", 1, path)),
    named("word-without-prefix", x.slice(2)),
    named("word-of-65-digits", `0x0${x.slice(2)}`),
    named("word-empty", ""),
    named("word-only-prefix", "0x"),
    named("word-negative", `-${x}`),
    named("word-no-hex", `0xg${x.slice(3)}`),
    named("word-with-space", ` ${x}`),
    named("word-number", 7),
    named("word-null", null),
    vector("attester-of-19-bytes", "malformed", 0, "attester", GOOD[0].attester.slice(0, 40)),
    vector("attester-without-prefix", "malformed", 0, "attester", GOOD[0].attester.slice(2)),
    vector("proof-text", "malformed", 0, "proofOfPossession", "0x00"),
    { name: "unknown-member", reason: "malformed", entry: 1, field: "privateKey", file: GOOD.with(1, extra) },
  ];
}

function addresses() {
  const { attester } = GOOD[1];
  const misspelt = {
    "attester-wrong-case": attester.replace("C51812", "c51812"),
    "attester-one-digit-changed": attester.replace("70997970", "70997971"),
    "attester-two-digits-swapped": attester.replace("C51812", "C15812"),
  };
  for (const [name, text] of Object.entries(misspelt)) assert(text !== attester && !isAddress(text), name);
  return [
    ...Object.entries(misspelt).map(([name, text]) => vector(name, "address_checksum", 1, "attester", text)),
    vector("attester-zero", "zero_address", 1, "attester", `0x${"0".repeat(40)}`),
  ];
}

function points() {
  const at = (path) => path.split(".").reduce((value, name) => value[name], GOOD[2]);
  return WORDS.flatMap((path) => [
    vector(`${slug(path)}-plus-1`, "point", 2, path, word(BigInt(at(path)) + 1n)),
    vector(`${slug(path)}-plus-p`, "point", 2, path, word(BigInt(at(path)) + p)),
  ]);
}

function proofs() {
  const feedback = keyStore(1, "feedback").proofOfPossession;
  const other = keyStore(5);
  return [
    vector("proof-of-feedback", "proof", 1, "proofOfPossession", feedback),
    vector("proof-of-other-entry", "proof", 1, "proofOfPossession", GOOD[0].proofOfPossession),
    vector("g1-of-other-key", "proof", 1, "publicKeyG1", other.publicKeyG1),
    vector("g2-of-other-key", "proof", 1, "publicKeyG2", other.publicKeyG2),
  ];
}

function duplicates() {
  const keysOfFirst = { ...GOOD[0], attester: GOOD[2].attester };
  return [
    vector("attester-twice", "duplicate", 2, "attester", GOOD[0].attester),
    { name: "keys-twice", reason: "duplicate", entry: 2, field: "publicKeyG1", file: GOOD.with(2, keysOfFirst) },
    { name: "entry-twice", reason: "duplicate", entry: 3, field: "attester", file: [...GOOD, GOOD[2]] },
  ];
}

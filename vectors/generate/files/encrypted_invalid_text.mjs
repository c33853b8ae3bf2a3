import { blsFile } from "../lib/bls-file.mjs";
import { fromLabel, hex } from "../lib/bytes.mjs";
import { ethFile, SCRYPT } from "../lib/eth-file.mjs";
import { PASSWORDS } from "../lib/passwords.mjs";

const password = PASSWORDS.ascii;
const ETH = JSON.stringify(ethFile("text", { password, privateKey: hex(fromLabel("eth key text", 32)), kdf: SCRYPT }));
const BLS = JSON.stringify(blsFile("text", { password, sk: 7n, path: "m/12381/3600/0/0/0" }));

export default function build() {
  const both = { eth: ETH, bls: BLS };
  const vectors = Object.entries(both).flatMap(([kind, good]) =>
    [...damaged(good), ...numbers(kind, good)].map(([name, text]) => ({ name: `${kind}-${name}`, kind, text })));
  return {
    source:
      "Texts of encrypted files (kind eth or bls) that are no JSON, or JSON whose shape no parser of these files may " +
      "take: all malformed. Written by hand around a good file.",
    vectors,
  };
}

function damaged(good) {
  return [
    ["empty", ""],
    ["blank", " \n"],
    ["null", "null"],
    ["true", "true"],
    ["number", "3"],
    ["text", "\"3\""],
    ["array", "[]"],
    ["object-in-array", `[${good}]`],
    ["empty-object", "{}"],
    ["truncated", good.slice(0, -1)],
    ["half", good.slice(0, good.length / 2)],
    ["two-documents", `${good}${good}`],
    ["trailing-comma", `${good.slice(0, -1)},}`],
    ["version-twice", `${good.slice(0, -1)},"version":${good.slice(-2, -1)}}`],
    ["nul-byte-after", `${good}\u0000`],
    ["nested-arrays", "[".repeat(5_000)],
    ["nested-objects", `{"crypto":`.repeat(1_000)],
    ["nested-unknown-member", `${good.slice(0, -1)},"x":${"[".repeat(5_000)}${"]".repeat(5_000)}}`],
  ];
}

/** Numbers that JSON can write and no 64-bit integer can hold. */
function numbers(kind, good) {
  const member = kind === "eth" ? "\"n\":8192" : "\"c\":262144";
  if (!good.includes(member)) throw new Error(`no ${member}`);
  const name = member[1];
  const values = {
    "2-to-64": "18446744073709551616", "1e400": "1e400", "minus-zero-point-five": "-0.5", "octal": "010", "nan": "NaN",
  };
  return Object.entries(values).map(([label, value]) =>
    [`${name}-${label}`, good.replace(member, `"${name}":${value}`)]);
}

// Checksum of a Safe Transaction Builder file.
import { keccak_256 } from "@noble/hashes/sha3.js";
import { hex, utf8 } from "./bytes.mjs";

/** keccak256 of the batch as text, without the checksum itself and with the name as null. */
export function safeChecksum({ meta: { checksum, ...meta }, ...batch }) {
  return hex(keccak_256(utf8(canonicalText({ ...batch, meta: { ...meta, name: null } }))));
}

/** The sorted names of an object's members as a JSON array, then each value and a comma. It is no JSON. */
export function canonicalText(value) {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalText)}]`;
  const names = Object.keys(value).sort();
  return `{${JSON.stringify(names)}${names.map((name) => `${canonicalText(value[name])},`).join("")}}`;
}

// Rewrites vectors/*.json, or only the files that are named: node index.mjs [--check] [keys derivation ...]
// With --check it writes nothing and exits 1 when a file differs.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const FILES = [
  "hash_to_point",
  "keys",
  "invalid_scalars",
  "invalid_points",
  "invalid_proofs",
  "rogue_key",
  "derivation",
  "derivation_gas_budget",
  "derivation_ikm",
  "derivation_custom_path",
  "mnemonics_invalid",
  "encrypted_eth",
  "encrypted_bls",
  "encrypted_invalid",
  "encrypted_invalid_text",
  "staker_output",
  "staker_output_invalid",
  "calldata",
  "abi",
  "safe_batch",
  "exits",
];

const checkOnly = process.argv.includes("--check");
const named = process.argv.slice(2).filter((argument) => argument !== "--check");
const unknown = named.filter((file) => !FILES.includes(file));
if (unknown.length > 0) throw new Error(`no such file: ${unknown.join(", ")}`);
const differing = [];

for (const file of named.length > 0 ? named : FILES) {
  const { default: build } = await import(`./files/${file}.mjs`);
  const content = await build();
  assertUniqueNames(file, content.vectors);
  const text = `${JSON.stringify(content, null, 2)}\n`;
  const target = fileURLToPath(new URL(`../${file}.json`, import.meta.url));
  if ((await readFile(target, "utf8").catch(() => undefined)) === text) continue;
  differing.push(`${file}.json`);
  if (!checkOnly) await writeFile(target, text);
}

for (const file of differing) console.log(`${checkOnly ? "differs" : "written"}: vectors/${file}`);
if (checkOnly && differing.length > 0) process.exitCode = 1;

function assertUniqueNames(file, vectors) {
  const seen = new Set();
  for (const { name } of vectors) {
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) throw new Error(`${file}: "${name}" is not kebab-case`);
    if (seen.has(name)) throw new Error(`${file}: "${name}" twice`);
    seen.add(name);
  }
}

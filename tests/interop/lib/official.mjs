// The official releases that judge keygen's files, oldest first: for each the code with which a node loads its keys.
//
// Both are installed side by side: 4.1.2 where its names say, 5.2.0 as `official-5.2.0` with its own copy of the code
// for key files. README.md says what of 5.2.0 was published.

import { readFileSync } from 'node:fs';
import { createRequire, register } from 'node:module';
import { pathToFileURL } from 'node:url';

import { INSTALLED } from './official-versions.mjs';

register('./zod-for-5.2.0.mjs', import.meta.url);

/** The version of the package that a module belongs to. */
const versionOf = module =>
  JSON.parse(readFileSync(`${module.slice(0, module.lastIndexOf('/dest/'))}/package.json`)).version;

async function release([version, directory]) {
  const { resolve } = createRequire(new URL(`../node_modules/${directory}/package.json`, import.meta.url));
  const load = async name => {
    const module = resolve(name);
    // Node would take the other release's package where this one's is missing, and judge the same code twice.
    if (versionOf(module) !== version) throw new Error(`${version}: ${name} is of version ${versionOf(module)}`);
    return import(pathToFileURL(module).href);
  };
  return {
    version,
    ...(await load('@aztec/node-keystore')),
    ...(await load('@aztec/foundation/crypto/bls')),
    // Since 5.2.0 `createBn254Keystore` returns a promise: await it.
    ...(await load('@aztec/foundation/crypto/bls/bn254_keystore')),
    ...(await load('@aztec/foundation/crypto/bn254')),
  };
}

export const RELEASES = await Promise.all(Object.entries(INSTALLED).map(release));

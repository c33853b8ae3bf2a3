// Completes a package-lock.json: `node complete-lock.mjs [package-lock.json…]`.
//
// npm leaves an optional package out of the lock file when the registry it talks to does not carry it, and `npm ci`
// then refuses the lock file as incomplete, on every machine. The packages in question are binaries for other
// platforms, which are never installed here, so an entry with name, version and platform is all that is needed.
//
// Run it after every `npm install` that changes a lock file.

import { readFileSync, writeFileSync } from 'node:fs';

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64'];

/** Node's search: the package's own node_modules, then those of the packages around it. */
function isLocked(packages, from, name) {
  for (let base = from; ; base = base.slice(0, Math.max(base.lastIndexOf('/node_modules/'), 0))) {
    if (packages[base === '' ? `node_modules/${name}` : `${base}/node_modules/${name}`]) return true;
    if (base === '') return false;
  }
}

/** The platform that a package's name speaks of, e.g. `anvil-darwin-amd64`. */
function platformOf(name) {
  const words = name.split(/[/-]/).map(word => (word === 'amd64' ? 'x64' : word));
  return {
    cpu: words.filter(word => PROCESSORS.includes(word)),
    os: words.filter(word => SYSTEMS.includes(word)),
  };
}

function complete(packages) {
  const added = {};
  for (const [from, { optionalDependencies = {} }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (isLocked(packages, from, name)) continue;
      const { cpu, os } = platformOf(name);
      if (cpu.length !== 1 || os.length !== 1) throw new Error(`${name}: no platform in its name`);
      if (os[0] === process.platform && cpu[0] === process.arch) throw new Error(`${name}: needed on this machine`);
      if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error(`${name}: "${version}" is not an exact version`);
      added[`node_modules/${name}`] = { version, cpu, optional: true, os };
    }
  }
  return added;
}

for (const file of process.argv.slice(2)) {
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const added = complete(lock.packages);
  const entries = Object.entries({ ...lock.packages, ...added }).sort(([a], [b]) => a.localeCompare(b, 'en'));
  lock.packages = Object.fromEntries(entries);
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${file}: ${Object.keys(added).length} entries added`);
}

// Warns when the registry has a newer official release than the newest one tested. It tells and never judges: its
// status is 0 whatever it finds, and without a network it says that it could not ask.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { INSTALLED } from './lib/official-versions.mjs';

/** The loader's package. Since version 6 the official packages are published under another scope. */
const NAMES = ['@aztec/node-keystore', '@aztec-labs/node-keystore'];
const PATIENCE = 20_000;

const tested = Object.keys(INSTALLED).at(-1);

const numbers = version => version.split('.').map(Number);

/** Compares two versions without a suffix. */
function isNewer(one, other) {
  const [a, b] = [numbers(one), numbers(other)];
  const first = a.findIndex((number, i) => number !== b[i]);
  return first >= 0 && a[first] > b[first];
}

/** The releases of a package: no nightlies, no candidates. */
async function releases(name) {
  const options = ['--json', '--fetch-retries=0', `--fetch-timeout=${PATIENCE}`];
  const { stdout } = await promisify(execFile)('npm', ['view', name, 'versions', ...options], { timeout: PATIENCE });
  return [JSON.parse(stdout)].flat().filter(version => /^\d+\.\d+\.\d+$/.test(version));
}

async function report(name) {
  try {
    const newest = (await releases(name))
      .filter(version => isNewer(version, tested))
      .sort((a, b) => (isNewer(a, b) ? -1 : 1))[0];
    if (newest) console.log(`warning: ${name} ${newest} is released; the newest that is tested here is ${tested}`);
    else console.log(`${name}: no release newer than ${tested}, the newest that is tested here`);
  } catch (error) {
    const [complaint] = error.stderr?.match(/code (\w+)/) ?? [error.message];
    console.log(`warning: ${name}: the registry could not be asked for newer releases (${complaint})`);
  }
}

await Promise.all(NAMES.map(report));

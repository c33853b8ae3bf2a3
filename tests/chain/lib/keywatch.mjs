// The program under test.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const builds = ['release', 'debug'].map(profile => `${root}target/${profile}/keywatch`);

export const KEYWATCH = process.env.KEYWATCH_BIN ?? builds.find(existsSync) ?? builds[1];

/** The chain's clock jumps from epoch to epoch, so its age says nothing here. */
const ANY_AGE = ['--max-age', '1000000000'];

/** Runs keywatch with nothing of our environment, in a directory, and resolves with its exit status and what it printed. */
export function run(args, env = {}, cwd = undefined) {
  return new Promise((resolve, reject) => {
    execFile(KEYWATCH, args, { env, cwd, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') return reject(error);
      resolve({ status: error?.code ?? 0, stdout, stderr });
    });
  });
}

/** The options that lead to a provider of this world. */
export const target = (world, provider = 1n) => [
  ...['--rpc-url', world.url, '--registry', world.registry, '--chain-id', '31337', '--provider-id', String(provider)],
  ...['--block', 'latest', ...ANY_AGE],
];

/** Runs a verb with `--json` and resolves with its status and report. */
export async function report(world, verb, ...options) {
  const ran = await run([verb, ...target(world), '--json', ...options]);
  if (ran.status === 3) throw new Error(ran.stderr);
  return { ...ran, report: JSON.parse(ran.stdout) };
}

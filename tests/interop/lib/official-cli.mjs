// The official `validator-keys new`, run live. As a program of its own it reads a list of argument lists on standard
// input and runs each through the official command line's parser:
//
//     echo '[{"legacy": false, "args": ["--count", "2", …]}]' | node lib/official-cli.mjs
//
// A process of its own, because the rule of 2.1.4 is chosen by an environment variable, and because the command
// prints mnemonics and keeps worker threads alive.

import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { scratch } from './scratch.mjs';

const SELF = fileURLToPath(import.meta.url);

async function main() {
  const { injectCommands } = await import('@aztec/cli/validator_keys');
  const { Command } = await import('commander');
  for (const { legacy, args } of JSON.parse(await text(process.stdin))) {
    process.env.LEGACY_BLS_CLI = legacy ? 'true' : 'false';
    const program = injectCommands(new Command(), () => {});
    await program.parseAsync(['validator-keys', 'new', ...args], { from: 'user' });
  }
  process.exit(0);
}

/** Runs the official command once for each job, as many at a time as there are processors. */
export async function runOfficialCli(jobs) {
  const processes = Math.min(availableParallelism(), jobs.length);
  const shares = Array.from({ length: processes }, (_, p) => jobs.filter((_, j) => j % processes === p));
  await Promise.all(shares.map(runShare));
}

function runShare(jobs) {
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env.PATH, HOME: scratch('home'), LOG_LEVEL: 'silent' };
    const child = spawn(process.execPath, [SELF], { env, stdio: ['pipe', 'ignore', 'pipe'] });
    process.on('exit', () => child.kill());
    let complaint = '';
    child.stderr.on('data', data => (complaint += data));
    child.on('error', reject);
    child.on('close', status =>
      status === 0 ? resolve() : reject(new Error(`the official CLI: status ${status}: ${complaint}`)),
    );
    child.stdin.end(JSON.stringify(jobs));
  });
}

if (process.argv[1] === SELF) await main();

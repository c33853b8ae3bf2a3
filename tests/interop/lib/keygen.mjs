// The program under test, as an operator runs it: with files and standard input, never a terminal.

import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { scratch } from './scratch.mjs';

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));

export const KEYGEN = resolve(process.env.KEYGEN_BIN ?? join(REPOSITORY, 'target/release/keygen'));

export const PASSWORD = 'correct horse battery staple';

/** For names of files and directories, so that no two are the same. */
let made = 0;

/** A file that only its owner can read, as password files should be. */
export function file(text) {
  const path = join(scratch('files'), String(made++));
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

/** Runs keygen and resolves with its exit status, its standard output, and all that it printed. */
export function keygen(args, input = '') {
  return new Promise((resolve, reject) => {
    const child = spawn(KEYGEN, args, { env: { PATH: process.env.PATH, HOME: scratch('home') } });
    let stdout = '';
    let output = '';
    child.stdout.on('data', data => {
      stdout += data;
      output += data;
    });
    child.stderr.on('data', data => (output += data));
    child.on('error', reject);
    child.on('close', status => resolve({ status, stdout, output }));
    child.stdin.on('error', () => {}); // It may end before it has read all.
    child.stdin.end(input);
  });
}

/** A batch directory that keygen has made. */
export class Batch {
  constructor(root) {
    this.root = root;
    this.secret = join(root, 'secret');
    this.stakerOutput = json(join(root, 'public/staker_output.json'));
    this.manifest = json(join(root, 'public/manifest.json'));
    this.nodeKeystore = json(join(this.secret, 'node_keystore.json'));
  }

  /** Runs `keygen batch`; with a mnemonic it is given on standard input, as a machine without a disk would. */
  static async make(args, mnemonic) {
    const root = join(scratch('batches'), String(made++));
    const source = mnemonic === undefined ? [] : ['--mnemonic-file', '-'];
    const { status, output } = await keygen(['batch', '--quiet', '--out', root, ...source, ...args], mnemonic);
    if (status !== 0) throw new Error(`keygen batch ${args.join(' ')}: status ${status}: ${output.trim()}`);
    return new Batch(root);
  }

  static plain(count, args = [], mnemonic) {
    return Batch.make(['--count', String(count), '--unencrypted', ...args], mnemonic);
  }

  static encrypted(count, args = [], mnemonic) {
    return Batch.make(['--count', String(count), '--password-file', file(PASSWORD), ...args], mnemonic);
  }
}

export const json = path => JSON.parse(readFileSync(path, 'utf8'));

/** What `keygen verify` says about a staker output file: its status, and the fields that it names for each entry. */
export async function verify(entries, args = []) {
  const { status, output } = await keygen(['verify', '--public-only', ...args, file(JSON.stringify(entries, null, 2))]);
  const named = new Map();
  for (const [, entry, field, text] of output.matchAll(/entry (\d+), (\w+)[^:\n]*: (.*)/g)) {
    named.set(Number(entry), [...(named.get(Number(entry)) ?? []), { field, text }]);
  }
  return { status, output, named };
}

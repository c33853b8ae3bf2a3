// The foundry binaries inside the npm packages. The packages' own launchers are Node scripts that would outlive a
// kill, so the binary itself is started.

import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { basename, dirname } from 'node:path';
import { promisify } from 'node:util';

import { scratch } from './scratch.mjs';

const require = createRequire(import.meta.url);

export function binaryOf(tool) {
  const processor = { x64: 'amd64', arm64: 'arm64' }[process.arch];
  return require.resolve(`@foundry-rs/${tool}-${process.platform}-${processor}/bin/${tool}`);
}

/** What both binaries need of the environment: nothing but a home that they may write to. */
export const environment = () => ({ PATH: process.env.PATH, HOME: scratch('home') });

export async function cast(...args) {
  const { stdout } = await promisify(execFile)(binaryOf('cast'), args, { env: environment() });
  return stdout.trim();
}

/** The secret key in a Web3 Secret Storage file. */
export async function castDecrypt(path, password) {
  const place = [basename(path), '--keystore-dir', dirname(path)];
  const printed = await cast('wallet', 'decrypt-keystore', ...place, '--unsafe-password', password);
  return /0x[0-9a-f]{64}/.exec(printed)[0];
}

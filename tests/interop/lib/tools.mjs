// The foundry binaries inside the npm packages. The packages' own launchers are Node scripts that would outlive a
// kill, so the binary itself is started.

import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
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

// A local chain: anvil on 127.0.0.1, on a port that the system chooses, gone when the process ends.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import { binaryOf, environment } from './tools.mjs';

/** The rules of the chain. From Osaka on, modular exponentiation, which is the square root, costs 2.4 times as much. */
export const HARDFORK = 'osaka';

/** Starts anvil and resolves with its URL and a function that stops it. */
export function startAnvil(hardfork = HARDFORK) {
  const args = [
    '--host',
    '127.0.0.1',
    '--port',
    '0',
    '--hardfork',
    hardfork,
    '--gas-limit',
    '100000000',
    '--no-request-size-limit',
  ];
  const anvil = spawn(binaryOf('anvil'), args, { env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = () => anvil.kill();
  process.on('exit', stop);

  let complaint = '';
  anvil.stderr.on('data', data => (complaint += data));
  return new Promise((resolve, reject) => {
    anvil.on('error', reject);
    anvil.on('exit', code => reject(new Error(`anvil ended with status ${code}: ${complaint.trim()}`)));
    // Its log is read to the end, so that the pipe never fills.
    createInterface({ input: anvil.stdout }).on('line', line => {
      const [, address] = /^Listening on (127\.0\.0\.1:\d+)$/.exec(line) ?? [];
      if (address) resolve({ url: `http://${address}`, stop });
    });
  });
}

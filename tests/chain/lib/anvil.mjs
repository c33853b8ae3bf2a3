// A local chain: anvil on 127.0.0.1, gone when the process ends.

import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const require = createRequire(import.meta.url);

/** The binary inside the npm package. The package's own launcher is a Node script that would outlive a kill. */
function binary() {
  const processor = { x64: 'amd64', arm64: 'arm64' }[process.arch];
  return require.resolve(`@foundry-rs/anvil-${process.platform}-${processor}/bin/anvil`);
}

/** cast, which the independent judges bring along. */
export function castBinary() {
  const processor = { x64: 'amd64', arm64: 'arm64' }[process.arch];
  return createRequire(new URL('../../interop/package.json', import.meta.url)).resolve(`@foundry-rs/cast-${process.platform}-${processor}/bin/cast`);
}

/** Starts anvil (on a port that the system chooses, unless one is given) and resolves with its URL. */
export function startAnvil({ port = 0, timestamp } = {}) {
  const args = ['--host', '127.0.0.1', '--port', String(port), '--hardfork', 'osaka', '--disable-code-size-limit'];
  // A block is final two blocks later, in place of sixty-four.
  args.push('--slots-in-an-epoch', '1', '--gas-limit', '1000000000', '--no-request-size-limit');
  if (timestamp !== undefined) args.push('--timestamp', String(timestamp));
  const anvil = spawn(binary(), args, { stdio: ['ignore', 'pipe', 'pipe'] });
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

// A provider with four weeks behind it, in a directory: keywatch.toml for its chain, and node.json, where the coinbases of all
// validators but the last are. `node past.mjs DIR` says "ready", and runs until its standard input ends. For scripts/screens.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { watchable } from './lib/watchable.mjs';

const [directory] = process.argv.slice(2);
const { world, chain } = await watchable(join(directory, 'node.json'));
writeFileSync(
  join(directory, 'keywatch.toml'),
  `rpc-url = "${world.url}"
registry = "${world.registry}"
chain-id = 31337
provider-id = 1
block = "latest"
`,
);
console.log('ready');
process.stdin.on('end', () => chain.stop()).resume();

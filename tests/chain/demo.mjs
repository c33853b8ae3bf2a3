// A local chain with the staking contracts and a provider, for trying keywatch: `node demo.mjs`. Runs until it is stopped.

import { readFileSync } from 'node:fs';

import { startAnvil } from './lib/anvil.mjs';
import { beginning, plant, toPresent } from './lib/plant.mjs';
import { World } from './lib/world.mjs';

const PORT = 28_545;

const chain = await startAnvil({ port: PORT, timestamp: beginning() });
const world = await World.deploy(chain.url);
await plant(world);
await toPresent(world);
// From now on a block every two seconds.
await world.client.request({ method: 'evm_setIntervalMining', params: [2] });

const config = readFileSync(new URL('demo.toml', import.meta.url), 'utf8');
if (!config.toLowerCase().includes(world.registry) || !config.includes(chain.url)) {
  throw new Error(`demo.toml does not name the registry ${world.registry} at ${chain.url}`);
}
console.log(`chain 31337 at ${chain.url}, registry ${world.registry}, provider 1. Now, from another terminal:

  cargo run --release -p aztec-keywatch -- check --config tests/chain/demo.toml --threshold 5 --days 14
  cargo run --release -p aztec-keywatch -- audit --config tests/chain/demo.toml
  cargo run --release -p aztec-keywatch -- run --config tests/chain/demo.toml --threshold 5 --days 14

Ctrl-C ends the chain.`);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(0));

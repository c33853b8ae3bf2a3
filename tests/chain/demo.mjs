// A local chain with the staking contracts and a provider, for trying keywatch: `node demo.mjs`. Runs until it is stopped.

import { readFileSync } from 'node:fs';

import { startAnvil } from './lib/anvil.mjs';
import { PAST, plant } from './lib/plant.mjs';
import { World } from './lib/world.mjs';

const PORT = 28_545;
const now = () => Math.floor(Date.now() / 1000);

const chain = await startAnvil({ port: PORT, timestamp: now() - PAST });
const world = await World.deploy(chain.url);
await plant(world);
// From the planted past to the present; then a block every two seconds.
const { timestamp } = await world.client.getBlock();
await world.client.setNextBlockTimestamp({ timestamp: timestamp < now() ? BigInt(now()) : timestamp + 1n });
await world.client.mine({ blocks: 4 });
await world.client.request({ method: 'evm_setIntervalMining', params: [2] });

const config = readFileSync(new URL('demo.toml', import.meta.url), 'utf8');
if (!config.toLowerCase().includes(world.registry) || !config.includes(chain.url)) {
  throw new Error(`demo.toml does not name the registry ${world.registry} at ${chain.url}`);
}
console.log(`chain 31337 at ${chain.url}, registry ${world.registry}, provider 1. Now, from another terminal:

  cargo run --release -p aztec-keywatch -- check --config tests/chain/demo.toml --threshold 5 --days 14
  cargo run --release -p aztec-keywatch -- audit --config tests/chain/demo.toml

Ctrl-C ends the chain.`);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(0));

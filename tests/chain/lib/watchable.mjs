// A chain with a provider that has four weeks behind it, and the file of its node.

import { readFileSync, writeFileSync } from 'node:fs';

import { startAnvil } from './anvil.mjs';
import { run, target } from './keywatch.mjs';
import { beginning, plant, toPresent } from './plant.mjs';
import { tupleOf } from './tuples.mjs';
import { World } from './world.mjs';

const validator = secret => ({
  attester: { eth: tupleOf(secret).attester, bls: { path: `bls/${secret}.json` } },
  feeRecipient: `0x${'00'.repeat(32)}`,
});

/** Starts the chain, and writes the node's file: it has the coinbases of all validators but the last. */
export async function watchable(node) {
  const chain = await startAnvil({ timestamp: beginning() });
  const world = await World.deploy(chain.url);
  await plant(world);
  await toPresent(world);
  const write = validators => writeFileSync(node, JSON.stringify({ schemaVersion: 1, validators }, null, 2));
  write([1, 2, 3, 4, 5, 6].map(validator));
  const { status, stderr } = await run(['coinbase', ...target(world), '--node-keystore', node, '--partial']);
  if (status !== 0) throw new Error(stderr);
  write([...JSON.parse(readFileSync(node)).validators, validator(7)]);
  return { world, chain };
}

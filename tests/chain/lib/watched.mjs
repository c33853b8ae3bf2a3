// A provider with four weeks behind it, watched by a service: what the page is looked at with.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startAnvil } from './anvil.mjs';
import { run, target } from './keywatch.mjs';
import { beginning, plant, toPresent } from './plant.mjs';
import { Service } from './service.mjs';
import { tupleOf } from './tuples.mjs';
import { World } from './world.mjs';

export async function watched() {
  const directory = mkdtempSync(join(tmpdir(), 'keywatch-'));
  const chain = await startAnvil({ timestamp: beginning() });
  const world = await World.deploy(chain.url);
  await plant(world);
  await toPresent(world);
  // The node's file has the coinbases of all but the last validator.
  const node = join(directory, 'node.json');
  const validator = secret => ({
    attester: { eth: tupleOf(secret).attester, bls: { path: `bls/${secret}.json` } },
    feeRecipient: `0x${'00'.repeat(32)}`,
  });
  const write = validators => writeFileSync(node, JSON.stringify({ schemaVersion: 1, validators }, null, 2));
  write([1, 2, 3, 4, 5, 6].map(validator));
  const { status, stderr } = await run(['coinbase', ...target(world), '--node-keystore', node, '--partial']);
  if (status !== 0) throw new Error(stderr);
  write([...JSON.parse(readFileSync(node)).validators, validator(7)]);
  const args = ['--threshold', '5', '--days', '14', '--interval', '2', '--retries', '0', '--node-keystore', node];
  const service = await Service.start([...target(world), ...args]);
  await service.healthy();
  const stop = async () => {
    await service.stop();
    chain.stop();
    rmSync(directory, { recursive: true });
  };
  return { world, chain, service, stop };
}

// A provider with four weeks behind it, watched by a service: what the page is looked at with.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { target } from './keywatch.mjs';
import { Service } from './service.mjs';
import { watchable } from './watchable.mjs';

export async function watched() {
  const directory = mkdtempSync(join(tmpdir(), 'keywatch-'));
  const node = join(directory, 'node.json');
  const { world, chain } = await watchable(node);
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

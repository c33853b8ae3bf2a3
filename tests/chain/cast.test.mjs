// docs/cast-call.md: every command on the page, run by cast on a local chain, and what it prints compared with the page.
// With CAST_PAGE=write the page is made anew.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { after, before, test } from 'node:test';

import { startAnvil } from './lib/anvil.mjs';
import { tupleOf } from './lib/tuples.mjs';
import { World } from './lib/world.mjs';

const PAGE = new URL('../../docs/cast-call.md', import.meta.url);

let chain, world, environment;

function castDirectory() {
  const require = createRequire(import.meta.url);
  const processor = { x64: 'amd64', arm64: 'arm64' }[process.arch];
  return dirname(require.resolve(`@foundry-rs/cast-${process.platform}-${processor}/bin/cast`));
}

before(async () => {
  chain = await startAnvil();
  world = await World.deploy(chain.url);
  const provider = await world.registerProvider();
  await world.addKeys(provider, [1, 2, 3].map(secret => tupleOf(secret)));
  await world.stake(provider);
  await world.flush();
  await world.stake(provider);
  environment = {
    PATH: `${castDirectory()}:/usr/bin:/bin`,
    ETH_RPC_URL: chain.url,
    REGISTRY: world.registry,
    PROVIDER: String(provider),
  };
});
after(() => chain.stop());

/** What a block of the page says when it is run: each line behind `$` in the same shell, so that variables stay. */
function rerun(block) {
  let script = '';
  for (const line of block.split('\n').filter(line => line.startsWith('$ '))) {
    script += `cat <<'LINE'\n${line}\nLINE\n${line.slice(2)}\n`;
  }
  return execFileSync('/bin/bash', ['-eu', '-c', script], { env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

test('the page says what cast says', () => {
  const page = readFileSync(PAGE, 'utf8');
  let commands = 0;
  const actual = page.replace(/(```console\n)([^]*?)(```)/g, (_, begin, block, end) => {
    commands += block.match(/^\$ /gm).length;
    return begin + rerun(block) + end;
  });
  if (process.env.CAST_PAGE === 'write') writeFileSync(PAGE, actual);
  else assert.equal(actual, page);
  assert.ok(commands > 8, `${commands} commands`);
});

test('a word without a type is hexadecimal, as the page warns', () => {
  const bare = ['call', world.registry, 'getProviderQueueLength(uint256)', '1'];
  assert.match(execFileSync('cast', bare, { env: environment, encoding: 'utf8' }), /^0x0{63}1\n$/);
});

// The room for exits by attesters, which rollups since v6 have. The published rollup has none, so one that counts them stands in
// front of it, at its address.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { startAnvil } from './lib/anvil.mjs';
import { report, run, target } from './lib/keywatch.mjs';
import { someTuples } from './lib/tuples.mjs';
import { World } from './lib/world.mjs';

const WINDOW = 9 * 86_400;
/** Where the code of the published rollup goes. */
const ELSEWHERE = '0x000000000000000000000000000000000000c0de';

let chain, world, provider, tuples, code, validators;

before(async () => {
  chain = await startAnvil();
  world = await World.deploy(chain.url);
  provider = await world.registerProvider();
  tuples = someTuples(46);
  await world.addKeys(provider, tuples);
  for (const _ of tuples) await world.stake(provider);
  await world.flush();
  // Some proofs need more gas than the limit.
  validators = Number(await world.rollupRead('getActiveAttesterCount'));
  assert.equal(Math.floor(validators / 20), 2);
  code = await world.client.getCode({ address: world.rollup });
});
after(() => chain.stop());

/** Puts a rollup of v6 in front of the published one. What it counted before, it knows still. */
async function upgrade({ reordered = false, forgotten = 0n } = {}) {
  const { abi, bytecode } = world.contracts.ExitWindow;
  await world.client.setCode({ address: ELSEWHERE, bytecode: code });
  const args = [ELSEWHERE, BigInt(WINDOW), reordered, forgotten];
  const hash = await world.client.deployContract({ abi, bytecode, args, account: world.owner });
  const { contractAddress } = await world.client.waitForTransactionReceipt({ hash });
  await world.client.setCode({ address: world.rollup, bytecode: await world.client.getCode({ address: contractAddress }) });
}

const exit = at =>
  world.write(world.rollup, world.contracts.ExitWindow.abi, world.owner, 'initiateWithdrawByAttester', [tuples[at].attester]);

const status = async () => (await report(world, 'status')).report;

test('a rollup without exits by attesters', async () => {
  assert.equal((await status()).exits, null);
  const { stdout } = await run(['status', ...target(world, provider)]);
  assert.doesNotMatch(stdout, /^exits/m);
});

test('places are taken, and become free when the window has passed', async () => {
  await upgrade();
  const numbers = { allowance: 2, window: WINDOW, validators, committee: 0 };
  assert.deepEqual((await status()).exits, { ...numbers, places: 2, used: 0, nextFree: null, open: true });
  await exit(0);
  const { timestamp: first } = await world.client.getBlock();
  await world.pass(2 * 86_400);
  await exit(1);
  await assert.rejects(exit(2), /LimitExceeded/);
  const nextFree = Number(first) + WINDOW;
  assert.deepEqual((await status()).exits, { ...numbers, places: 0, used: 2, nextFree, open: false });
  const { stdout } = await run(['status', ...target(world, provider)]);
  const line = /^exits      room for 0 by attesters now \(2 of 2 places within 9 d 0 h are taken; the next place is free from \d{4}-.* on\); but the rollup takes none now$/m;
  assert.match(stdout, line);

  // One second before, and at the very second.
  const at = async time => {
    await world.client.setNextBlockTimestamp({ timestamp: BigInt(time) });
    await world.client.mine({ blocks: 1 });
    return (await status()).exits;
  };
  assert.equal((await at(nextFree - 1)).used, 2);
  const now = await at(nextFree);
  assert.deepEqual([now.used, now.places, now.open], [1, 1, true]);
  await exit(2);
});

test('the order of what the rollup says of itself does not matter', async () => {
  await upgrade({ reordered: true });
  const { used, open } = (await status()).exits;
  assert.deepEqual([used, open], [2, false]);
});

test('a rollup that counts otherwise is not vouched for', async () => {
  await upgrade({ forgotten: 2n });
  const { used, open } = (await status()).exits;
  assert.deepEqual([used, open], [2, null]);
  const { stdout } = await run(['status', ...target(world, provider)]);
  assert.match(stdout, /; but the rollup itself counts otherwise: see what its getAttesterExitLimitState\(\) says$/m);
});

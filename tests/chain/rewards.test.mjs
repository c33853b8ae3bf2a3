// `keywatch status` and `keywatch rewards`: every state of a delegation, and the calls that bring the rewards home.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { RollupAbi } from '@aztec/l1-artifacts/RollupAbi';
import { TestERC20Abi } from '@aztec/l1-artifacts/TestERC20Abi';

import { startAnvil } from './lib/anvil.mjs';
import { report, run, target } from './lib/keywatch.mjs';
import { EXIT_DELAY } from './lib/settings.mjs';
import { FAULTS, tupleOf } from './lib/tuples.mjs';
import { STAKE, World } from './lib/world.mjs';

let chain, world, provider, splits;

const attesters = [1, 2, 3, 4, 5, 6].map(secret => tupleOf(secret).attester);

before(async () => {
  chain = await startAnvil();
  world = await World.deploy(chain.url);
  provider = await world.registerProvider();
  const tuples = [1, 2, 3, 4, 5, 6].map(secret => tupleOf(secret));
  tuples[4] = FAULTS.proofInfinity(tuples[4]);
  await world.addKeys(provider, tuples);
  splits = [];
  for (let delegation = 0; delegation < 6; delegation++) {
    if (delegation === 5) await world.flush();
    const delegator = delegation % 2 ? world.otherDelegator : world.delegator;
    splits.push(await world.stake(provider, { delegator }));
  }
});
after(() => chain.stop());

const balance = account =>
  world.client.readContract({ address: world.token, abi: TestERC20Abi, functionName: 'balanceOf', args: [account] });

test('the state of every delegation', async () => {
  const [, exiting, left, zombie] = attesters;
  const states = async () => (await report(world, 'status')).report.delegations.map(({ state }) => state);
  assert.deepEqual(await states(), ['active', 'active', 'active', 'active', 'refunded', 'waiting']);
  await world.rollupSend(world.delegator, 'initiateWithdraw', [left, world.delegator]);
  await world.pass(EXIT_DELAY + 1);
  await world.rollupSend(world.delegator, 'finalizeWithdraw', [left]);
  await world.rollupSend(world.otherDelegator, 'initiateWithdraw', [exiting, world.otherDelegator]);
  assert.deepEqual(await states(), ['active', 'exiting', 'left', 'active', 'refunded', 'waiting']);
  assert.equal((await report(world, 'status')).status, 0);
  await world.rollupSend(world.slasher, 'slash', [zombie, (STAKE * 6n) / 10n]);
  const { status, stdout } = await run(['status', ...target(world)]);
  assert.equal(status, 1);
  assert.match(stdout, new RegExp(`${zombie}  slashed out `));
  assert.match(stdout, /KEYWATCH WARNING - provider 1: 6 delegations, 1 active, 0 keys queued/);
});

test('the calls bring every unit of the provider home', async () => {
  const old = world.rollup;
  await world.owe(splits[0], 1_000_000n);
  await world.owe(splits[1], 777n);
  await world.write(world.token, TestERC20Abi, world.owner, 'mint', [splits[2], 40_000n]);
  // After an upgrade, the rewards from before stay on the old rollup.
  await world.addRollup(2);
  await world.owe(splits[0], 500_000n);
  const closed = await report(world, 'rewards');
  assert.deepEqual(closed.report.tokens[0].notClaimable.map(one => one.toLowerCase()), [old, world.rollup]);
  assert.deepEqual(closed.report.tokens[0].calls.map(({ what }) => what), ['distribute', 'withdraw']);
  for (const rollup of [old, world.rollup]) {
    await world.write(rollup, RollupAbi, world.owner, 'setRewardsClaimable', [true]);
  }

  const { status, report: found } = await report(world, 'rewards');
  assert.equal(status, 0);
  const [token] = found.tokens;
  assert.deepEqual(token.splits.slice(0, 3).map(({ total }) => total), ['1500000', '777', '40000']);
  // Five of a hundred, rounded down for each Split.
  assert.deepEqual(token.splits.slice(0, 3).map(({ providersPart }) => providersPart), ['75000', '38', '2000']);
  assert.deepEqual(token.calls.map(({ what }) => what), ['claim', 'claim', 'claim', 'distribute', 'distribute', 'distribute', 'withdraw']);

  const before = await balance(world.recipient);
  // Anybody may send them.
  for (const { to, data } of token.calls) {
    const hash = await world.client.sendTransaction({ account: world.otherAdmin, to, data, gas: 5_000_000n });
    assert.equal((await world.client.waitForTransactionReceipt({ hash })).status, 'success');
  }
  // One unit stays on each Split, and one in the warehouse.
  const came = (await balance(world.recipient)) - before;
  assert.ok(came >= 75_000n + 38n + 2_000n - 4n && came <= 75_000n + 38n + 2_000n, String(came));
  const after = await report(world, 'rewards');
  assert.deepEqual(after.report.tokens[0].calls, []);
});

test('rewards under an attester are told', async () => {
  await world.owe(attesters[0], 9_000_000_000_000_000_000n);
  const { status, stdout } = await run(['rewards', ...target(world)]);
  assert.equal(status, 1);
  assert.match(stdout, new RegExp(`${attesters[0]}  9 STK accrued under the attester`));
  const calls = await run(['rewards', ...target(world), '--calls']);
  assert.deepEqual([calls.status, calls.stdout], [1, '\n']);
});

// `keywatch status` and `keywatch rewards`: every state of a delegation, and the calls that bring the rewards home.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';

import { RollupAbi } from '@aztec/l1-artifacts/RollupAbi';
import { TestERC20Abi } from '@aztec/l1-artifacts/TestERC20Abi';

import { castBinary, startAnvil } from './lib/anvil.mjs';
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
  assert.match(stdout, /KEYWATCH WARNING - provider 1: 6 delegations, 1 active, 0 keys queued; 1 validator was slashed below the minimum \(block/);
});

test('since when, how much, and the coinbase in the files', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'keywatch-'));
  const file = join(directory, 'node.json');
  const validators = [0, 1].map(position => ({
    attester: { eth: attesters[position], bls: { path: 'bls.json' } },
    feeRecipient: `0x${'00'.repeat(32)}`,
    coinbase: splits[position ? 5 : 0],
  }));
  writeFileSync(file, JSON.stringify({ schemaVersion: 1, validators }));
  const { report: found } = await report(world, 'status', '--node-keystore', file);
  assert.deepEqual([found.token.symbol, found.token.decimals], ['STK', 18]);
  // The second is exiting: what is in the file matters no more.
  assert.deepEqual(found.delegations.map(({ coinbaseInFiles }) => coinbaseInFiles), ['in-place', 'not-in-place', 'not-there', 'not-there', null, null]);
  assert.deepEqual(found.delegations.map(({ stake }) => stake), [STAKE, STAKE, 0n, (STAKE * 4n) / 10n, 0n, STAKE].map(String));
  const view = await world.rollupRead('getAttesterView', [attesters[1]]);
  assert.deepEqual(found.delegations.map(({ exitableAt }) => exitableAt), [null, Number(view.exit.exitableAt), null, found.delegations[3].exitableAt, null, null]);
  const blocks = await Promise.all(found.delegations.map(({ block }) => world.client.getBlock({ blockNumber: BigInt(block) })));
  found.delegations.forEach(({ since, state }, at) => assert.ok(since >= Number(blocks[at].timestamp), state));
  assert.equal(found.delegations[5].since, Number(blocks[5].timestamp));
  validators[0].coinbase = splits[5];
  writeFileSync(file, JSON.stringify({ schemaVersion: 1, validators }));
  const { status, stdout } = await run(['status', ...target(world), '--keystore', file]);
  assert.equal(status, 2);
  assert.match(stdout, new RegExp(`${attesters[0]}  active       since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d  1 STK  coinbase ${splits[0]} \\(NOT in the file\\)  for 0x`, 'i'));
  assert.match(stdout, /KEYWATCH CRITICAL - .*; 1 active validator has another coinbase in the node's files, or none: run keywatch coinbase; 1 validator was slashed/);
  // Neither is the Split where the file has no coinbase at all.
  delete validators[0].coinbase;
  writeFileSync(file, JSON.stringify({ schemaVersion: 1, validators }));
  const none = await run(['status', ...target(world), '--keystore', file]);
  assert.deepEqual([none.status, /\(NOT in the file\)/.test(none.stdout)], [2, true]);
  assert.match(stdout, new RegExp(`${attesters[1]}  exiting      since .* 1 STK, can be finalised from \\d{4}-`));
  rmSync(directory, { recursive: true });
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

  // The same calls as a batch for a Safe, and as a script for cast.
  const safe = JSON.parse((await run(['rewards', ...target(world), '--calls', 'safe'])).stdout);
  assert.deepEqual([safe.chainId, safe.meta.checksum.length], ['31337', 66]);
  assert.deepEqual(safe.transactions.map(({ to, data }) => [to, data]), token.calls.map(({ to, data }) => [to, data]));
  const hex = await run(['rewards', ...target(world), '--calls']);
  assert.equal(hex.stdout, token.calls.map(({ what, to, data }) => `${what} ${to} ${data}\n`).join(''));
  const directory = mkdtempSync(join(tmpdir(), 'keywatch-'));
  const out = await run(['rewards', ...target(world), '--calls', 'cast', '--out', join(directory, 'calls')]);
  assert.equal(out.stdout, `7 calls in 1 files in ${join(directory, 'calls')}\n`);
  const taken = await run(['rewards', ...target(world), '--calls', 'cast', '--out', join(directory, 'calls')]);
  assert.deepEqual([taken.status, /does not exist yet/.test(taken.stderr)], [3, true]);

  const before = await balance(world.recipient);
  const fork = await world.client.snapshot();
  // cast itself runs the script, from an account that has no part in it.
  const env = { PATH: `${dirname(castBinary())}:/usr/bin:/bin`, ETH_RPC_URL: world.url };
  const ran = spawnSync('sh', [join(directory, 'calls', 'rewards.sh'), '--unlocked', '--from', world.otherAdmin], { env, encoding: 'utf8' });
  assert.equal(ran.status, 0, ran.stdout + ran.stderr);
  assert.match(ran.stdout, /transaction 7 of 7: withdraw\ndone by 0x/);
  const byScript = (await balance(world.recipient)) - before;
  rmSync(directory, { recursive: true });
  await world.client.revert({ id: fork });

  // Anybody may send them.
  for (const { to, data } of token.calls) {
    const hash = await world.client.sendTransaction({ account: world.otherAdmin, to, data, gas: 5_000_000n });
    assert.equal((await world.client.waitForTransactionReceipt({ hash })).status, 'success');
  }
  // One unit stays on each Split, and one in the warehouse.
  const came = (await balance(world.recipient)) - before;
  assert.equal(came, byScript);
  assert.ok(came >= 75_000n + 38n + 2_000n - 4n && came <= 75_000n + 38n + 2_000n, String(came));
  const after = await report(world, 'rewards');
  assert.deepEqual(after.report.tokens[0].calls, []);
});

test('rewards under an attester are told', async () => {
  await world.owe(attesters[0], 9_000_000_000_000_000_000n);
  const { status, stdout } = await run(['rewards', ...target(world)]);
  assert.equal(status, 1);
  assert.match(stdout, new RegExp(`${attesters[0]}  9 STK accrued under the attester`));
  assert.match(stdout, /\nKEYWATCH WARNING - .* with a Split; 1 attester accrued without its coinbase \(block \d+\)\n$/);
  const calls = await run(['rewards', ...target(world), '--calls']);
  assert.deepEqual([calls.status, calls.stdout], [1, '\n']);
});

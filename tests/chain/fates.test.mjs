// Every row of the table of fates: planted in a queue, foretold by `keywatch audit`, then staked and flushed.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { zeroAddress } from 'viem';

import { startAnvil } from './lib/anvil.mjs';
import { report } from './lib/keywatch.mjs';
import { deposits, errorName } from './lib/outcome.mjs';
import { EXIT_DELAY } from './lib/settings.mjs';
import { FAULTS, attester, tupleOf } from './lib/tuples.mjs';
import { STAKE, World } from './lib/world.mjs';

let chain, world, provider;

before(async () => {
  chain = await startAnvil();
  world = await World.deploy(chain.url);
  provider = await world.registerProvider();
});
after(() => chain.stop());

/** Makes the key with this secret an active validator, by way of the provider's queue. */
async function activate(tuple) {
  await world.addKeys(provider, [tuple]);
  await world.stake(provider);
  await world.flush();
}

async function leave(address, { finalised }) {
  await world.rollupSend(world.delegator, 'initiateWithdraw', [address, world.delegator]);
  if (!finalised) return;
  await world.pass(EXIT_DELAY + 1);
  await world.rollupSend(world.delegator, 'finalizeWithdraw', [address]);
}

test('every entry ends as it was foretold', async () => {
  const [active, exited, exiting, zombie, thief] = [1, 2, 3, 4, 5].map(secret => tupleOf(secret));
  for (const tuple of [active, exited, exiting, zombie]) await activate(tuple);
  await leave(exited.attester, { finalised: true });
  await leave(exiting.attester, { finalised: false });
  await world.rollupSend(world.slasher, 'slash', [zombie.attester, (STAKE * 6n) / 10n]);
  // Somebody saw our tuple and registered it first.
  await activate({ ...thief, attester: attester('0x1000') });
  // One in the rollup's entry queue, not flushed yet, and its twins still in ours.
  const waiting = tupleOf(6);
  await world.addKeys(provider, [waiting]);
  await world.stake(provider);

  const fresh = (secret, number) => ({ ...tupleOf(secret), attester: attester(number) });
  const faulty = Object.entries(FAULTS).map(([name, fault], number) => {
    const secret = 20 + number;
    return [name, fault(tupleOf(secret), tupleOf(19), secret)];
  });
  const expected = [
    ['good', tupleOf(7), 'registers', null],
    ...faulty.map(([name, tuple]) => [name, tuple, 'refunded', undefined]),
    ['over the gas limit', tupleOf(57193), 'refunded', 'PairingFail'],
    ['attester already active', { ...tupleOf(8), attester: active.attester }, 'refunded', 'GSE__AlreadyRegistered'],
    ['key already registered', thief, 'refunded', 'GSE__ProofOfPossessionAlreadySeen'],
    ['attester exited, with another key', { ...tupleOf(9), attester: exited.attester }, 'refunded', 'GSE__CannotChangePublicKeys'],
    ['attester exited, with its key', exited, 'refunded', 'GSE__CannotChangePublicKeys'],
    ['zero address', { ...tupleOf(10), attester: zeroAddress }, 'blocks-the-queue', 'Staking__InvalidDeposit'],
    ['exiting', exiting, 'blocks-the-queue', 'Staking__AlreadyExiting'],
    ['zombie', zombie, 'blocks-the-queue', 'Staking__AlreadyExiting'],
    ['good behind all that', tupleOf(11), 'registers', null],
    ['twin of the one before', tupleOf(11), 'refunded', 'GSE__AlreadyRegistered'],
    ['its key under another attester', fresh(11, 11_000), 'refunded', 'GSE__ProofOfPossessionAlreadySeen'],
    ['twin of one in the entry queue', waiting, 'refunded', 'GSE__AlreadyRegistered'],
    ['its key, too', fresh(6, 6_000), 'refunded', 'GSE__ProofOfPossessionAlreadySeen'],
    // A bad twin does not take the place of a good one.
    ['bad twin', FAULTS.proofInfinity(tupleOf(12)), 'refunded', 'InfinityNotAllowed'],
    ['good twin', tupleOf(12), 'registers', null],
  ].map(([name, tuple, fate, error]) => ({ name, tuple, fate, error }));
  await world.addKeys(provider, expected.map(({ tuple }) => tuple));

  const { status, report: foretold } = await report(world, 'audit');
  assert.equal(status, 2);
  assert.equal(foretold.proofGasLimit, 250_000);
  assert.equal(foretold.entryQueueLength, 1);
  assert.equal(foretold.entries.length, expected.length);
  expected.forEach(({ name, tuple, fate, error }, position) => {
    const entry = foretold.entries[position];
    assert.equal(entry.attester, tuple.attester, name);
    assert.equal(entry.fate, fate, `${name}: ${entry.sentence}`);
    if (error !== undefined) assert.equal(entry.contractError, error, name);
  });

  // The one in the entry queue first, as the rollup does.
  await world.flush();
  for (const [position, { name, tuple }] of expected.entries()) {
    const entry = foretold.entries[position];
    if (entry.fate === 'blocks-the-queue') {
      const blocked = await world.stake(provider).then(() => 'staked', errorName);
      assert.equal(blocked, entry.contractError, name);
      await world.registrySend(world.admin, 'dripProviderQueue', [provider, 1n]);
      continue;
    }
    await world.stake(provider);
    const [outcome, ...others] = await deposits(world, await world.flush());
    assert.deepEqual(others, [], name);
    assert.equal(outcome.attester, tuple.attester, name);
    assert.equal(outcome.registered, entry.fate === 'registers', name);
    assert.equal(outcome.error ?? null, entry.contractError, name);
  }
  assert.equal((await report(world, 'audit')).report.entries.length, 0);
});

test('the drip call reaches the entry and drops what it says', async () => {
  const good = [30, 32].map(secret => tupleOf(secret));
  const bad = FAULTS.proofInfinity(tupleOf(31));
  await world.addKeys(provider, [good[0], bad, good[1]]);
  const { entries } = (await report(world, 'audit')).report;
  assert.deepEqual(entries.map(({ fate }) => fate), ['registers', 'refunded', 'registers']);
  const { drip } = entries[1];
  assert.deepEqual(drip.alsoDropsGood, [good[0].attester]);
  assert.equal(drip.count, 2);
  const hash = await world.client.sendTransaction({ account: world.admin, to: world.registry, data: drip.calldata });
  assert.equal((await world.client.waitForTransactionReceipt({ hash })).status, 'success');
  const left = (await report(world, 'audit')).report.entries;
  assert.deepEqual(left.map(entry => entry.attester), [good[1].attester]);
  await world.registrySend(world.admin, 'dripProviderQueue', [provider, 1n]);
});

test('a proof that runs out of gas without a word stops the whole rollup', async () => {
  await world.gseSend('setProofOfPossessionGasLimit', [190_100n]);
  await world.addKeys(provider, [tupleOf(1_314_687)]);
  const { status, report: foretold } = await report(world, 'audit');
  assert.equal(status, 2);
  assert.equal(foretold.proofGasLimit, 190_100);
  assert.equal(foretold.entries[0].fate, 'may-stop-the-rollup');
  await world.stake(provider);
  assert.equal(await world.flush().then(() => 'flushed', errorName), 'Staking__DepositOutOfGas');
  // With the limit raised, the entry is what it is.
  await world.gseSend('setProofOfPossessionGasLimit', [310_000n]);
  const [outcome] = await deposits(world, await world.flush());
  assert.equal(outcome.registered, true);
});

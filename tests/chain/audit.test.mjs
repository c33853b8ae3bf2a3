// `keywatch audit` beside the table of fates: tuples about to be added, manifests, other providers, an upgrade.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { numberToHex } from 'viem';

import { startAnvil } from './lib/anvil.mjs';
import { report, run, target } from './lib/keywatch.mjs';
import { deposits } from './lib/outcome.mjs';
import { FAULTS, attester, toStakerOutput, tupleOf } from './lib/tuples.mjs';
import { World } from './lib/world.mjs';

let chain, world, provider, other, directory;

before(async () => {
  directory = mkdtempSync(join(tmpdir(), 'keywatch-'));
  chain = await startAnvil();
  world = await World.deploy(chain.url);
  provider = await world.registerProvider();
  other = await world.registerProvider(world.otherAdmin, 1_000, world.otherAdmin);
});
after(() => {
  chain.stop();
  rmSync(directory, { recursive: true });
});

const fates = ({ report: { entries } }) => entries.map(({ fate }) => fate);

/** A compressed point: x, the top bit set when y is odd. */
const compressed = ({ x, y }) => numberToHex(y % 2n ? x | (1n << 255n) : x, { size: 32 });

test('tuples about to be added, behind those in the queue', async () => {
  await world.addKeys(provider, [tupleOf(1)]);
  const file = join(directory, 'staker_output.json');
  writeFileSync(file, toStakerOutput([tupleOf(2), FAULTS.proofInfinity(tupleOf(3)), tupleOf(1), tupleOf(2)]));
  const { status, report: foretold } = await report(world, 'audit', '--before', file);
  assert.equal(status, 2);
  assert.deepEqual(foretold.entries.map(entry => [entry.new, entry.fate, entry.contractError]), [
    [false, 'registers', null],
    [true, 'registers', null],
    [true, 'refunded', 'InfinityNotAllowed'],
    [true, 'refunded', 'GSE__AlreadyRegistered'],
    [true, 'refunded', 'GSE__AlreadyRegistered'],
  ]);
  assert.ok(foretold.entries.every(({ drip }) => drip === null));
  const text = await run(['audit', ...target(world), '--before', file]);
  assert.match(text.stdout, /\(about to be added, 2 in front of it\)\n {2}.*\n {2}leave it out/);
  writeFileSync(file, '[{"attester": "0x1"}]');
  const damaged = await run(['audit', ...target(world), '--before', file]);
  assert.deepEqual([damaged.status, damaged.stdout], [3, '']);
});

test('keys that no manifest lists', async () => {
  await world.addKeys(provider, [tupleOf(4)]);
  const batch = join(directory, 'batches', 'one', 'public');
  mkdirSync(batch, { recursive: true });
  const key = tuple => ({ attester: tuple.attester, publicKey: compressed(tuple.publicKeyG1) });
  // The attester of the second with another key does not make it known.
  const keys = [key(tupleOf(1)), { ...key(tupleOf(5)), attester: tupleOf(4).attester }];
  writeFileSync(join(batch, 'manifest.json'), JSON.stringify({ formatVersion: 1, keys }));
  const { status, report: foretold } = await report(world, 'audit', '--known', join(directory, 'batches'));
  assert.equal(status, 1);
  assert.deepEqual(foretold.entries.map(({ known }) => known), [true, false]);
  const none = await run(['audit', ...target(world), '--known', batch + '/../..' + '/one/public/..']);
  assert.equal(none.status, 1);
  mkdirSync(join(directory, 'empty'));
  const empty = await run(['audit', ...target(world), '--known', join(directory, 'empty')]);
  assert.match(empty.stderr, /there is no manifest\.json in it/);
});

test('the same key or attester in the queue of another provider', async () => {
  await world.addKeys(other, [{ ...tupleOf(1), attester: attester(1_000) }, { ...tupleOf(6), attester: tupleOf(4).attester }], world.otherAdmin);
  const { status, report: foretold } = await report(world, 'audit');
  assert.equal(status, 1);
  assert.deepEqual(foretold.entries.map(({ fate, rivals }) => [fate, rivals]), [
    ['registers', [{ provider: 2, index: 1, same: 'key' }]],
    ['registers', [{ provider: 2, index: 2, same: 'attester' }]],
  ]);
  // The other provider's is staked first; then ours is what it is.
  await world.stake(other, { takeRate: 1_000 });
  assert.deepEqual(fates(await report(world, 'audit')), ['refunded', 'registers']);
  await world.flush();
  const { entries } = (await report(world, 'audit')).report;
  assert.equal(entries[0].contractError, 'GSE__ProofOfPossessionAlreadySeen');
});

test('an upgrade of the rollup', async () => {
  await world.registrySend(world.admin, 'dripProviderQueue', [provider, 2n]);
  // One moves with the upgrade, one stays.
  const [moves, stays] = [tupleOf(7), tupleOf(8)];
  await world.addKeys(provider, [moves, stays]);
  await world.stake(provider);
  await world.stake(provider, { moves: false });
  await world.flush();
  await world.addRollup(2);
  await world.addKeys(provider, [moves, stays, tupleOf(9)]);
  const foretold = (await report(world, 'audit')).report.entries;
  assert.deepEqual(foretold.map(({ contractError }) => contractError), ['GSE__AlreadyRegistered', 'GSE__CannotChangePublicKeys', null]);
  for (const entry of foretold) {
    await world.stake(provider, { version: 2 });
    const [outcome] = await deposits(world, await world.flush());
    assert.equal(outcome.error ?? null, entry.contractError);
  }
});

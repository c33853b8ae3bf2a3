// `keywatch coinbase`: which Split belongs to which validator, and that nothing else ever moves a coinbase.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';

import { startAnvil } from './lib/anvil.mjs';
import { report, run, target } from './lib/keywatch.mjs';
import { EXIT_DELAY } from './lib/settings.mjs';
import { FAULTS, tupleOf } from './lib/tuples.mjs';
import { World } from './lib/world.mjs';

let chain, world, provider, directory, file;

before(() => (directory = mkdtempSync(join(tmpdir(), 'keywatch-'))));
after(() => rmSync(directory, { recursive: true }));

/** A new chain for each test, and a node keystore with the attesters 1 to 9. */
beforeEach(async context => {
  chain = await startAnvil();
  world = await World.deploy(chain.url);
  provider = await world.registerProvider();
  file = join(directory, `${context.name.replace(/\W+/g, '-')}.json`);
  const validators = Array.from({ length: 9 }, (_, number) => ({
    attester: { eth: { path: `eth/0000${number}_${tupleOf(number + 1).attester}.json` }, bls: { path: `bls/${number}.json` } },
    feeRecipient: `0x${'00'.repeat(32)}`,
  }));
  writeFileSync(file, JSON.stringify({ schemaVersion: 1, validators }, null, 2));
});

afterEach(() => chain.stop());

const coinbase = (...options) => report(world, 'coinbase', ...options);

const stake = options => world.stake(provider, options);

/** What the file says, by the number of the attester. */
const inFile = () =>
  Object.fromEntries(
    JSON.parse(readFileSync(file, 'utf8'))
      .validators.map(({ coinbase }, number) => [number + 1, coinbase])
      .filter(([, coinbase]) => coinbase),
  );

test('only the delegation whose deposit succeeded sets the coinbase', async () => {
  const [one, two, three] = [1, 2, 3].map(secret => tupleOf(secret));
  await world.addKeys(provider, [one, one, FAULTS.proofInfinity(two), two, three, one]);
  const first = await stake();
  await stake(); // a twin, for the same delegator, in the same flush
  await stake(); // refunded
  const second = await stake({ delegator: world.otherDelegator });
  const waiting = await coinbase('--node-keystore', file);
  assert.deepEqual([waiting.status, waiting.report.coinbases], [0, []]);
  assert.equal(waiting.report.delegations.filter(({ stage }) => stage === 'waiting').length, 4);
  assert.deepEqual(inFile(), {});

  await world.flush();
  const dry = await coinbase('--node-keystore', file, '--dry-run');
  assert.deepEqual([dry.status, dry.report.coinbases.map(({ outcome }) => outcome)], [1, ['would-be-written', 'would-be-written']]);
  const line = await run(['coinbase', ...target(world), '--node-keystore', file, '--dry-run']);
  assert.match(line.stdout, /\nKEYWATCH WARNING - .* 0 waiting; 2 would be written \(block \d+\)\n$/);
  assert.deepEqual(inFile(), {});
  const ran = await coinbase('--node-keystore', file);
  assert.equal(ran.status, 0, ran.stdout);
  assert.deepEqual(ran.report.delegations.map(({ stage }) => stage), ['registered', 'refunded', 'refunded', 'registered']);
  assert.deepEqual(inFile(), { 1: first, 2: second });
  assert.equal(statSync(file).mode & 0o777, 0o600);

  // A later twin of an active validator moves nothing, neither while it waits nor when it is refunded.
  const third = await stake();
  const twin = await stake();
  for (const expected of [{ 1: first, 2: second }, { 1: first, 2: second, 3: third }]) {
    assert.equal((await coinbase('--node-keystore', file)).status, 0);
    assert.deepEqual(inFile(), expected);
    await world.flush();
  }
  assert.notEqual(twin, first);
  const again = await coinbase('--node-keystore', file);
  assert.ok(again.report.coinbases.every(({ outcome }) => outcome === 'in-place'));
});

test('a validator that somebody else registered is none of ours', async () => {
  const stolen = tupleOf(1);
  await world.addKeys(provider, [stolen]);
  // The attester's own tuple, deposited past the registry, flushed before ours.
  const { attester, publicKeyG1, publicKeyG2, proofOfPossession } = stolen;
  await world.approveRollup(world.otherDelegator);
  const args = [attester, world.otherDelegator, publicKeyG1, publicKeyG2, proofOfPossession, false];
  await world.rollupSend(world.otherDelegator, 'deposit', args);
  await stake();
  await world.flush();
  const { status, report: found } = await coinbase('--node-keystore', file);
  assert.deepEqual([status, found.coinbases, found.delegations[0].stage], [0, [], 'refunded']);
  assert.deepEqual(inFile(), {});
});

test('the cursor goes on where it stopped, and steps back when the chain changes', async () => {
  const cursor = join(directory, 'cursor.json');
  const options = ['--node-keystore', file, '--cursor', cursor];
  await world.addKeys(provider, [1, 2, 3, 4].map(secret => tupleOf(secret)));
  const first = await stake();
  await world.flush();
  assert.equal((await coinbase(...options)).status, 0);
  const fork = await world.client.snapshot();
  await stake();
  await world.flush();
  const before = await coinbase(...options);
  assert.equal(before.report.delegations.length, 2);
  const kept = JSON.parse(readFileSync(cursor, 'utf8'));
  assert.ok(kept.checkpoints.length >= 2);

  // Another past from there on, longer than the old one: a different delegation, and none yet flushed.
  await world.client.revert({ id: fork });
  await world.client.mine({ blocks: 20 });
  await stake({ delegator: world.otherDelegator });
  const ran = await run(['coinbase', ...target(world), '--json', ...options]);
  assert.equal(ran.status, 0, ran.stderr);
  assert.match(ran.stderr, /the chain has changed since the last run/);
  const { delegations } = JSON.parse(ran.stdout);
  assert.deepEqual(delegations.map(({ stage }) => stage), ['registered', 'waiting']);
  await world.flush();
  const after = await coinbase(...options);
  assert.deepEqual(after.report, (await coinbase('--node-keystore', file)).report);
  assert.equal(inFile()[1], first);

  // The file of another provider, a damaged one, and one that is in use.
  await world.registerProvider();
  const other = await run(['coinbase', ...target(world, 2n), '--cursor', cursor]);
  assert.deepEqual([other.status, /another chain, registry or provider/.test(other.stderr)], [3, true]);
  writeFileSync(cursor, '{');
  const damaged = await run(['coinbase', ...target(world), '--cursor', cursor]);
  assert.deepEqual([damaged.status, /damaged/.test(damaged.stderr)], [3, true]);
});

test('the rate and the recipient are those of the time of the delegation', async () => {
  await world.addKeys(provider, [1, 2, 3].map(secret => tupleOf(secret)));
  const splits = [await stake()];
  await world.registrySend(world.admin, 'updateProviderTakeRate', [provider, 800]);
  splits.push(await stake({ takeRate: 800 }));
  await world.registrySend(world.admin, 'updateProviderRewardsRecipient', [provider, world.otherAdmin]);
  splits.push(await stake({ takeRate: 800 }));
  await world.flush();
  assert.equal((await coinbase('--node-keystore', file)).status, 0);
  assert.deepEqual(Object.values(inFile()), splits);
});

test('a Split that is not as it was agreed stays out of the file', async () => {
  await world.addKeys(provider, [1, 2].map(secret => tupleOf(secret)));
  const [bad, good] = [await stake(), await stake()];
  await world.flush();
  // Code that answers with another hash.
  await world.client.setCode({ address: bad, bytecode: '0x60075f5260205ff3' });
  const { status, report: found } = await coinbase('--node-keystore', file);
  assert.equal(status, 2);
  assert.deepEqual(found.coinbases.map(({ outcome }) => outcome), ['refused', 'written']);
  assert.match(found.coinbases[0].objection, /hash of the parameters/);
  const line = await run(['coinbase', ...target(world), '--node-keystore', file]);
  assert.match(line.stdout, /\nKEYWATCH CRITICAL - .* waiting; 1 coinbase is kept out \(block \d+\)\n$/);
  assert.deepEqual(inFile(), { 2: good });
});

test('one that has left, and one that is in none of the files', async () => {
  await world.addKeys(provider, [tupleOf(1), tupleOf(20)]);
  await stake();
  await stake();
  await world.flush();
  const missing = await run(['coinbase', ...target(world), '--node-keystore', file]);
  assert.deepEqual([missing.status, missing.stdout], [3, '']);
  assert.match(missing.stderr, new RegExp(`^error: no file has ${tupleOf(20).attester}, active .* --partial [^\n]*\n$`));
  assert.deepEqual(inFile(), {});
  const partial = await coinbase('--node-keystore', file, '--partial');
  assert.deepEqual([partial.status, partial.report.coinbases.map(({ outcome }) => outcome)], [0, ['written', 'not-there']]);
  const gone = tupleOf(20).attester;
  await world.rollupSend(world.delegator, 'initiateWithdraw', [gone, world.delegator]);
  await world.pass(EXIT_DELAY + 1);
  await world.rollupSend(world.delegator, 'finalizeWithdraw', [gone]);
  const left = await coinbase('--node-keystore', file);
  assert.deepEqual([left.status, left.report.coinbases[1].active], [0, false]);
});

test('the node is told, with its key, and only when there is something new', async () => {
  const calls = [];
  const answers = { aztecAdmin_reloadKeystore: { error: { code: -32601, message: 'Method not found' } } };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', data => (body += data)).on('end', () => {
      const { id, method } = JSON.parse(body);
      calls.push([method, request.headers['x-api-key']]);
      response.end(JSON.stringify({ jsonrpc: '2.0', id, ...(answers[method] ?? { result: null }) }));
    });
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  try {
    const key = join(directory, 'key');
    writeFileSync(key, 's3cret\n');
    const options = ['--node-keystore', file, '--reload', `http://127.0.0.1:${server.address().port}/`, '--api-key-file', key];
    await world.addKeys(provider, [tupleOf(1), tupleOf(2)]);
    await stake();
    await world.flush();
    const ran = await coinbase(...options);
    assert.equal(ran.status, 0);
    assert.doesNotMatch(ran.stdout + ran.stderr, /s3cret/);
    assert.deepEqual(calls, [['aztecAdmin_reloadKeystore', 's3cret'], ['nodeAdmin_reloadKeystore', 's3cret']]);
    await coinbase(...options);
    assert.equal(calls.length, 2);
    // A node that cannot load its directory: the file is in place, and the run says so.
    answers.aztecAdmin_reloadKeystore = { error: { code: -32000, message: 'no such publisher' } };
    await stake();
    await world.flush();
    const refused = await run(['coinbase', ...target(world), ...options]);
    assert.equal(refused.status, 3);
    assert.match(refused.stderr, /the files are in place, but the node at http:\/\/127\.0\.0\.1:\d+ refuses to reload \(no such publisher\)/);
    assert.ok(inFile()[2]);
    // The next run has nothing to write, and tells the node all the same.
    answers.aztecAdmin_reloadKeystore = { result: null };
    calls.length = 0;
    for (let again = 0; again < 2; again++) assert.equal((await coinbase(...options)).status, 0);
    assert.equal(calls.length, 1);
  } finally {
    server.close();
  }
});

test('nothing is written where anything is wrong', async () => {
  const text = readFileSync(file, 'utf8');
  for (const [options, pattern] of [
    [['--node-keystore', join(directory, 'nowhere')], /cannot be read/],
    [['--node-keystore', file, '--reload', 'ftp://node'], /--reload: not an http or https URL/],
    [['--node-keystore', file, '--reload', 'http://127.0.0.1:1', '--api-key-file', '/nowhere'], /--api-key-file/],
    [['--node-keystore', file, '--cursor', '/nowhere/cursor'], /--cursor/],
  ]) {
    const { status, stderr } = await run(['coinbase', ...target(world), ...options]);
    assert.equal(status, 3, options.join(' '));
    assert.match(stderr, pattern);
  }
  assert.equal(readFileSync(file, 'utf8'), text);
});

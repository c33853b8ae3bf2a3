// `keywatch check`: the status and the line for every state of a provider.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { zeroAddress } from 'viem';

import { startAnvil } from './lib/anvil.mjs';
import { report, run, target } from './lib/keywatch.mjs';
import { tupleOf } from './lib/tuples.mjs';
import { STAKE, World } from './lib/world.mjs';

const DAY = 86_400;

let chain, world, provider, directory;

before(async () => {
  directory = mkdtempSync(join(tmpdir(), 'keywatch-'));
  chain = await startAnvil();
  world = await World.deploy(chain.url);
  provider = await world.registerProvider();
});
after(() => {
  chain.stop();
  rmSync(directory, { recursive: true });
});

const check = (...options) => report(world, 'check', ...options);

/** The report must end with this status, and with one finding that fits. */
async function finds(status, pattern, ...options) {
  const ran = await check(...options);
  assert.equal(ran.status, status, ran.stdout);
  assert.equal(ran.report.findings.length, 1, ran.stdout);
  assert.match(ran.report.findings[0], pattern);
}

test('the states of a queue', async () => {
  await finds(2, /no key is queued/);
  await world.addKeys(provider, [1, 2, 3, 4, 5, 6].map(secret => tupleOf(secret)));
  const well = await check('--threshold', '6');
  assert.deepEqual([well.status, well.report.status, well.report.queue, well.report.findings], [0, 'OK', 6, []]);
  await finds(2, /fewer than 7 keys/, '--threshold', '7');

  // Two delegations in the past four days: four keys last eight days.
  for (let delegation = 0; delegation < 2; delegation++) {
    await world.pass(2 * DAY);
    await world.stake(provider);
  }
  const { report: pace } = await check('--days', '5', '--over', '4');
  assert.deepEqual(pace.findings, []);
  assert.ok(Math.abs(pace.daysLeft - 8) < 0.5, String(pace.daysLeft));
  await finds(1, /fewer than 20 days/, '--days', '20', '--over', '4');
  const line = await run(['check', ...target(world), '--days', '20', '--over', '4', '--threshold', '2']);
  assert.match(line.stdout, /^KEYWATCH WARNING - provider 1: 4 keys queued, 8 days at 0\.\d+ delegations a day; .*\|queue=4;;2:;0 days=\d\.\d;20:;;0\n$/);
  assert.equal(line.stderr, '');
});

test('the configuration', async () => {
  const expected = ['--admin', world.admin, '--recipient', world.recipient, '--rate', '500'];
  assert.equal((await check(...expected)).status, 0);
  await finds(2, /the admin is/, '--admin', world.owner);
  await finds(2, /the rewards go to/, '--recipient', world.owner);
  await finds(2, /the take rate is 500, not 501/, '--rate', '501');
  await world.registrySend(world.admin, 'updateProviderAdmin', [provider, world.otherAdmin]);
  await finds(1, /may take over as admin/, ...expected);
});

test('a blocked head', async () => {
  const other = await world.registerProvider();
  const at = await world.registryRead('getFirstIndexInQueue', [other]);
  assert.equal(at, 1n);
  // The head of provider 2: first nobody, then somebody who was slashed out of the rollup.
  const zombie = tupleOf(7);
  await world.addKeys(other, [{ ...tupleOf(8), attester: zeroAddress }, zombie, zombie]);
  const blocked = async () => {
    const ran = await run(['check', ...target(world, other), '--json']);
    return [ran.status, JSON.parse(ran.stdout).head];
  };
  assert.deepEqual(await blocked(), [2, 'blocked']);
  await world.registrySend(world.admin, 'dripProviderQueue', [other, 1n]);
  assert.deepEqual(await blocked(), [0, 'free']);
  await world.stake(other);
  await world.flush();
  await world.rollupSend(world.slasher, 'slash', [zombie.attester, (STAKE * 6n) / 10n]);
  assert.deepEqual(await blocked(), [2, 'blocked']);
});

test('bad input is one sentence and status 3', async () => {
  const others = join(directory, 'others');
  mkdirSync(join(others, 'public'), { recursive: true });
  const stranger = { attester: tupleOf(9).attester, publicKey: `0x${'11'.repeat(32)}` };
  writeFileSync(join(others, 'public', 'manifest.json'), JSON.stringify({ formatVersion: 1, keys: [stranger] }));
  const nodeFile = join(directory, 'node.json');
  writeFileSync(nodeFile, '{}');
  const good = target(world);
  const without = (...names) => good.filter((_, at) => !names.includes(good[at]) && !names.includes(good[at - 1]));
  const cases = [
    [['check', ...without('--rpc-url')], /no node to ask/],
    [['check', ...without('--rpc-url'), '--rpc-url', 'ws://s3cret'], /URL 1 of the nodes is not an http or https URL/],
    [['check', ...without('--provider-id')], /which provider/],
    [['check', ...without('--provider-id'), '--provider-id', '9'], /there is no provider 9: 2 have registered/],
    [['check', ...without('--provider-id'), '--provider-id', '0'], /invalid value '0'/],
    [['check', ...without('--registry', '--chain-id')], /which registry/],
    [['check', ...without('--registry'), '--registry', world.owner], /there is no contract at/],
    [['check', ...without('--registry'), '--registry', world.token], /does not answer ROLLUP_REGISTRY/],
    [['check', ...without('--chain-id'), '--chain-id', '1', '--retries', '0'], /it is on chain 31337, not 1/],
    [['check', ...good, '--rate', '10001'], /take rate/],
    [['check', ...good, '--config', '/nowhere'], /cannot be read/],
    [['audit', ...good, '--before', '/nowhere'], /--before .*cannot be read/],
    [['audit', ...good, '--known', '/nowhere'], /--known .*cannot be read/],
    [['audit', ...good, '--known', others], /no manifest in it lists any key of this provider's queue, so they are of another mnemonic/],
    [['coinbase', ...good, '--node-keystore', nodeFile, '--reload', 'node'], /--reload: not an http or https URL/],
    [['coinbase', ...good, '--reload', 'http://127.0.0.1:1'], /--reload has no file to work on: give --node-keystore/],
    [['coinbase', ...good, '--keystore', others], /there is no \.json file in this directory/],
    [['status', ...good, '--keystore', '/nowhere'], /--node-keystore \/nowhere: cannot be read/],
    [['rewards', ...good, '--out', '/nowhere/new'], /--calls/],
    [['run', ...good, '--listen', 'nonsense'], /--listen nonsense/],
    [['run', ...good, '--set-coinbase'], /--set-coinbase has no file to work on/],
    [['nonsense'], /unrecognized subcommand/],
  ];
  for (const [args, pattern] of cases) {
    const { status, stdout, stderr } = await run(args);
    assert.equal(status, 3, args.join(' '));
    assert.equal(stdout, '', args.join(' '));
    assert.match(stderr, pattern);
    assert.doesNotMatch(stderr, /s3cret/);
    // clap has several lines, with the usage; everything else is one.
    if (!stderr.includes('Usage:') && !stderr.includes('--help')) assert.match(stderr, /^error: [^\n]+\n$/);
  }
  const env = { ETH_RPC_URL: world.url };
  assert.equal((await run(['check', ...without('--rpc-url'), '--json'], env)).status, 1);
});

test('every verb is quiet, talkative, or for machines', async () => {
  for (const verb of ['check', 'audit', 'coinbase', 'status', 'rewards']) {
    const json = await run([verb, ...target(world), '--json']);
    assert.ok([0, 1, 2].includes(json.status), json.stderr);
    const found = JSON.parse(json.stdout);
    assert.equal(found.provider, 1, verb);
    assert.equal(found.status, ['OK', 'WARNING', 'CRITICAL'][json.status], verb);
    assert.equal(found.block.number, Number(await world.client.getBlockNumber()), verb);
    const quiet = await run([verb, ...target(world), '--quiet']);
    assert.deepEqual([quiet.status, quiet.stderr], [json.status, ''], verb);
    const talkative = await run([verb, ...target(world), '-v']);
    assert.equal(talkative.status, json.status, verb);
    assert.match(talkative.stderr, /^nodes http:\/\/127\.0\.0\.1:\d+, chain 31337\nblock \d+ \(0x\w{64}\), \d+ s old\nregistry .*\nrollup .*\n\d+ requests\n$/, verb);
    const both = await run([verb, ...target(world), '-q', '-v']);
    assert.equal(both.status, 3, verb);
  }
});

test('help, completions and man pages', async () => {
  for (const args of [['--help'], ['check', '--help'], ['audit', '--help'], ['--version'], ['completions', 'bash'], ['man']]) {
    const { status, stdout } = await run(args);
    assert.equal(status, 0, args.join(' '));
    assert.match(stdout, /keywatch/);
  }
  const verbs = ['audit', 'check', 'coinbase', 'completions', 'man', 'rewards', 'run', 'status'];
  const pages = join(directory, 'man');
  assert.equal((await run(['man', '--out', pages])).status, 0);
  assert.deepEqual(readdirSync(pages).sort(), ['keywatch.1', ...verbs.map(verb => `keywatch-${verb}.1`)].sort());
  for (const shell of ['bash', 'zsh', 'fish', 'elvish', 'powershell']) {
    const { status, stdout } = await run(['completions', shell]);
    assert.equal(status, 0, shell);
    for (const verb of verbs) assert.match(stdout, new RegExp(verb), shell);
  }
  for (const verb of verbs) assert.match((await run([verb, '--help'])).stdout, new RegExp(`Usage: keywatch ${verb}`), verb);
});

// `keywatch coinbase` through nodes that go wrong: never a wrong coinbase, a half-written file or a missed delegation.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { toEventSelector } from 'viem';

import { startAnvil } from './lib/anvil.mjs';
import { run } from './lib/keywatch.mjs';
import { FAULTS, Proxy, lies } from './lib/proxy.mjs';
import { tupleOf } from './lib/tuples.mjs';
import { Work } from './lib/work.mjs';
import { World } from './lib/world.mjs';

const SECRETS = [1, 2];
const STAKED = toEventSelector('StakedWithProvider(uint256,address,address,address,address)');
const DEPOSIT = '0x21d790cf15da7e78046dbc1cf401d93aff7e1df9c8ab8905c9db0c7a3ed569e3';

let directory, chain, world, provider, splits, strangers, number;

const work = name => new Work(directory, name ?? `work-${number++}`, SECRETS);

before(async () => {
  number = 0;
  directory = mkdtempSync(join(tmpdir(), 'keywatch-'));
  chain = await startAnvil();
  world = await World.deploy(chain.url);
  provider = await world.registerProvider();
  const other = await world.registerProvider(world.otherAdmin, 1_000, world.otherAdmin);
  await world.addKeys(provider, SECRETS.map(secret => tupleOf(secret)));
  await world.addKeys(other, [tupleOf(3)], world.otherAdmin);
  splits = [];
  for (const _ of SECRETS) splits.push(await world.stake(provider));
  strangers = await world.stake(other, { takeRate: 1_000 });
  await world.flush();
});
after(() => {
  chain.stop();
  rmSync(directory, { recursive: true });
});

/** Every request, or with FAULTS=some every third, another third for each fault. */
const places = (names, requests) =>
  names.flatMap((name, number) =>
    Array.from({ length: requests }, (_, at) => [name, at]).filter(([, at]) => process.env.FAULTS !== 'some' || at % 3 === number % 3),
  );

/** Does a job for each item, a few at once. */
async function all(items, job) {
  const rest = [...items];
  const worker = async () => {
    while (rest.length > 0) await job(rest.shift());
  };
  await Promise.all(Array.from({ length: 4 }, worker));
}

/** The next run, through an honest node, ends as it should. */
async function goesOn(at, what, expected = splits) {
  const next = await run(at.args(world));
  assert.equal(next.status, 0, `${what}: ${next.stderr}`);
  assert.deepEqual(at.coinbases(), expected, what);
}

/** How many requests a run takes. */
async function length(...more) {
  const proxy = await Proxy.start(world.url);
  assert.equal((await run(work().args(world, proxy.url, ...more))).status, 0);
  proxy.stop();
  return proxy.count;
}

test('every fault at every request, alone and with a second node', async () => {
  const requests = await length();
  const cases = places(Object.keys(FAULTS), requests);
  let [stopped, carried] = [0, 0];
  await all(cases, async ([fault, at]) => {
    // The node goes wrong with this request and does not recover.
    const alone = await Proxy.start(world.url, number => (number >= at ? FAULTS[fault] : undefined));
    const first = work();
    const what = `${fault} from request ${at} of ${requests} on`;
    const ran = await run(first.args(world, alone.url));
    alone.stop();
    assert.equal(ran.status, 3, `${what}: ${ran.stdout}`);
    assert.match(ran.stderr, /^error: [^\n]+\n$/, what);
    assert.deepEqual(first.coinbases(), [undefined, undefined], what);
    first.mustBeSound(splits, what);
    stopped++;
    await goesOn(first, what);
    // With a second one, nothing is lost. What a node refuses in due form is its answer, and no reason to ask another.
    if (fault === 'refuses all' || fault === 'answers in another form') return;
    const wrong = await Proxy.start(world.url, number => (number >= at ? FAULTS[fault] : undefined));
    const second = work();
    const args = second.args(world, wrong.url);
    args.splice(args.indexOf(wrong.url) + 1, 0, world.url);
    const passed = await run(args);
    wrong.stop();
    assert.equal(passed.status, 0, `${what}: ${passed.stderr}`);
    assert.deepEqual(second.coinbases(), splits, what);
    carried++;
  });
  console.log(`# ${Object.keys(FAULTS).length} faults at each of ${requests} requests: ${stopped} runs stopped, ${carried} went on with the second node`);
});

test('a stale node and one on another chain', async () => {
  for (const [method, change, pattern] of [
    ['eth_chainId', () => '0x1', /it is on chain 1, not 31337/],
    ['eth_getBlockByNumber', block => ({ ...block, timestamp: '0x60000000' }), /it is behind/],
  ]) {
    const proxy = await Proxy.start(world.url, () => lies(method, change));
    const at = work();
    const ran = await run(at.args(world, proxy.url).map(arg => (arg === '1000000000' ? '3000000' : arg)));
    proxy.stop();
    assert.equal(ran.status, 3);
    assert.match(ran.stderr, pattern);
    assert.deepEqual(at.coinbases(), [undefined, undefined]);
    await goesOn(at, method);
  }
});

const word = address => `0x${address.slice(2).toLowerCase().padStart(64, '0')}`;
const without = topic => logs => logs.filter(log => log.topics[0] !== topic);
/** Puts the Split of somebody else in the place of ours. */
const exchanged = text => JSON.parse(JSON.stringify(text).replaceAll(splits[0].slice(2).toLowerCase(), strangers.slice(2).toLowerCase()));

test('a second node that lies, in due form', async () => {
  const requests = await length();
  const tales = {
    'no delegation': lies('eth_getLogs', without(STAKED)),
    'half of the delegations': lies('eth_getLogs', logs => {
      let seen = 0;
      return logs.filter(log => log.topics[0] !== STAKED || seen++ % 2 === 0);
    }),
    'no outcome': lies('eth_getLogs', without(DEPOSIT)),
    'nothing at all': lies('eth_getLogs', () => []),
    "a stranger's Split in the events": lies('eth_getLogs', exchanged),
    "a stranger's Split everywhere": async (response, batch, pass) => response.end(JSON.stringify(exchanged(await pass()))),
    'a Split of nobody': lies('eth_getTransactionReceipt', receipt => ({ ...receipt, logs: [] })),
    'calls that return nothing': lies('eth_call', () => '0x'),
    'other words': lies('eth_call', answer => `${answer.slice(0, -2)}ff`),
    'another block': lies('eth_getBlockByNumber', block => ({ ...block, hash: word('0x07') })),
  };
  let [told, right] = [0, 0];
  const cases = places(Object.keys(tales), requests);
  await all(cases, async ([tale, at]) => {
    const dying = await Proxy.start(world.url, number => (number >= at ? FAULTS.fails : undefined));
    const liar = await Proxy.start(world.url, () => tales[tale]);
    const here = work();
    const what = `${tale}, after request ${at} of ${requests}`;
    const args = here.args(world, dying.url);
    args.splice(args.indexOf(dying.url) + 1, 0, liar.url);
    const { status } = await run(args);
    dying.stop();
    liar.stop();
    const coinbases = here.coinbases();
    for (const [position, coinbase] of coinbases.entries()) {
      assert.ok([undefined, splits[position]].includes(coinbase), `${what}: ${coinbase}`);
    }
    // Success is claimed only where nothing is missing.
    if (status === 0) assert.deepEqual(coinbases, splits, what);
    status === 0 ? right++ : told++;
    here.mustBeSound(splits, what);
    await goesOn(here, what);
  });
  console.log(`# ${Object.keys(tales).length} lies from each of ${requests} requests on: ${told} runs stopped or refused, ${right} were right all the same`);
  assert.ok(told > cases.length / 4, `${told} ${right}`);
});

test('a history that is pruned', async () => {
  const at = work();
  const registered = Number((await world.client.getBlock()).number);
  // Everything before the present is gone: of the first run it is said, and nothing is written.
  const refuse = async (response, batch, pass) => {
    const answers = await pass();
    const gone = ({ id, method, params }) =>
      method === 'eth_getLogs' && Number(params[0].fromBlock) < registered
        ? { jsonrpc: '2.0', id, error: { code: -32_000, message: 'missing history: pruned' } }
        : answers.find(answer => answer.id === id);
    response.end(JSON.stringify(batch.map(gone)));
  };
  const proxy = await Proxy.start(world.url, () => refuse);
  const first = await run(at.args(world, proxy.url));
  assert.equal(first.status, 3);
  assert.match(first.stderr, /refuses the events of block \d+ \(missing history: pruned\); if it has pruned its history, use one that has it/);
  assert.deepEqual(at.coinbases(), [undefined, undefined]);
  // A cursor that was made before needs nothing of it.
  await goesOn(at, 'pruned');
  const later = await run(at.args(world, proxy.url));
  proxy.stop();
  assert.equal(later.status, 0, later.stderr);
});

test('a reorganisation of three blocks across the cursor', async () => {
  const own = await startAnvil();
  const here = await World.deploy(own.url);
  const id = await here.registerProvider();
  await here.addKeys(id, SECRETS.map(secret => tupleOf(secret)));
  // Three blocks: a delegation, and the flush in the next epoch.
  const from = await here.client.getBlockNumber();
  const old = await here.stake(id);
  await here.flush();
  assert.equal((await here.client.getBlockNumber()) - from, 3n);
  const at = work();
  const args = at.args({ ...here, registry: here.registry }, own.url);
  assert.equal((await run(args)).status, 0);
  assert.deepEqual(at.coinbases(), [old, undefined]);
  await here.client.request({ method: 'anvil_rollback', params: [3] });
  // Now somebody else was first, and his deposit is the one that counts.
  await here.registrySend(here.admin, 'updateProviderTakeRate', [id, 600]);
  const split = await here.stake(id, { delegator: here.otherDelegator, takeRate: 600 });
  const waiting = await run(args);
  assert.match(waiting.stderr, /the chain has changed since the last run/);
  assert.equal(waiting.status, 0);
  await here.flush();
  const ran = await run(args);
  assert.equal(ran.status, 0, ran.stderr);
  assert.deepEqual(at.coinbases(), [split, undefined]);
  // As from a cursor that never saw the other past.
  const fresh = work();
  assert.equal((await run(fresh.args({ ...here, registry: here.registry }, own.url))).status, 0);
  assert.deepEqual(fresh.coinbases(), at.coinbases());
  const events = ({ cursor }) => JSON.parse(readFileSync(cursor)).events;
  assert.deepEqual(events(at), events(fresh));
  own.stop();
});

// `keywatch run`: metrics, health, page and messages, while the chain goes on.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';

import { startAnvil } from './lib/anvil.mjs';
import { KEYWATCH, run, target } from './lib/keywatch.mjs';
import { FAULTS, tupleOf } from './lib/tuples.mjs';
import { World } from './lib/world.mjs';

let chain, world, provider, directory, webhook, keywatch, node, page;
let log = '';
const messages = [];
let taken = true;

const listening = server => new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));

async function freePort() {
  const server = createTcpServer();
  const port = await listening(server);
  await new Promise(resolve => server.close(resolve));
  return port;
}

/** Waits until `check` holds: a round takes a second. */
async function until(check, what) {
  for (let waited = 0; waited < 150; waited++) {
    if (await check()) return;
    await setTimeout(100);
  }
  assert.fail(`${what}\n${messages.join('\n')}\n${log}`);
}

const told = pattern => until(() => messages.some(message => pattern.test(message)), `no message ${pattern}`);
const get = path => fetch(`${page}${path}`);
const metric = async name => {
  const line = (await (await get('/metrics')).text()).split('\n').find(line => line.startsWith(name));
  return line && Number(line.split(' ').at(-1));
};

before(async () => {
  directory = mkdtempSync(join(tmpdir(), 'keywatch-'));
  chain = await startAnvil();
  world = await World.deploy(chain.url);
  provider = await world.registerProvider();
  webhook = createServer((request, response) => {
    let body = '';
    request.on('data', data => (body += data)).on('end', () => {
      if (taken) messages.push(JSON.parse(body).text);
      response.writeHead(taken ? 204 : 500).end();
    });
  });
  const hooks = join(directory, 'webhooks');
  writeFileSync(hooks, `# Ours\nhttp://127.0.0.1:${await listening(webhook)}/hook/s3cret\n`);
  node = join(directory, 'node.json');
  const word = `0x${'00'.repeat(32)}`;
  const validators = [{ attester: { eth: tupleOf(1).attester, bls: { path: 'bls.json' } }, feeRecipient: word }];
  writeFileSync(node, JSON.stringify({ schemaVersion: 1, validators }));
  const port = await freePort();
  page = `http://127.0.0.1:${port}`;
  const args = ['run', ...target(world), '--interval', '1', '--listen', `127.0.0.1:${port}`, '--webhook-file', hooks];
  args.push('--retries', '0', '--cursor', join(directory, 'cursor'), '--node-keystore', node);
  keywatch = spawn(KEYWATCH, args, { env: {}, stdio: ['ignore', 'ignore', 'pipe'] });
  keywatch.stderr.on('data', data => (log += data));
  await until(async () => (await get('/healthz').catch(() => ({}))).status === 200, 'not healthy');
});

after(() => {
  keywatch.kill();
  chain.stop();
  webhook.close();
  webhook.closeAllConnections();
  rmSync(directory, { recursive: true });
});

test('what is new is told, once, and what is over', async () => {
  await told(/CRITICAL, provider 1: no key is queued/);
  const bad = FAULTS.proofInfinity(tupleOf(2));
  await world.addKeys(provider, [tupleOf(1), bad]);
  await told(/over: no key is queued/);
  await told(new RegExp(`CRITICAL, provider 1: key ${bad.attester} .* the stake goes back`));
  const split = await world.stake(provider);
  await told(/0x\w{40} delegated; 0x\w{40} waits/);
  await world.flush();
  await told(new RegExp(`is a validator now; its coinbase is to be ${split}`, 'i'));
  await told(new RegExp(`CRITICAL, provider 1: validator ${tupleOf(1).attester} is active without its coinbase ${split}`, 'i'));
  assert.equal((await run(['coinbase', ...target(world), '--node-keystore', node])).status, 0);
  await told(/over: validator 0x\w{40} is active without its coinbase/);
  await world.stake(provider);
  await world.flush();
  await told(new RegExp(`the deposit of ${bad.attester} failed`));
  await world.gseSend('setProofOfPossessionGasLimit', [300_000n]);
  await told(/gas limit of proofs is 300000 now, and was 250000/);
  await setTimeout(2_500);
  // The queue is empty twice; everything else is told once.
  const again = messages.filter((message, at) => messages.indexOf(message) !== at);
  assert.ok(again.every(message => /no key is queued/.test(message)), again.join('\n'));
});

test('metrics, page and health', async () => {
  assert.equal(await metric('keywatch_up'), 1);
  assert.equal(await metric('keywatch_queue_keys'), 0);
  assert.equal(await metric('keywatch_delegations{provider="1",state="active"}'), 1);
  assert.equal(await metric('keywatch_delegations{provider="1",state="refunded"}'), 1);
  assert.equal(await metric('keywatch_findings{provider="1",status="critical"}'), 1);
  assert.equal(await metric('keywatch_proof_gas_limit'), 300_000);
  const html = await (await get('/')).text();
  assert.match(html, /<title>Provider 1: CRITICAL - keywatch<\/title>/);
  assert.match(html, new RegExp(tupleOf(1).attester));
  assert.equal((await get('/nowhere')).status, 404);
  assert.equal((await fetch(`${page}/`, { method: 'POST' })).status, 405);
});

test('a validator that leaves is told', async () => {
  const { attester } = tupleOf(1);
  await world.rollupSend(world.delegator, 'initiateWithdraw', [attester, world.delegator]);
  await told(new RegExp(`validator ${attester} is exiting now`));
});

test('a webhook that fails gets its messages later, and its URL is never shown', async () => {
  taken = false;
  await world.registrySend(world.admin, 'updateProviderAdmin', [provider, world.otherAdmin]);
  await until(() => /the webhook at http:\/\/127\.0\.0\.1:\d+ did not take the message/.test(log), 'no complaint');
  taken = true;
  await told(/WARNING, provider 1: 0x\w{40} may take over as admin/);
  assert.doesNotMatch(log + messages.join(), /s3cret/);
});

test('a chain that is gone is told, and shows', async () => {
  chain.stop();
  await told(/keywatch UNKNOWN, provider 1: no node gave an answer/);
  await until(async () => (await metric('keywatch_up')) === 0, 'still up');
  await until(async () => (await get('/healthz')).status === 503, 'still healthy');
  assert.ok((await metric('keywatch_failed_rounds_total')) >= 1);
  assert.equal(messages.filter(message => /UNKNOWN/.test(message)).length, 1);
});

test('bad input ends the program at once', async () => {
  for (const [options, pattern] of [
    [['--webhook-file', '/nowhere'], /--webhook-file .*cannot be read/],
    [['--listen', 'nonsense'], /--listen nonsense/],
    [['--interval', '0'], /0 is not in 1/],
  ]) {
    const { status, stderr } = await run(['run', ...target(world), ...options]);
    assert.equal(status, 3);
    assert.match(stderr, pattern);
  }
});

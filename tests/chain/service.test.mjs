// `keywatch run` as a service: a delegation from its deposit to the page, several providers from one file, its start and its end.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { startAnvil } from './lib/anvil.mjs';
import { run, target } from './lib/keywatch.mjs';
import { Service, Webhook, until } from './lib/service.mjs';
import { tupleOf } from './lib/tuples.mjs';
import { World } from './lib/world.mjs';

let chain, world, one, two, directory, webhook, reloads, node;
const services = [], webhooks = [];

const path = name => join(directory, name);

/** A node's file with these attesters. */
function nodeFile(name, secrets) {
  const validators = secrets.map(secret => ({
    attester: { eth: { path: `eth/${tupleOf(secret).attester}.json`, password: 's3cret' }, bls: { path: `bls/${secret}.json`, password: 's3cret' } },
    feeRecipient: `0x${'00'.repeat(32)}`,
  }));
  writeFileSync(path(name), JSON.stringify({ schemaVersion: 1, validators }, null, 2));
  return path(name);
}

const coinbases = name => JSON.parse(readFileSync(path(name))).validators.map(({ coinbase }) => coinbase);

async function start(args, env) {
  const service = await Service.start(args, env);
  services.push(service);
  return service;
}

/** A webhook of a test's own, and the name of the file that names it: one that is shared may be told something late. */
async function ownWebhook(name) {
  const own = await Webhook.start();
  webhooks.push(own);
  writeFileSync(path(name), `${own.url}\n`);
  return own;
}

const config = (text = '', webhookFile = 'webhooks') => {
  const file = path('keywatch.toml');
  writeFileSync(
    file,
    `rpc-url = "${world.url}"
registry = "${world.registry}"
chain-id = 31337
block = "latest"
max-age = 1000000000
interval = 1
webhook-file = "${path(webhookFile)}"
threshold = 1
${text}`,
  );
  return file;
};

const providers = `
[[provider]]
id = 1
cursor = "CURSOR1"
node-keystore = "HOSTS"
set-coinbase = true
reload = "RELOAD"
api-key-file = "KEY"

[[provider]]
id = 2
threshold = 3
cursor = "CURSOR2"
`;

const filled = () =>
  providers
    .replace('CURSOR1', path('one.cursor'))
    .replace('CURSOR2', path('two.cursor'))
    .replace('HOSTS', path('hosts'))
    .replace('RELOAD', `http://127.0.0.1:${node.address().port}/`)
    .replace('KEY', path('key'));

before(async () => {
  directory = mkdtempSync(join(tmpdir(), 'keywatch-'));
  chain = await startAnvil();
  world = await World.deploy(chain.url);
  one = await world.registerProvider();
  two = await world.registerProvider(world.otherAdmin, 1_000, world.otherAdmin);
  await world.addKeys(one, [1, 2, 3].map(secret => tupleOf(secret)));
  await world.addKeys(two, [tupleOf(4)], world.otherAdmin);
  webhook = await ownWebhook('webhooks');
  writeFileSync(path('key'), 's3cret\n');
  mkdirSync(path('hosts'));
  nodeFile('hosts/a.json', [1, 2]);
  nodeFile('hosts/b.json', [3]);
  reloads = [];
  node = createServer((request, response) => {
    let body = '';
    request.on('data', data => (body += data)).on('end', () => {
      const { id, method } = JSON.parse(body);
      reloads.push([method, request.headers['x-api-key'], coinbases('hosts/a.json')]);
      response.end(JSON.stringify({ jsonrpc: '2.0', id, result: null }));
    });
  });
  await new Promise(resolve => node.listen(0, '127.0.0.1', resolve));
});

after(async () => {
  await Promise.all(services.map(service => service.stop()));
  chain.stop();
  webhooks.forEach(webhook => webhook.stop());
  node.close();
  node.closeAllConnections();
  rmSync(directory, { recursive: true });
});

test('ten seconds after its deposit a delegation is everywhere', async () => {
  const service = await start(['--config', config(filled())]);
  await service.healthy();
  const split = await world.stake(one);
  for (const first of [/delegated; .* waits/, /provider 2: fewer than 3 keys/]) {
    await until(() => webhook.messages.some(({ text }) => first.test(text)), () => service.log);
  }
  webhook.messages.length = 0;
  await world.flush();
  const deposited = Date.now();
  const active = 'keywatch_delegations{provider="1",state="active"}';
  await until(async () => (await service.metric(active)) === 1, () => service.log, 10);
  await until(() => webhook.messages.length > 0, () => service.log, 10);
  const seconds = (Date.now() - deposited) / 1000;
  assert.ok(seconds < 10, `${seconds} s`);
  console.log(`# from the deposit to file, metric, message and page: ${seconds} s`);
  assert.deepEqual(coinbases('hosts/a.json'), [split, undefined]);
  assert.deepEqual(coinbases('hosts/b.json'), [undefined]);
  // The node was told after the file was in place.
  assert.deepEqual(reloads, [['aztecAdmin_reloadKeystore', 's3cret', [split, undefined]]]);
  const html = await service.text('/');
  assert.match(html, new RegExp(`${tupleOf(1).attester}.*active.*${split}.*in place`));
  // The next rounds have nothing to add.
  const rounds = Number(await service.metric('keywatch_last_success_timestamp_seconds{provider="1"}'));
  await until(async () => (await service.metric('keywatch_last_success_timestamp_seconds{provider="1"}')) > rounds + 2, () => service.log);
  assert.equal(webhook.messages.length, 1, JSON.stringify(webhook.messages));
  const [message] = webhook.messages;
  assert.match(message.text, new RegExp(`^keywatch, provider 1: ${tupleOf(1).attester} is a validator now; its coinbase is written into the node's files: ${split}$`));
  assert.deepEqual([message.event, message.severity, message.provider, message.attesters], ['news', 'info', 1, [tupleOf(1).attester]]);
  assert.match(message.key, new RegExp(`^31337/${world.registry}/1/delegation/${tupleOf(1).attester}/\\d+/\\d+$`, 'i'));
  assert.equal(reloads.length, 1);

  // The terms change: each is told once.
  await world.registrySend(world.admin, 'updateProviderTakeRate', [one, 700]);
  await world.registrySend(world.admin, 'updateProviderRewardsRecipient', [one, world.owner]);
  const said = pattern => webhook.messages.filter(({ text }) => pattern.test(text)).length;
  await until(() => said(/take rate is 700 now, and was 500/) === 1, () => service.log);
  await until(() => said(/recipient of the rewards is 0x\w{40} now, and was 0x\w{40}/) === 1, () => service.log);
  assert.doesNotMatch(service.log + html + (await service.text('/metrics')), /s3cret/);
});

test('two providers in one process', async () => {
  const [service] = services;
  assert.equal(await service.metric('keywatch_queue_keys{provider="1"}'), 2);
  assert.equal(await service.metric('keywatch_queue_keys{provider="2"}'), 1);
  assert.equal(await service.metric('keywatch_up{provider="2"}'), 1);
  const low = 'keywatch_finding{provider="2",kind="queue-low",attester="",status="critical"}';
  assert.equal(await service.metric(low), 1);
  const text = await service.text('/metrics');
  // One head for each family, however many providers there are.
  const heads = text.match(/^# TYPE \S+/gm);
  assert.equal(new Set(heads).size, heads.length);
  const html = await service.text('/');
  assert.match(html, /Provider 1: .*Provider 2: /);
  // A verb has to be told which one, and then has its settings.
  const which = await run(['check', '--config', path('keywatch.toml')]);
  assert.deepEqual([which.status, /several providers: give --provider-id/.test(which.stderr)], [3, true]);
  const second = await run(['check', '--config', path('keywatch.toml'), '--provider-id', '2']);
  assert.deepEqual([second.status, /fewer than 3 keys/.test(second.stdout)], [2, true]);
});

test('a second copy on one cursor is refused, and other verbs may use it', async () => {
  const args = ['run', ...target(world), '--cursor', path('one.cursor'), '--listen', '127.0.0.1:0'];
  const second = await run(args);
  assert.equal(second.status, 3);
  assert.match(second.stderr, /--cursor .*one\.cursor: another keywatch run uses it/);
  const listed = await run(['status', ...target(world), '--cursor', path('one.cursor'), '--json']);
  assert.ok([0, 3].includes(listed.status), listed.stderr);
  // Two copies on two machines tell the same under the same key.
  const [service] = services;
  const before = webhook.messages.length;
  const other = await start([...target(world, two), '--threshold', '3', '--interval', '1', '--webhook-file', path('webhooks')]);
  await other.healthy();
  await until(() => webhook.messages.slice(before).some(({ key }) => key.endsWith('/2/queue-low')), () => other.log);
  assert.ok(service.child.exitCode === null);
  await other.stop();
});

test('SIGTERM ends it within a second, also while a node hangs', async () => {
  const hanging = createTcpServer(() => {});
  await new Promise(resolve => hanging.listen(0, '127.0.0.1', resolve));
  const [service] = services;
  const stuck = await start([...target({ ...world, url: `http://127.0.0.1:${hanging.address().port}` })]);
  for (const ending of [service, stuck]) {
    const asked = Date.now();
    ending.child.kill('SIGTERM');
    assert.deepEqual(await ending.ended, { code: 0, signal: null });
    assert.ok(Date.now() - asked < 1000, `${Date.now() - asked} ms`);
    assert.match(ending.log, /ended by a signal/);
  }
  hanging.close();
});

test('what happened while it was away is told, and nothing else of the past', async () => {
  const split = await world.stake(one, { takeRate: 700 });
  await world.flush();
  webhook.messages.length = 0;
  const service = await start(['--config', config(filled())]);
  await service.healthy();
  const about = () => webhook.messages.map(({ text }) => text).filter(text => /is a validator now/.test(text));
  await until(() => about().length > 0, () => service.log);
  assert.deepEqual(about().length, 1);
  assert.match(about()[0], new RegExp(`${tupleOf(2).attester} is a validator now; .*${split}`));
  await service.stop();
});

test('the file is checked as a whole before anything starts', async () => {
  const silent = await ownWebhook('silent');
  for (const [text, pattern] of [
    ['nonsense = 1', /line 9: not a setting/],
    ['[[provider]]\nid = 1\n[[provider]]\nid = 1', /two tables \[\[provider\]\] have the id 1/],
    ['[[provider]]\nid = 1\n[[provider]]\nid = 0', /id: provider 0 does not exist/],
    ['[[provider]]\nthreshold = 1', /has no id/],
    ['provider-id = 1\n[[provider]]\nid = 2', /give provider-id, or tables/],
    [`cursor = "${path('same')}"\n[[provider]]\nid = 1\n[[provider]]\nid = 2`, /two providers have the same cursor/],
    ['[[provider]]\nid = 1\n[[provider]]\nid = 2\nrate = 10001', /line \d+: not a setting/],
    ['[[provider]]\nid = 1\n[[provider]]\nid = 2\nset-coinbase = true', /--set-coinbase has no file to work on/],
    ['[[provider]]\nid = 1\n[[provider]]\nid = 2\nreload = "ftp://s3cret"', /--reload: not an http or https URL/],
    ['remind = 0\n[[provider]]\nid = 1', /remind is 1 to 8760 hours/],
    ['', /which provider/],
  ]) {
    const { status, stdout, stderr } = await run(['run', '--config', config(text, 'silent'), '--listen', '127.0.0.1:0']);
    assert.deepEqual([status, stdout], [3, ''], text);
    assert.match(stderr, pattern, text);
    assert.match(stderr, /^error: [^\n]+\n$/);
    assert.doesNotMatch(stderr, /s3cret/);
  }
  assert.deepEqual(silent.messages, []);
});

test('a webhook that refuses the first message ends the program at once', async () => {
  webhook.status = 400;
  const { status, stderr } = await run(['run', ...target(world), '--listen', '127.0.0.1:0', '--webhook-file', path('webhooks'), '--cursor', path('new.cursor'), '--quiet']);
  assert.equal(status, 3);
  assert.match(stderr, /^error: the webhook at http:\/\/127\.0\.0\.1:\d+ did not take the message: it answered with HTTP status 400; correct its line in --webhook-file, or take it out\n$/);
  assert.throws(() => readFileSync(path('new.cursor')), /ENOENT/);
  webhook.status = 204;
  writeFileSync(path('hooks'), 'telegram https://s3cret.example/\n');
  const nameless = await run(['run', ...target(world), '--webhook-file', path('hooks')]);
  assert.deepEqual([nameless.status, /line 1 names no chat/.test(nameless.stderr)], [3, true]);
});

test('each service gets its own form', async () => {
  const webhook = await ownWebhook('forms');
  const lines = ['slack', 'discord', 'json'].map(form => `${form} ${webhook.url}`);
  writeFileSync(path('forms'), `${lines.join('\n')}\ntelegram ${webhook.url}/sendMessage?chat_id=-1001\n`);
  const service = await start([...target(world, two), '--webhook-file', path('forms'), '--interval', '60', '--threshold', '3', '--json']);
  await until(() => webhook.messages.length >= 8, () => service.log + JSON.stringify(webhook.messages));
  const low = webhook.messages.slice(4);
  const text = /^keywatch CRITICAL, provider 2: fewer than 3 keys are queued: add keys$/;
  assert.match(low[0].text, text);
  assert.deepEqual(Object.keys(low[0]), ['text']);
  assert.match(low[1].content, text);
  assert.deepEqual(low[1].allowed_mentions, { parse: [] });
  assert.equal(low[2].severity, 'critical');
  assert.deepEqual([low[3].chat_id, text.test(low[3].text)], ['-1001', true]);
  // On standard output, a line for each message.
  assert.deepEqual(service.out.trim().split('\n').map(line => JSON.parse(line)), [low[2]]);
  await service.stop();
});

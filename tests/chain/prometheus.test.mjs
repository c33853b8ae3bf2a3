// Prometheus itself scrapes the service and evaluates the alert rules; the dashboard asks for what is there; the units are sound.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { KEYWATCH, run, target } from './lib/keywatch.mjs';
import { until } from './lib/service.mjs';
import { watched } from './lib/watched.mjs';

const exec = promisify(execFile);
const deploy = fileURLToPath(new URL('../../crates/keywatch/deploy/', import.meta.url));

let directory, world, service, stop, prometheus, url;
let log = '';

async function freePort() {
  const server = createServer();
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise(resolve => server.close(resolve));
  return port;
}

before(async () => {
  directory = mkdtempSync(join(tmpdir(), 'keywatch-'));
  ({ world, service, stop } = await watched());
  // The configuration as it ships, with a test's patience.
  const config = readFileSync(join(deploy, 'prometheus.yml'), 'utf8')
    .replace('alerts.yml', join(deploy, 'alerts.yml'))
    .replace('60s', '1s')
    .replace('127.0.0.1:9464', new URL(service.page).host);
  writeFileSync(join(directory, 'prometheus.yml'), `global: {evaluation_interval: 1s}\n${config}`);
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const args = [`--config.file=${join(directory, 'prometheus.yml')}`, `--storage.tsdb.path=${join(directory, 'data')}`];
  prometheus = spawn('prometheus', [...args, `--web.listen-address=127.0.0.1:${port}`], { stdio: ['ignore', 'ignore', 'pipe'] });
  prometheus.stderr.on('data', data => (log += data));
  await until(async () => (await fetch(`${url}/-/ready`).catch(() => ({}))).status === 200, () => log, 20);
});
after(async () => {
  prometheus.kill('SIGKILL');
  await stop();
  rmSync(directory, { recursive: true, force: true });
});

async function query(expression) {
  const response = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(expression)}`);
  const { status, data, error } = await response.json();
  assert.equal(status, 'success', `${expression}: ${error}`);
  return data.result;
}

test('the rules pass their own tests, and the text is as Prometheus wants it', async () => {
  const { stdout } = await exec('promtool', ['test', 'rules', 'alerts.test.yml'], { cwd: deploy });
  assert.match(stdout, /SUCCESS/);
  await exec('promtool', ['check', 'config', 'prometheus.yml'], { cwd: deploy });
  // Every rule is tested.
  const names = readFileSync(join(deploy, 'alerts.yml'), 'utf8').match(/alert: \w+/g).map(line => line.slice(7));
  const tests = readFileSync(join(deploy, 'alerts.test.yml'), 'utf8');
  for (const name of names) {
    assert.match(tests, new RegExp(`alertname: ${name}\\n +exp_alerts:\\n +- exp_labels`), `${name} is never seen to fire`);
  }
  const lint = spawn('promtool', ['check', 'metrics'], { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [lint.stdout, lint.stderr]) stream.on('data', data => (said += data));
  lint.stdin.end(await service.text('/metrics'));
  const code = await new Promise(resolve => lint.on('close', resolve));
  assert.deepEqual([code, said], [0, '']);
});

test('Prometheus scrapes the service and evaluates the rules', async () => {
  await until(async () => (await query('keywatch_queue_keys')).length > 0, () => log);
  const [keys] = await query('keywatch_queue_keys{provider="1"}');
  assert.equal(keys.value[1], '10');
  const [rewards] = await query('keywatch_rewards');
  assert.deepEqual([rewards.metric.token, rewards.value[1]], ['STK', '0.775']);
  const rules = async () => (await (await fetch(`${url}/api/v1/rules`)).json()).data.groups.flatMap(group => group.rules);
  await until(async () => (await rules()).every(rule => rule.health === 'ok'), async () => JSON.stringify(await rules()));
  assert.equal((await rules()).length, 10);
  // The findings wait for their five minutes.
  const findings = async () => (await rules()).find(({ name }) => name === 'AztecFinding').alerts;
  await until(async () => (await findings()).length === 4, async () => JSON.stringify(await findings()));
  const labels = (await findings()).map(({ labels: { kind, severity } }) => `${kind} ${severity}`).sort();
  assert.deepEqual(labels, ['coinbase critical', 'key critical', 'key critical', 'key warning']);
  assert.ok((await findings()).every(({ state }) => state === 'pending'));
  // An empty queue fires at once.
  await world.registrySend(world.admin, 'dripProviderQueue', [1n, 10n]);
  const alerts = async () => (await (await fetch(`${url}/api/v1/alerts`)).json()).data.alerts;
  await until(async () => (await alerts()).some(({ labels, state }) => labels.alertname === 'AztecQueueEmpty' && state === 'firing'), () => log);
});

test('every panel of the dashboard has something to show', async () => {
  const { panels } = JSON.parse(readFileSync(join(deploy, 'grafana.json')));
  assert.ok(panels.length >= 10);
  for (const { title, description, targets } of panels) {
    assert.ok(description, title);
    for (const { expr } of targets) {
      const shown = await query(`${expr.replaceAll('$provider', '.*')}`);
      const before = shown.length > 0 ? shown : await query(`last_over_time((${expr.replaceAll('$provider', '.*')})[5m:1s])`);
      assert.ok(before.length > 0, `${title}: ${expr}`);
    }
  }
  // No panel lies on another.
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)}/${y + Math.floor(cell / w)}`),
  );
  assert.equal(new Set(cells).size, cells.length);
});

test('the settings that ship are settings', async () => {
  const file = join(directory, 'keywatch.toml');
  const shipped = readFileSync(join(deploy, 'keywatch.toml'), 'utf8');
  // Everything that is commented out as well, and a chain that is there.
  const whole = shipped
    .replace(/^# (?=[a-z-]+ = )/gm, '')
    .replaceAll('"0x…"', `"${world.admin}"`)
    .replace(/^rpc-url.*$/m, `rpc-url = "${world.url}"\nblock = "latest"\nmax-age = 1000000000`)
    .replace('network = "mainnet"', `registry = "${world.registry}"\nchain-id = 31337`)
    .replace(/^api-key-file.*$/m, '')
    .replace(/^node-keystore.*$/m, `node-keystore = "${file}"`);
  writeFileSync(file, whole);
  const checked = await run(['check', '--config', file]);
  assert.equal(checked.status, 2, checked.stderr);
  assert.match(checked.stdout, /the rewards go to 0x\w{40}, not /);
  assert.equal((await run(['check', ...target(world)])).status, 2);
});

test('the units are as systemd wants them', async context => {
  const found = await exec('systemd-analyze', ['--version']).catch(() => undefined);
  if (!found) return context.skip('no systemd here');
  for (const name of ['keywatch.service', 'keywatch-check.service', 'keywatch-check.timer']) {
    const unit = readFileSync(join(deploy, name), 'utf8');
    writeFileSync(join(directory, name), unit.replace('/usr/local/bin/keywatch', KEYWATCH).replace(/^Documentation=.*\n/m, ''));
  }
  const units = ['keywatch.service', 'keywatch-check.service', 'keywatch-check.timer'].map(name => join(directory, name));
  const { stdout, stderr } = await exec('systemd-analyze', ['verify', ...units]);
  assert.deepEqual([stdout, stderr], ['', '']);
  const { stdout: security } = await exec('systemd-analyze', ['security', '--offline=true', '--threshold=20', units[0]]);
  console.log(`# ${security.split('\n').findLast(line => /exposure/.test(line))}`);
});

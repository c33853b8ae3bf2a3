// Whatever the system refuses while a verb reads its files, at every single call: status 3, one sentence, and nothing half-written.
// And a standard output that is closed or full.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { numberToHex } from 'viem';

import { startAnvil } from './lib/anvil.mjs';
import { KEYWATCH, run, target } from './lib/keywatch.mjs';
import { toStakerOutput, tupleOf } from './lib/tuples.mjs';
import { World } from './lib/world.mjs';

/** What must succeed, or nothing is known of the file. */
const MUST = ['openat', 'read', 'getdents64', 'statx'];
/** What a file is read without; but nobody may panic. */
const MAY = ['close', 'flock'];
const ERRORS = ['EIO', 'EACCES', 'EMFILE'];
const ATONCE = 3;

let directory, template, chain, world;

before(async () => {
  directory = mkdtempSync(join(tmpdir(), 'keywatch-'));
  template = join(directory, 'template');
  chain = await startAnvil();
  world = await World.deploy(chain.url);
  const provider = await world.registerProvider();
  await world.addKeys(provider, [1, 2, 3].map(secret => tupleOf(secret)));
  for (const _ of [1, 2]) await world.stake(provider);
  await world.flush();
  for (const below of ['nodes', 'keys', 'batches/one/public', 'batches/one/secret']) mkdirSync(join(template, below), { recursive: true });
  const write = (name, value) => writeFileSync(join(template, name), typeof value === 'string' ? value : JSON.stringify(value, null, 2));
  const zero = `0x${'00'.repeat(32)}`;
  // Whose key it is, only the key file says.
  const eth = { path: '../keys/one.json', password: 's3cret' };
  write('keys/one.json', { version: 3, address: tupleOf(1).attester.slice(2).toLowerCase() });
  write('nodes/a.json', { schemaVersion: 1, validators: [{ attester: { eth, bls: { path: 'bls/1.json' } }, feeRecipient: zero }] });
  write('nodes/b.json', { schemaVersion: 1, validators: [{ attester: { eth: tupleOf(2).attester, bls: { path: 'bls/2.json' } }, feeRecipient: zero }] });
  const compressed = ({ x, y }) => numberToHex(y % 2n ? x | (1n << 255n) : x, { size: 32 });
  const keys = [3].map(secret => ({ attester: tupleOf(secret).attester, publicKey: compressed(tupleOf(secret).publicKeyG1) }));
  write('batches/one/public/manifest.json', { keys });
  write('staker_output.json', toStakerOutput([tupleOf(4)]));
  const [registry, url] = [world.registry, world.url];
  write('config.toml', `rpc-url = "${url}"\nregistry = "${registry}"\nchain-id = 31337\nprovider-id = 1\nblock = "latest"\nmax-age = 1000000000\nretries = 0\n`);
  write('key', 'an-api-key');
  write('hooks', '# none yet\n');
  const made = await run(['status', ...target(world), '--cursor', join(template, 'cursor')]);
  assert.ok(made.status < 3, made.stderr);
});
after(() => {
  chain.stop();
  rmSync(directory, { recursive: true });
});

const runIn = (here, args) => run(at(here, args), {}, here);

let copies = 0;

/** A copy of the template. */
function place() {
  const copy = join(directory, String(++copies));
  cpSync(template, copy, { recursive: true });
  return copy;
}

const names = below =>
  readdirSync(below, { withFileTypes: true })
    .flatMap(entry => [entry.name, ...(entry.isDirectory() ? names(join(below, entry.name)).map(name => join(entry.name, name)) : [])])
    .sort();

/** Runs keywatch in `here`, where the n-th such call for this path fails. */
function refused(here, args, path, call, error, n) {
  const log = join(directory, `trace-${here.split('/').pop()}`);
  const inject = [`--trace=${call}`, `--inject=${call}:error=${error}:when=${n}`, '--trace-path', `${here}/${path}`];
  const options = ['--follow-forks', '--quiet=all', '--output', log, ...inject, KEYWATCH, ...at(here, args)];
  return new Promise((resolve, reject) => {
    execFile('strace', options, { env: {}, cwd: here, timeout: 60_000, killSignal: 'SIGKILL' }, (failed, stdout, stderr) => {
      if (failed?.code === 'ENOENT') return reject(failed);
      if (failed?.signal) return reject(new Error(`${args} at ${call} ${n} of ${path}: it goes on`));
      const injected = readFileSync(log, 'utf8').includes('(INJECTED)');
      rmSync(log);
      resolve({ status: failed ? failed.code : 0, signal: failed?.signal, stdout, stderr, injected });
    });
  });
}

/** A tracer knows a path as it is given; so `@` stands for the directory, and all of them are absolute. */
const at = (here, args) => args.map(argument => argument.replace(/^@/, `${here}/`));

const configured = ['--config', '@config.toml', '--timeout', '5'];

/** Verbs, the files that they read, and what they may write. */
const VERBS = {
  check: { args: ['check', ...configured], reads: ['config.toml'] },
  audit: {
    args: ['audit', ...configured, '--before', '@staker_output.json', '--known', '@batches'],
    reads: ['config.toml', 'staker_output.json', 'batches', 'batches/one', 'batches/one/public', 'batches/one/public/manifest.json'],
  },
  coinbase: {
    args: ['coinbase', ...configured, '--node-keystore', '@nodes', '--cursor', '@cursor'],
    reads: ['config.toml', 'nodes', 'nodes/a.json', 'nodes/b.json', 'nodes/../keys/one.json', 'cursor', 'cursor.lock'],
  },
  status: {
    args: ['status', ...configured, '--node-keystore', '@nodes', '--cursor', '@cursor', '--json'],
    reads: ['config.toml', 'nodes', 'nodes/a.json', 'nodes/b.json', 'nodes/../keys/one.json', 'cursor', 'cursor.lock'],
  },
  rewards: { args: ['rewards', ...configured, '--cursor', '@cursor', '--calls'], reads: ['config.toml', 'cursor', 'cursor.lock'] },
};

for (const [verb, { args, reads }] of Object.entries(VERBS)) {
  test(`${verb}: each call that reads is refused once`, async () => {
    const good = await runIn(place(), args);
    assert.ok(good.status < 3, good.stderr);
    let runs = 0;
    const opened = new Set();
    const rest = reads.flatMap(path => [...MUST, ...MAY].map(call => [path, call]));
    const work = async () => {
      while (rest.length > 0) {
        const [path, call] = rest.shift();
        for (let n = 1; ; n++) {
          const here = place();
          const before = names(here);
          const error = ERRORS[n % ERRORS.length];
          const ran = await refused(here, args, path, call, error, n);
          if (!ran.injected) break;
          runs++;
          if (call === 'openat') opened.add(path);
          const what = `${verb}: ${error} at ${call} ${n} of ${path}: ${ran.status} ${ran.signal ?? ''} ${ran.stdout}${ran.stderr}`;
          assert.ok(!/panicked/.test(ran.stderr), what);
          if (ran.status !== 3) {
            assert.ok(MAY.includes(call), what);
            assert.deepEqual([ran.status, ran.stdout], [good.status, good.stdout], what);
          } else {
            assert.equal(ran.stdout, '', what);
            assert.match(ran.stderr, /^error: [^\n]+\n$/, what);
            assert.ok(!/changed it meanwhile|no file has|uses it/.test(ran.stderr), what);
          }
          // Nothing is half-written, and the next run does what the first would have done.
          assert.deepEqual(names(here).filter(name => !before.includes(name) && name !== 'cursor.lock'), [], what);
          for (const file of ['nodes/a.json', 'nodes/b.json', 'cursor']) JSON.parse(readFileSync(join(here, file), 'utf8'));
          const next = await runIn(here, args);
          assert.ok(next.status < 3, `${what}\n${next.stderr}`);
          rmSync(here, { recursive: true });
        }
      }
    };
    await Promise.all(Array.from({ length: ATONCE }, work));
    console.log(`# ${verb}: ${runs} calls refused, one in a run, of ${reads.length} files and directories`);
    // None was passed over because the tracer did not know it.
    assert.deepEqual([...opened].sort(), [...reads].sort());
  });
}

test('run: what it reads before it serves', async () => {
  const args = ['run', ...configured, '--listen', '127.0.0.1:0', '--webhook-file', '@hooks', '--node-keystore', '@nodes', '--cursor', '@cursor'];
  args.push('--set-coinbase', '--reload', 'http://127.0.0.1:1/', '--api-key-file', '@key');
  let runs = 0;
  for (const path of ['config.toml', 'hooks', 'key', 'nodes']) {
    for (const call of path === 'nodes' ? ['openat', 'getdents64'] : ['openat', 'read', 'statx']) {
      const here = place();
      const ran = await refused(here, args, path, call, ERRORS[runs % ERRORS.length], 1);
      const what = `run: ${call} of ${path}: ${ran.status} ${ran.signal ?? ''} ${ran.stdout}${ran.stderr}`;
      assert.ok(ran.injected, what);
      assert.equal(ran.status, 3, what);
      assert.match(ran.stderr, /^error: [^\n]+\n$/, what);
      runs++;
    }
  }
  console.log(`# run: ${runs} calls refused`);
});

test('a result that is lost is told, and no status is better for it', async () => {
  for (const [verb, { args }] of Object.entries(VERBS)) {
    for (const [redirection, reason] of [['>&-', 'standard output is closed'], ['>/dev/full', 'No space left on device']]) {
      const here = place();
      const ran = await new Promise(resolve => {
        const shell = ['-c', `exec "$0" "$@" ${redirection}`, KEYWATCH, ...at(here, args)];
        execFile('sh', shell, { env: {}, cwd: here }, (error, _, stderr) => resolve({ status: error?.code ?? 0, stderr }));
      });
      assert.equal(ran.status, 3, `${verb} ${redirection}: ${ran.stderr}`);
      assert.match(ran.stderr, new RegExp(`^error: the result could not be printed \\(${reason}.*\\); .+\n$`), `${verb} ${redirection}`);
      // What was to be written is in place.
      if (verb === 'coinbase') assert.ok(JSON.parse(readFileSync(join(here, 'nodes/b.json'), 'utf8')).validators[0].coinbase);
    }
  }
});

test('calls that cannot all be written are not there', async () => {
  const args = ['rewards', ...configured, '--calls', 'cast', '--out', '@calls'];
  for (const call of ['fsync', 'renameat2']) {
    const here = place();
    const before = names(here);
    const options = ['--follow-forks', '--quiet=all', '--output=/dev/null', `--trace=${call}`, `--inject=${call}:error=EIO:when=1`];
    const ran = await new Promise(resolve => {
      execFile('strace', [...options, KEYWATCH, ...at(here, args)], { env: {}, cwd: here }, (failed, _, stderr) => resolve({ status: failed?.code ?? 0, stderr }));
    });
    assert.equal(ran.status, 3, ran.stderr);
    assert.match(ran.stderr, /^error: --out \S+calls.*\n$/);
    assert.deepEqual(names(here), before);
    assert.ok((await runIn(here, args)).status < 3);
    assert.ok(existsSync(join(here, 'calls')));
  }
});

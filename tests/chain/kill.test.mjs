// `keywatch coinbase`, killed at 200 points of its run, and on a disk that is full.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { startAnvil } from './lib/anvil.mjs';
import { KEYWATCH, run } from './lib/keywatch.mjs';
import { tupleOf } from './lib/tuples.mjs';
import { Work } from './lib/work.mjs';
import { World } from './lib/world.mjs';

const SECRETS = [1, 2, 3];
const POINTS = 200;
const ATONCE = 4;

let directory, chain, world, splits;

before(async () => {
  directory = mkdtempSync(join(tmpdir(), 'keywatch-'));
  chain = await startAnvil();
  world = await World.deploy(chain.url);
  const provider = await world.registerProvider();
  await world.addKeys(provider, SECRETS.map(secret => tupleOf(secret)));
  splits = [];
  for (const _ of SECRETS) splits.push(await world.stake(provider));
  await world.flush();
});
after(() => {
  chain.stop();
  rmSync(directory, { recursive: true });
});

/** Runs keywatch under a tracer, which tampers with its system calls. Resolves with the status (none when killed) and the log. */
function traced(work, options) {
  const log = join(work.directory, 'trace');
  return new Promise((resolve, reject) => {
    execFile('strace', ['-o', log, ...options, KEYWATCH, ...work.args(world)], { env: {} }, (error, stdout, stderr) => {
      if (error?.code === 'ENOENT') return reject(error);
      resolve({ status: error ? (error.signal ? undefined : error.code) : 0, stderr, log: readFileSync(log, 'utf8') });
    });
  });
}

const nameOf = call => call.slice(0, call.indexOf('('));

/** Does `work` for each of the numbers, a few at once. */
async function all(numbers, work) {
  const rest = [...numbers];
  await Promise.all(
    Array.from({ length: ATONCE }, async () => {
      while (rest.length > 0) await work(rest.shift());
    }),
  );
}

test(`killed at ${POINTS} points, it leaves nothing half-written and goes on`, async () => {
  const whole = await traced(new Work(directory, 'whole', SECRETS), []);
  assert.equal(whole.status, 0, whole.stderr);
  const calls = whole.log.split('\n').filter(line => /^\w+\(/.test(line));
  const total = calls.length;
  // Every call from the last answer of the chain on, where files are written; the others evenly spread.
  const tail = total - 1 - calls.findLastIndex(call => /^(recvfrom|recv|read)\(\d+, "HTTP/.test(call));
  const points = new Set(Array.from({ length: Math.min(tail, POINTS / 2) }, (_, back) => total - back));
  for (let step = 0; points.size < POINTS; step++) points.add(2 + ((step * 97) % (total - 1)));
  let [killed, written, kept] = [0, 0, 0];
  await all(points, async point => {
    // No two runs have quite the same calls: where this one did not come so far, it is killed a little earlier.
    let [work, what, status] = [undefined, undefined, 0];
    for (let back = 0; status !== undefined && back < point; back += 3) {
      work = new Work(directory, `${point}-${back}`, SECRETS);
      // The tracer counts the calls of each name for themselves.
      const name = nameOf(calls[point - back - 1]);
      const when = calls.slice(0, point - back).filter(call => nameOf(call) === name).length;
      what = `killed at call ${point - back} of ${total}: ${calls[point - back - 1]}`;
      ({ status } = await traced(work, ['-e', `inject=${name}:signal=KILL:when=${when}`]));
    }
    killed += status === undefined;
    work.mustBeSound(splits, what);
    written += work.coinbases()[0] !== undefined;
    kept += readFileSyncOr(work.cursor) !== undefined;
    // The next run goes on, whatever was left behind.
    const next = await run(work.args(world));
    assert.equal(next.status, 0, `${what}\n${next.stderr}`);
    assert.deepEqual(work.coinbases(), splits, what);
  });
  console.log(`# ${points.size} points of ${total} system calls: ${killed} kills; the cursor was there ${kept} times, the coinbases ${written}`);
  assert.equal(killed, POINTS);
  assert.ok(kept > 0 && written > 0 && written < POINTS, `${kept} ${written}`);
});

function readFileSyncOr(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

test('a disk that is full loses nothing', async () => {
  const whole = await traced(new Work(directory, 'counted', SECRETS), []);
  const count = name => whole.log.split('\n').filter(line => line.startsWith(`${name}(`)).length;
  let faults = 0;
  for (const [name, error] of [['write', 'ENOSPC'], ['fsync', 'ENOSPC'], ['fsync', 'EIO'], ['rename', 'ENOSPC'], ['renameat2', 'ENOSPC'], ['linkat', 'ENOSPC'], ['fchmod', 'EIO']]) {
    await all(Array.from({ length: count(name) }, (_, at) => at + 1), async when => {
      const work = new Work(directory, `${name}-${error}-${when}`, SECRETS);
      const { status, stderr, log } = await traced(work, ['-e', `inject=${name}:error=${error}:when=${when}`]);
      assert.match(log, /\(INJECTED\)/, `${name} ${when}`);
      const what = `${name} ${when}: ${error}, status ${status}: ${stderr}`;
      faults++;
      work.mustBeSound(splits, what);
      if (status === 0) assert.deepEqual(work.coinbases(), splits, what);
      else assert.equal(status, 3, what);
      const next = await run(work.args(world));
      assert.equal(next.status, 0, `${what}\n${next.stderr}`);
      assert.deepEqual(work.coinbases(), splits, what);
    });
  }
  console.log(`# ${faults} calls failed, one in a run`);
  assert.ok(faults >= 10, `${faults} faults`);
});

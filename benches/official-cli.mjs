// The whole command beside the official `aztec validator-keys new` on the same machine: the same keys from one mnemonic,
// plain and encrypted, with the staker output. It prints a table and how many times as long the official one takes.
//
//     cargo build --release && npm ci --prefix tests/interop && node benches/official-cli.mjs [KEYS]
//
// The official command asks an L1 node for the points, so a local anvil runs beside it. Both commands are measured from
// start to end, loading included; keygen's time includes reading everything back, which the official one does not do.

import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

import { startAnvil } from '../tests/interop/lib/anvil.mjs';
import { StakingContracts } from '../tests/interop/lib/contracts.mjs';
import { Batch, json, PASSWORD } from '../tests/interop/lib/keygen.mjs';
import { runOfficialCli } from '../tests/interop/lib/official-cli.mjs';
import { scratch } from '../tests/interop/lib/scratch.mjs';
import { differences } from '../tests/interop/lib/staker-output.mjs';

const MNEMONIC = 'test test test test test test test test test test test junk';
const ROUNDS = 3;

const count = Number(process.argv[2] ?? 10);
if (!Number.isInteger(count) || count < 1) {
  console.error('usage: node benches/official-cli.mjs [KEYS]');
  process.exit(2);
}

const median = times => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];

async function seconds(run) {
  const start = performance.now();
  const result = await run();
  return { time: (performance.now() - start) / 1000, result };
}

/** Both commands in turn, so that what else the machine does meanwhile meets them alike. */
async function compare(name, ours, theirs) {
  const times = { ours: [], theirs: [] };
  for (let r = 0; r < ROUNDS; r++) {
    const directory = scratch(`${name}-${r}`);
    const { time: theirTime } = await seconds(() => runOfficialCli([{ args: [...theirs, '--data-dir', directory] }]));
    const { time: ourTime, result } = await seconds(ours);
    const output = json(join(directory, 'key_staker_output.json'));
    const differ = output.flatMap((entry, i) => [...differences(result.stakerOutput[i], entry)]);
    if (output.length !== count || differ.length > 0) throw new Error(`the keys differ: ${differ}`);
    times.ours.push(ourTime);
    times.theirs.push(theirTime);
  }
  const [our, their] = [median(times.ours), median(times.theirs)];
  console.log(`| ${name} | ${our.toFixed(2)} | ${their.toFixed(2)} | ${(their / our).toFixed(1)} |`);
}

const chain = await startAnvil();
const { gse } = await StakingContracts.deploy(chain.url);
const theirs = [
  ...['--count', String(count), '--mnemonic', MNEMONIC, '--file', 'key.json', '--fee-recipient', `0x${'00'.repeat(32)}`],
  ...['--staker-output', '--gse-address', gse, '--l1-rpc-urls', chain.url],
];
console.log(`${count} keys, ${availableParallelism()} processors, seconds, medians of ${ROUNDS}\n`);
console.log('| | keygen | official CLI 4.1.2 | times as long |');
console.log('|---|---|---|---|');
await compare('plain', () => Batch.plain(count, [], MNEMONIC), theirs);
await compare('encrypted', () => Batch.encrypted(count, [], MNEMONIC), [...theirs, '--password', PASSWORD]);
chain.stop();

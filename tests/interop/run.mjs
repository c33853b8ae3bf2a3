// Runs the stages: `node run.mjs [stage…]`, all of them unless some are named. See README.md.

import { existsSync } from 'node:fs';
import { constants } from 'node:os';

import { startAnvil } from './lib/anvil.mjs';
import { StakingContracts } from './lib/contracts.mjs';
import { Batch, KEYGEN } from './lib/keygen.mjs';
import { Tally } from './lib/tally.mjs';

/** In the order in which they run; the deposit changes the chain's state, so it comes after those that only ask. */
const STAGES = [
  'acceptance',
  'gas',
  'refusals',
  'rogue-key',
  'deposit',
  'node-loader',
  'other-wallets',
  'web3signer',
  'foreign-files',
  'official-encrypted',
  'official-cli',
  'node-keystore',
  'registry-calldata',
  'provider-calls',
  'exits',
];

const seconds = since => (Date.now() - since) / 1000;

async function runStage(name, world) {
  const started = Date.now();
  const tally = new Tally();
  const { title, run } = await import(`./stages/${name}.mjs`);
  try {
    await run(tally, world);
  } catch (error) {
    tally.failures.push(error.stack ?? String(error));
  }
  console.log(tally.report(title, seconds(started)));
  return tally;
}

async function main(names) {
  if (!existsSync(KEYGEN)) throw new Error(`${KEYGEN} does not exist; run cargo build --release, or set KEYGEN_BIN`);
  const unknown = names.find(name => !existsSync(new URL(`stages/${name}.mjs`, import.meta.url)));
  if (unknown) throw new Error(`there is no stage "${unknown}"; they are in stages/`);

  const started = Date.now();
  const chain = await startAnvil();
  const contracts = await StakingContracts.deploy(chain.url);
  const batch = await Batch.plain(100);
  // The node's JavaScript takes seconds for a key behind scrypt, so that there are few of them.
  const encryptedBatches = [await Batch.encrypted(20, ['--eth-kdf', 'pbkdf2']), await Batch.encrypted(3)];

  const tallies = [];
  for (const name of names) tallies.push(await runStage(name, { chain, contracts, batch, encryptedBatches }));
  chain.stop();

  const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
  const failed = tallies.reduce((sum, tally) => sum + tally.failures.length, 0);
  console.log(`${seconds(started).toFixed(0)} s`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0;
}

// The exit handlers stop the chain and remove the temporary directory on these, too.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => process.exit(128 + constants.signals[signal]));
}

const names = process.argv.slice(2);
main(names.length > 0 ? names : STAGES).then(
  succeeded => process.exit(succeeded ? 0 : 1),
  error => {
    console.error(error);
    console.log('0 passed, 1 failed');
    process.exit(1);
  },
);

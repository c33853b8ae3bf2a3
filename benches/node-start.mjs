// How long a node takes to open its key files when it starts, with the official loader of each release: the signers of all
// attesters, and their BLS keys. Both key derivations of the ETH files, 1 and 10 keys, medians of three.
//
// It needs the packages of the interoperability tests (`npm ci` in tests/interop) and `target/release/keygen`.

import { performance } from 'node:perf_hooks';

import { Batch, PASSWORD, file } from '../tests/interop/lib/keygen.mjs';
import { keyStoreDirectory, managerOf } from '../tests/interop/lib/node.mjs';
import { RELEASES } from '../tests/interop/lib/official.mjs';

const ROUNDS = 3;
const median = times => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];

/** The node keystore with the password beside every path. */
const withPassword = ({ schemaVersion, validators }) => ({
  schemaVersion,
  validators: validators.map(({ attester, ...rest }) => ({
    ...rest,
    attester: { eth: { ...attester.eth, password: PASSWORD }, bls: { ...attester.bls, password: PASSWORD } },
  })),
});

/** Seconds until the signers are there, and until the BLS keys are. */
async function load(release, directory, { attesters, blsFiles }) {
  const start = performance.now();
  const manager = managerOf(release, directory);
  for (let i = 0; i < attesters; i++) manager.createAttesterSigners(i);
  const eth = performance.now();
  for (const path of blsFiles) await release.decryptBn254Keystore(path, PASSWORD);
  return [eth - start, performance.now() - eth].map(milliseconds => milliseconds / 1000);
}

console.log('| release | keys | ETH key derivation | ETH files, s | BLS files, s |\n|---|---|---|---|---|');
const password = file(PASSWORD);
for (const count of [1, 10]) {
  for (const kdf of ['scrypt', 'pbkdf2']) {
    const batch = await Batch.make(['--count', String(count), '--eth-kdf', kdf, '--password-file', password]);
    // The node takes relative paths from its working directory.
    process.chdir(batch.secret);
    const directory = keyStoreDirectory(withPassword(batch.nodeKeystore));
    const blsFiles = batch.nodeKeystore.validators.map(({ attester }) => attester.bls.path);
    for (const release of RELEASES) {
      const rounds = [];
      for (let round = 0; round < ROUNDS; round++) {
        rounds.push(await load(release, directory, { attesters: count, blsFiles }));
      }
      const [eth, bls] = [0, 1].map(at => median(rounds.map(times => times[at])).toFixed(2));
      console.log(`| ${release.version} | ${count} | ${kdf} | ${eth} | ${bls} |`);
    }
  }
}

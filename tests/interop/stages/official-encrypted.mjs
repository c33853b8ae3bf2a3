// The official tool's own files as input: encrypted under one password or two, with the ETH keys at a remote signer,
// with both. The official loader opens each first, so that what keygen is given is what a node would take.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { tupleOf } from '../lib/bn254.mjs';
import { Batch, PASSWORD, file, json, keygen } from '../lib/keygen.mjs';
import { keyStoreDirectory, managerOf } from '../lib/node.mjs';
import { REMOTE_SIGNER, madeByCli, validatorsOf, withTwoPasswords } from '../lib/official-fixtures.mjs';
import { RELEASES } from '../lib/official.mjs';
import { differences } from '../lib/staker-output.mjs';

export const title = "the official tool's encrypted files";

/** As long as its help speaks of plain keys only, `keygen import` takes no others, and says so. */
const PLAIN_ONLY = /node keystore with plain keys/;

export async function run(tally) {
  const [oldest] = RELEASES;
  const fixtures = [
    await madeByCli(oldest, 'one password', { count: 1, password: 'official password', publishers: 1 }),
    await madeByCli(oldest, 'remote signer', { count: 2, remote: true, publishers: 1 }),
    await madeByCli(oldest, 'remote signer, one password', { count: 2, remote: true, password: 'official password' }),
  ];
  for (const release of RELEASES) {
    const passwords = { ethPassword: `eth of ${release.version}`, blsPassword: `bls of ${release.version}` };
    fixtures.push(await withTwoPasswords(release, { count: release === oldest ? 1 : 2, ...passwords }));
  }
  for (const fixture of fixtures) await checkFixture(tally, fixture);

  const help = await keygen(['import', '--help']);
  tally.check(help.status === 0, `keygen import --help: status ${help.status}`);
  const takesEncrypted = !PLAIN_ONLY.test(help.stdout.replaceAll(/\s+/g, ' '));
  for (const fixture of fixtures) {
    // What the program says that it takes must come over whole; what it says that it does not, it has to refuse well.
    await (takesEncrypted || !fixture.isEncrypted ? imported : refused)(tally, fixture);
  }
}

/** The official loader and decryption return the keys that the mnemonic gives. */
async function checkFixture(tally, fixture) {
  const { release } = fixture;
  const manager = managerOf(release, keyStoreDirectory(json(fixture.path)));
  for (const [i, { attester }] of validatorsOf(fixture).entries()) {
    const { attester: expected, secret } = fixture.keys[i];
    const addresses = manager.createAttesterSigners(i).map(signer => signer.address.toChecksumString());
    const { eth, bls } = attester;
    const isThere = fixture.remote
      ? eth.remoteSignerUrl === REMOTE_SIGNER
      : dirname(eth.path) === dirname(fixture.path);
    const opened = bls.path ? await release.decryptBn254Keystore(bls.path, bls.password) : bls;
    const agree = String(addresses) === expected && isThere && BigInt(opened) === secret;
    tally.counted('official keys opened by the official loader', agree, `${fixture.name}, key ${i}: ${addresses}`);
  }
}

const importInto = (root, fixture) =>
  keygen(['import', fixture.path, '--quiet', '--out', root, '--password-file', file(PASSWORD), '--eth-kdf', 'pbkdf2']);

async function imported(tally, fixture) {
  const root = join(dirname(fixture.path), 'imported');
  const { status, output } = await importInto(root, fixture);
  if (!tally.check(status === 0, `${fixture.name}: import: status ${status}: ${output.trim()}`)) return;
  tally.check(!namesAPassword(output, fixture), `${fixture.name}: a password is shown`);
  tally.check(!anyFile(root, text => namesAPassword(text, fixture)), `${fixture.name}: a password is in a file`);

  const { stakerOutput } = new Batch(root);
  tally.check(stakerOutput.length === fixture.keys.length, `${fixture.name}: ${stakerOutput.length} keys`);
  for (const [i, { attester, secret }] of fixture.keys.entries()) {
    const differing = differences(tupleOf(secret), stakerOutput[i]);
    const isSame = differing.length === 0 && stakerOutput[i].attester === attester;
    tally.counted(`keys imported (${fixture.name})`, isSame, `key ${i}: ${differing} differ`);
  }
  const verified = await keygen(['verify', '--quiet', root, '--password-file', file(PASSWORD)]);
  tally.check(verified.status === 0, `${fixture.name}: verify: status ${verified.status}: ${verified.output.trim()}`);
}

async function refused(tally, fixture) {
  const root = join(dirname(fixture.path), 'imported');
  const { status, output } = await importInto(root, fixture);
  const isPlain = status === 2 && /is in an encrypted file already/.test(output);
  const isClean = !existsSync(root) && !namesAPassword(output, fixture);
  tally.counted(
    'encrypted files refused, as the help says',
    isPlain && isClean,
    `${fixture.name}: ${status}: ${output.trim()}`,
  );
}

const namesAPassword = (text, { passwords }) => passwords.some(password => text.includes(password));

const anyFile = (root, holds) =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .some(entry => holds(readFileSync(join(entry.parentPath ?? entry.path, entry.name), 'latin1')));

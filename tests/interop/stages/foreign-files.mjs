// The reverse: keygen opens the files of others. `keygen key inspect` opens what the official command line wrote, and
// `keygen verify` a batch of which every file is written anew, the ETH keys by ethers and by cast, the BLS keys by the
// official code.

import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { Wallet } from '@ethersproject/wallet';
import { english, generateMnemonic, mnemonicToAccount } from 'viem/accounts';

import { word } from '../lib/bn254.mjs';
import { Batch, PASSWORD, file, json, keygen } from '../lib/keygen.mjs';
import { RELEASES } from '../lib/official.mjs';
import { runOfficialCli } from '../lib/official-cli.mjs';
import { scratch } from '../lib/scratch.mjs';
import { cast } from '../lib/tools.mjs';

export const title = 'keygen opens the files of others';

/** A small scrypt cost, because ethers runs it in JavaScript. */
const writeWithEthers = async (path, secret) =>
  writeFileSync(path, await new Wallet(secret).encrypt(PASSWORD, { scrypt: { N: 1 << 14 } }));

/** cast refuses to overwrite. */
const writeWithCast = (path, secret) => {
  rmSync(path);
  const where = [basename(path), '--keystore-dir', dirname(path)];
  return cast('wallet', 'import', ...where, '--private-key', secret, '--unsafe-password', PASSWORD);
};

/** Files of the official command line, as `validator-keys new --password` leaves them. */
async function inspectOfficialFiles(tally) {
  const count = 2;
  const mnemonic = generateMnemonic(english);
  const directory = scratch('official-encrypted');
  const keys = ['--count', String(count), '--mnemonic', mnemonic, '--fee-recipient', word(0n)];
  await runOfficialCli([{ args: [...keys, '--password', PASSWORD, '--data-dir', directory, '--file', 'key.json'] }]);

  const { validators } = json(join(directory, 'key.json'));
  const paths = validators.flatMap(({ attester }) => [attester.eth.path, attester.bls.path]);
  const { status, stdout, output } = await keygen([
    'key',
    'inspect',
    '--json',
    '--password-file',
    file(PASSWORD),
    ...paths,
  ]);
  if (!tally.check(status === 0, `keygen key inspect: status ${status}: ${output}`)) return;
  const found = JSON.parse(stdout);
  for (const i of validators.keys()) {
    const { address } = mnemonicToAccount(mnemonic, { addressIndex: i });
    const [eth, bls] = [found[2 * i], found[2 * i + 1]];
    tally.counted('ETH files of the official CLI opened', eth.opens && eth.address === address, JSON.stringify(eth));
    tally.counted(
      'BLS files of the official CLI opened',
      bls.opens && bls.publicKey === json(paths[2 * i + 1]).pubkey,
      JSON.stringify(bls),
    );
  }
}

/** Each release writes every second BLS file. */
const writerOf = i => RELEASES[i % RELEASES.length];

const verifyBatch = batch => keygen(['verify', '--quiet', batch.root, '--password-file', file(PASSWORD)]);

async function verifyRewrittenBatch(tally) {
  const count = 6;
  const batch = await Batch.encrypted(count, ['--eth-kdf', 'pbkdf2']);
  for (const [i, { attester }] of batch.nodeKeystore.validators.entries()) {
    const eth = join(batch.secret, attester.eth.path);
    const { privateKey } = await Wallet.fromEncryptedJson(readFileSync(eth, 'utf8'), PASSWORD);
    await (i % 2 === 0 ? writeWithEthers : writeWithCast)(eth, privateKey);

    const bls = join(batch.secret, attester.bls.path);
    const { publicKey, path } = batch.manifest.keys[i];
    const { createBn254Keystore, decryptBn254Keystore } = writerOf(i);
    const secret = await decryptBn254Keystore(bls, PASSWORD);
    writeFileSync(bls, JSON.stringify(await createBn254Keystore(PASSWORD, secret, publicKey, path)));
    for (const written of [eth, bls]) chmodSync(written, 0o600);
  }
  const verified = await verifyBatch(batch);
  tally.check(verified.status === 0, `keygen verify: status ${verified.status}: ${verified.output}`);
  tally.note('ETH files of ethers and cast opened', verified.status === 0 ? count : 0);
  for (const release of RELEASES) {
    const opened = [...Array(count).keys()].filter(i => writerOf(i) === release).length;
    tally.note(`BLS files of the official code ${release.version} opened`, verified.status === 0 ? opened : 0);
  }

  // What shows that it did open them: one file that holds another key.
  const [{ attester }] = batch.nodeKeystore.validators;
  await writeWithEthers(join(batch.secret, attester.eth.path), `0x${'42'.repeat(32)}`);
  const swapped = await verifyBatch(batch);
  tally.check(
    swapped.status === 1 && swapped.output.includes(attester.eth.path),
    `a swapped key: status ${swapped.status}: ${swapped.output}`,
  );
}

export async function run(tally) {
  await inspectOfficialFiles(tally);
  await verifyRewrittenBatch(tally);
}

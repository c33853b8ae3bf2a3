// Web3Signer's key configurations: what its documentation asks of one, read by another YAML reader, and the files that they name
// opened by ethers and cast with the password file that they name. Web3Signer itself is on no package registry.

import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { Wallet } from '@ethersproject/wallet';
import yaml from 'js-yaml';

import { PASSWORD, file, keygen } from '../lib/keygen.mjs';
import { scratch } from '../lib/scratch.mjs';
import { castDecrypt } from '../lib/tools.mjs';

export const title = 'Web3Signer configurations';

/** "Signing key configuration file parameters", keystore file: these and no more, all of them text. */
const FIELDS = ['type', 'keyType', 'keystoreFile', 'keystorePasswordFile'];

export async function run(tally, { encryptedBatches }) {
  for (const batch of encryptedBatches) {
    const directory = mkdtempSync(join(scratch('nodes'), 'signer-'));
    const configurations = join(directory, 'web3signer');
    const signer = ['--remote-signer', 'http://127.0.0.1:9', '--web3signer-out', configurations];
    const password = ['--web3signer-password-file', file(PASSWORD)];
    const out = join(directory, 'node_keystore.json');
    const options = ['--prefix', batch.secret, ...signer, ...password, '--out', out];
    const rendered = await keygen(['node-keystore', 'render', ...options, batch.root]);
    tally.check(rendered.status === 0, `render: status ${rendered.status}: ${rendered.output}`);

    const expected = batch.stakerOutput.map(({ attester }) => `${attester}.yaml`).sort();
    const names = readdirSync(configurations).sort();
    tally.check(String(names) === String(expected), `one configuration for each attester: ${names}`);
    for (const name of names) await judge(tally, configurations, name);
  }
}

async function judge(tally, directory, name) {
  const documents = yaml.loadAll(readFileSync(join(directory, name), 'utf8'), null, { schema: yaml.FAILSAFE_SCHEMA });
  const [configuration] = documents;
  const hasForm =
    documents.length === 1 &&
    String(Object.keys(configuration).sort()) === String([...FIELDS].sort()) &&
    configuration.type === 'file-keystore' &&
    configuration.keyType === 'SECP256K1';
  tally.counted('configurations in the documented form', hasForm, `${name}: ${JSON.stringify(documents)}`);

  // Web3Signer takes the first line.
  const [password] = readFileSync(configuration.keystorePasswordFile, 'utf8').split('\n');
  const wallet = await Wallet.fromEncryptedJson(readFileSync(configuration.keystoreFile, 'utf8'), password);
  const secret = await castDecrypt(configuration.keystoreFile, password);
  const isKey = `${wallet.address}.yaml` === name && secret === wallet.privateKey;
  tally.counted('keys that they open, by ethers and cast', isKey, `${name}: ${wallet.address}`);
}

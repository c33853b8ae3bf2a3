// `keygen node-keystore` makes a batch fit a host: the node's own loader takes the file with nothing to fill in, from any
// working directory, in both versions of the schema, and sees the coinbases that were set.

import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';

import { privateKeyToAddress } from 'viem/accounts';

import { word } from '../lib/bn254.mjs';
import { Batch, PASSWORD, file, json, keygen } from '../lib/keygen.mjs';
import { checkSigners, keyStoreDirectory, managerOf } from '../lib/node.mjs';
import { RELEASES } from '../lib/official.mjs';
import { scratch } from '../lib/scratch.mjs';
import { address } from '../lib/staker-output.mjs';

export const title = 'node keystores for a host';

export async function run(tally, { encryptedBatches: [batch] }) {
  for (const schema of ['1', '2']) {
    const directory = mkdtempSync(join(scratch('nodes'), 'host-'));
    const out = join(directory, 'node_keystore.json');
    const options = [
      '--prefix',
      batch.secret,
      '--inline-passwords',
      '--password-file',
      file(PASSWORD),
      '--schema',
      schema,
    ];
    const rendered = await keygen(['node-keystore', 'render', ...options, '--out', out, batch.root]);
    tally.check(rendered.status === 0, `render, schema ${schema}: status ${rendered.status}: ${rendered.output}`);
    for (const release of RELEASES) await checkSigners(tally, release, directory, batch);

    // Every second attester has been delegated to, and its rewards go to a Split contract.
    const splits = new Map(
      batch.stakerOutput.map(({ attester }, i) => [attester, address(1000 + i)]).filter((_, i) => i % 2),
    );
    const lines = [...splits].map(pair => pair.join(',')).join('\n');
    const changed = await keygen(['node-keystore', 'set-coinbase', '--from', file(`${lines}\n`), out]);
    tally.check(changed.status === 0, `set-coinbase, schema ${schema}: status ${changed.status}: ${changed.output}`);
    const coinbaseOf = attester => splits.get(attester) ?? attester;
    for (const release of RELEASES) await checkSigners(tally, release, directory, batch, coinbaseOf);
  }
  for (const schema of ['1', '2']) await remotely(tally, batch, schema);
  for (const schema of ['1', '2']) await onHosts(tally, batch, schema);
  await withFundingAccounts(tally);
}

/** One file for each host, with publishers in every form; the loader signs with those that it can. */
async function onHosts(tally, batch, schema) {
  const out = join(mkdtempSync(join(scratch('nodes'), 'hosts-')), 'made');
  const [keys, elsewhere] = [[41n, 42n].map(word), address(43)];
  const own = keys.map(key => privateKeyToAddress(key));
  const encrypted = batch.nodeKeystore.validators[0].attester.eth.path;
  const publishers = {
    A: keys[0],
    B: [keys[1], { address: elsewhere, remoteSignerUrl: 'http://127.0.0.1:9' }],
    C: [{ path: encrypted, password: PASSWORD }],
  };
  const expected = { A: [own[0]], B: [own[1], elsewhere], C: [batch.stakerOutput[0].attester] };
  const options = ['--prefix', batch.secret, '--inline-passwords', '--password-file', file(PASSWORD), '--schema', schema];
  const signer = ['--remote-signer', 'http://127.0.0.1:9', '--signer-in-each-account'];
  const hosts = ['--hosts', file(JSON.stringify(publishers)), '--out', out];
  const rendered = await keygen(['node-keystore', 'render', ...options, ...signer, ...hosts, batch.root]);
  tally.check(rendered.status === 0, `render for hosts, schema ${schema}: ${rendered.status}: ${rendered.output}`);
  for (const release of RELEASES) {
    for (const [host, wanted] of Object.entries(expected)) {
      const manager = managerOf(release, keyStoreDirectory(json(join(out, `${host}.json`))));
      for (const [i, { attester }] of batch.stakerOutput.entries()) {
        const attesters = manager.createAttesterSigners(i).map(signer => signer.address.toChecksumString());
        const actual = manager.createPublisherSigners(i).map(signer => signer.address.toString().toLowerCase());
        const agree = String(attesters) === attester && String(actual) === String(wanted).toLowerCase();
        tally.counted(`publishers of a host (${release.version})`, agree, `${host}, key ${i}: ${attesters}, ${actual}`);
      }
    }
  }
}

/** The funding account of a batch in every form, as it is rendered for a host. No manager signs with it; the loader reads it. */
async function withFundingAccounts(tally) {
  const key = word(51n);
  const remote = { address: address(52), remoteSignerUrl: 'http://127.0.0.1:9' };
  for (const given of [key, remote]) {
    for (const plain of [true, false]) {
      const funding = ['--funding-account-file', file(typeof given === 'string' ? given : JSON.stringify(given))];
      const batch = plain ? await Batch.plain(1, funding) : await Batch.encrypted(1, [...funding, '--eth-kdf', 'pbkdf2']);
      const directory = mkdtempSync(join(scratch('nodes'), 'funding-'));
      const passwords = plain ? [] : ['--inline-passwords', '--password-file', file(PASSWORD)];
      const out = ['--prefix', batch.secret, '--out', join(directory, 'node.json'), batch.root];
      const rendered = await keygen(['node-keystore', 'render', ...passwords, ...out]);
      tally.check(rendered.status === 0, `render with a funding account: ${rendered.status}: ${rendered.output}`);

      const path = join(batch.secret, 'funding', `${privateKeyToAddress(key)}.json`);
      const expected = given === key && !plain ? { path, password: PASSWORD } : given;
      for (const release of RELEASES) {
        const [{ fundingAccount }] = release.loadKeystores(directory);
        const agree = JSON.stringify(fundingAccount).toLowerCase() === JSON.stringify(expected).toLowerCase();
        tally.counted(`funding accounts (${release.version})`, agree, `${Object.keys(Object(fundingAccount))}`);
      }
    }
  }
}

/** With a remote signer the ETH keys stay away, and every account that the loader sees is an address at that signer. */
async function remotely(tally, batch, schema) {
  const directory = mkdtempSync(join(scratch('nodes'), 'remote-'));
  const out = join(directory, 'node_keystore.json');
  const [publisher, funding] = [address(31), address(32)];
  const options = ['--prefix', batch.secret, '--inline-passwords', '--password-file', file(PASSWORD), '--schema', schema];
  const remote = ['--remote-signer', 'http://127.0.0.1:9', '--publisher', publisher, '--funding-account', funding];
  const rendered = await keygen(['node-keystore', 'render', ...options, ...remote, '--out', out, batch.root]);
  tally.check(rendered.status === 0, `render for a signer, schema ${schema}: ${rendered.status}: ${rendered.output}`);

  for (const release of RELEASES) checkRemote(tally, release, directory, batch, publisher);
}

function checkRemote(tally, release, directory, batch, publisher) {
  const manager = managerOf(release, directory);
  const { version } = release;
  const count = manager.getValidatorCount();
  tally.check(count === batch.stakerOutput.length, `${version}: the loader finds ${count} validators`);
  for (const [i, { attester }] of batch.stakerOutput.entries()) {
    const attesters = manager.createAttesterSigners(i).map(signer => signer.address.toChecksumString());
    const publishers = manager.createPublisherSigners(i).map(signer => signer.address.toChecksumString());
    const agree = String(attesters) === attester && String(publishers).toLowerCase() === publisher;
    tally.counted(`keys at a remote signer (${version})`, agree, `key ${i}: ${attesters}, ${publishers}`);
  }
}

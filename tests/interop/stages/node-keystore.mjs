// `keygen node-keystore` makes a batch fit a host: the node's own loader takes the file with nothing to fill in, from any
// working directory, in both versions of the schema, and sees the coinbases that were set.

import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';

import { PASSWORD, file, keygen } from '../lib/keygen.mjs';
import { checkSigners, managerOf } from '../lib/node.mjs';
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

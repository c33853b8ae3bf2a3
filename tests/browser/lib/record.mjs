// A batch from the mnemonic of the tests, and what its ceremony record has to show of it.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { Batch } from '../../interop/lib/keygen.mjs';

export const JUNK = 'test test test test test test test test test test test junk';
const CALLS = ['--provider-id', '7', '--registry', '0x5FbDB2315678afecb367f032d93F642f64180aa3', '--chain-id', '1'];

export class Record {
  static async make(count, args = CALLS) {
    return new Record(await Batch.plain(count, args, JUNK));
  }

  constructor({ root, manifest }) {
    this.path = join(root, 'public/ceremony.html');
    this.url = pathToFileURL(this.path).href;
    this.bytes = readFileSync(this.path);
    this.manifest = manifest;
    this.digest = createHash('sha256').update(readFileSync(join(root, 'public/manifest.json'))).digest('hex');
    this.publicFile = name => readFileSync(join(root, 'public', name));
  }
}

export const groups = digits => digits.match(/.{1,4}/g);

/** The attester's digits and the first eight bytes of the compressed key, as the page shows them without its gaps. */
export const rowOf = ({ index, candidate, attester, publicKey, gasEstimate }) => [
  candidate > 0 ? `${index} candidate ${candidate}` : String(index),
  attester,
  publicKey.slice(2, 18),
  gasEstimate.toLocaleString('en'),
];

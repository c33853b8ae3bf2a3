// A directory with a node's file and a cursor, and `keywatch coinbase` at work on them.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { target } from './keywatch.mjs';
import { tupleOf } from './tuples.mjs';

export class Work {
  constructor(parent, name, secrets) {
    this.directory = join(parent, String(name));
    mkdirSync(this.directory);
    this.file = join(this.directory, 'node.json');
    this.cursor = join(this.directory, 'cursor');
    const validators = secrets.map(secret => ({
      attester: { eth: tupleOf(secret).attester, bls: { path: `bls/${secret}.json` } },
      feeRecipient: `0x${'00'.repeat(32)}`,
    }));
    writeFileSync(this.file, JSON.stringify({ schemaVersion: 1, validators }, null, 2));
  }

  args(world, url = world.url, ...more) {
    const options = ['--node-keystore', this.file, '--cursor', this.cursor, '--retries', '0', '--timeout', '1'];
    return ['coinbase', ...target({ ...world, registry: world.registry, url }), ...options, ...more];
  }

  coinbases = () => JSON.parse(readFileSync(this.file, 'utf8')).validators.map(({ coinbase }) => coinbase);

  /** The file is whole, and each coinbase is the right one or not there yet; the cursor is whole or not there. */
  mustBeSound(expected, what) {
    const coinbases = this.coinbases();
    assert.equal(coinbases.length, expected.length, what);
    coinbases.forEach((coinbase, at) => assert.ok([undefined, expected[at]].includes(coinbase), `${what}: ${coinbase}`));
    if (existsSync(this.cursor)) assert.ok(JSON.parse(readFileSync(this.cursor, 'utf8')).events, what);
    // What the node would load is the file alone.
    assert.deepEqual(readdirSync(this.directory).filter(name => name.endsWith('.json')), ['node.json'], what);
  }
}

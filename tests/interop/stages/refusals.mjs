// The chain and `keygen verify` refuse the same things: every flipped word of every key, and tuples made to deceive.

import { P, outsideSubgroup, tupleOf } from '../lib/bn254.mjs';
import { verify } from '../lib/keygen.mjs';
import { WORDS, address, parse, print, withWord } from '../lib/staker-output.mjs';

export const title = 'refused tuples';

const negated = point => ({ ...point, y: P - point.y });
const ZERO_G1 = { x: 0n, y: 0n };
const ZERO_G2 = { x0: 0n, x1: 0n, y0: 0n, y1: 0n };

/** Tuples that each have one thing wrong, by name. */
function* deceptions() {
  const key = tupleOf(0xdecafn);
  const other = tupleOf(0xc0ffeen);
  const { publicKeyG1, publicKeyG2, proofOfPossession } = key;
  yield ['pk1 at infinity', { ...key, publicKeyG1: ZERO_G1 }];
  yield ['pk2 at infinity', { ...key, publicKeyG2: ZERO_G2 }];
  yield ['proof at infinity', { ...key, proofOfPossession: ZERO_G1 }];
  yield ['all at infinity', { publicKeyG1: ZERO_G1, publicKeyG2: ZERO_G2, proofOfPossession: ZERO_G1 }];
  yield ['pk1 negated', { ...key, publicKeyG1: negated(publicKeyG1) }];
  yield ['pk2 negated', { ...key, publicKeyG2: { ...publicKeyG2, y0: P - publicKeyG2.y0, y1: P - publicKeyG2.y1 } }];
  yield ['proof negated', { ...key, proofOfPossession: negated(proofOfPossession) }];
  yield ['pk1 of another key', { ...key, publicKeyG1: other.publicKeyG1 }];
  yield ['pk2 of another key', { ...key, publicKeyG2: other.publicKeyG2 }];
  yield ['proof of another key', { ...key, proofOfPossession: other.proofOfPossession }];
  yield ['pk1 as proof', { ...key, proofOfPossession: publicKeyG1 }];
  const { x0, x1, y0, y1 } = publicKeyG2;
  yield ['pk2 with c0 and c1 exchanged', { ...key, publicKeyG2: { x0: x1, x1: x0, y0: y1, y1: y0 } }];
  yield ['pk2 outside the subgroup', { ...key, publicKeyG2: outsideSubgroup() }];
  for (const path of WORDS) yield [`${path.join('.')} plus the field's order`, withWord(key, path, value => value + P)];
}

export async function run(tally, { contracts, batch }) {
  const tuples = batch.stakerOutput.map(parse);
  for (const [w, path] of WORDS.entries()) {
    // Over all keys and words every bit has its turn.
    const flipped = tuples.map((tuple, i) =>
      withWord(tuple, path, value => value ^ (1n << BigInt(((i * 8 + w) * 37) % 256))),
    );
    for (const [i, tuple] of flipped.entries()) {
      const { accepted } = await contracts.proofOfPossession(tuple);
      tally.counted('flipped words refused on chain', !accepted, `key ${i}, ${path.join('.')}`);
    }
    const { status, named, output } = await verify(flipped.map(print));
    tally.check(status === 1, () => `keygen verify on flipped ${path.join('.')}: status ${status}: ${output}`);
    for (const i of flipped.keys()) {
      const fields = (named.get(i) ?? []).map(({ field }) => field);
      tally.counted(
        'named by keygen verify',
        fields.includes(path[0]),
        `entry ${i}, ${path.join('.')}: named ${fields}`,
      );
    }
  }

  for (const [name, tuple] of deceptions()) {
    const { accepted } = await contracts.proofOfPossession(tuple);
    tally.counted('deceptions refused on chain', !accepted, name);
    const { status, output } = await verify([print({ attester: address(0), ...tuple })]);
    tally.counted('refused by keygen verify', status === 1, `${name}: status ${status}: ${output}`);
  }
}

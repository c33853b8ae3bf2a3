// Staker output as text and as numbers.

import { word } from './bn254.mjs';

export const WORDS = [
  ['publicKeyG1', 'x'],
  ['publicKeyG1', 'y'],
  ['publicKeyG2', 'x0'],
  ['publicKeyG2', 'x1'],
  ['publicKeyG2', 'y0'],
  ['publicKeyG2', 'y1'],
  ['proofOfPossession', 'x'],
  ['proofOfPossession', 'y'],
];

const mapWords = (tuple, change) => {
  const result = { attester: tuple.attester };
  for (const [point, coordinate] of WORDS) (result[point] ??= {})[coordinate] = change(tuple[point][coordinate]);
  return result;
};

/** An entry of a staker output with its words as bigints, ready for the contract. */
export const parse = entry => mapWords(entry, BigInt);

/** The reverse: 32-byte words in hex. */
export const print = tuple => mapWords(tuple, word);

/** A copy of the tuple in which one word is changed. */
export const withWord = (tuple, [point, coordinate], change) => ({
  ...tuple,
  [point]: { ...tuple[point], [coordinate]: change(tuple[point][coordinate]) },
});

/** A throw-away attester address: `n` in its last bytes, all digits, so that its checksum is the text itself. */
export const address = n => `0x${String(n + 1).padStart(40, '0')}`;

/** The words in which two tuples differ, as text. */
export const differences = (one, other) =>
  WORDS.filter(([point, coordinate]) => BigInt(one[point][coordinate]) !== BigInt(other[point][coordinate])).map(path =>
    path.join('.'),
  );

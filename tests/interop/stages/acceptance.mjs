// The deployed verifier accepts every key of a fresh batch with exactly the gas that the GSE gives it, and hashes to
// the points that the proofs were made for.

import { FEEDBACK, hashToPoint, registrationMessage } from '../lib/bn254.mjs';
import { STIPEND } from '../lib/contracts.mjs';
import { parse } from '../lib/staker-output.mjs';

export const title = 'on-chain acceptance';

export async function run(tally, { contracts, batch }) {
  tally.check(
    (await contracts.read('proofOfPossessionGasLimit')) === BigInt(STIPEND),
    'the GSE gives the check 250,000 gas',
  );
  tally.check(hashToPoint(FEEDBACK).attempts === 1, 'hashing "feedback" takes one attempt');
  const { manifest, stakerOutput } = batch;
  tally.check(stakerOutput.length === 100 && manifest.keys.length === 100, 'the batch has 100 keys');

  for (const [i, entry] of stakerOutput.entries()) {
    const tuple = parse(entry);
    const key = manifest.keys[i];
    const { accepted } = await contracts.proofOfPossession(tuple);
    tally.counted('keys accepted on chain with 250,000 gas', accepted, `key ${i}`);

    const digest = await contracts.read('getRegistrationDigest', [tuple.publicKeyG1]);
    const ours = hashToPoint(registrationMessage(tuple.publicKeyG1));
    tally.counted('digests equal', digest.x === ours.x && digest.y === ours.y, `key ${i}`);
    const counters = key.attempts === ours.attempts && key.squareRoots === ours.squareRoots;
    tally.counted('manifests count as the loop runs', counters, `key ${i}: ${key.attempts}, ${key.squareRoots}`);

    const proofOfPossession = { x: BigInt(key.feedbackProof.x), y: BigInt(key.feedbackProof.y) };
    const feedback = await contracts.proofOfPossession({ ...tuple, proofOfPossession });
    tally.counted('"feedback" proofs refused on chain', !feedback.accepted, `key ${i}`);
  }
}

// A proof over the fixed word "feedback" stops no rogue key: from a victim's public values anybody makes a key and a
// proof that verifies, without knowing its secret. The contract refuses it, and `keygen verify` says which message it
// signs.

import { FEEDBACK, forge, hashToPoint, registrationMessage, sign, tupleOf } from '../lib/bn254.mjs';
import { verify } from '../lib/keygen.mjs';
import { address, parse, print } from '../lib/staker-output.mjs';

export const title = 'rogue keys';

/** A forgery whose own digest takes few attempts, so that gas is no reason to refuse it. */
function cheapForgery(victim, proof, message) {
  for (let offset = 0xbadcafen; ; offset++) {
    const forged = forge(victim, proof, offset, message);
    if (hashToPoint(registrationMessage(forged.publicKeyG1)).attempts < 50) return forged;
  }
}

const isFeedback = ({ status, output }) => status === 1 && /signs the word feedback/.test(output);

export async function run(tally, { contracts, batch }) {
  const { manifest, stakerOutput } = batch;

  for (const [i, entry] of stakerOutput.slice(0, 10).entries()) {
    const victim = parse(entry);
    const { feedbackProof, registrationProof } = manifest.keys[i];
    const feedback = { x: BigInt(feedbackProof.x), y: BigInt(feedbackProof.y) };
    const honest = { ...victim, proofOfPossession: feedback };
    const forged = { attester: address(i), ...cheapForgery(victim, feedback, FEEDBACK) };

    // The same trick on registration proofs: the victim signed its own key, the contract asks for the rogue's.
    const registration = { x: BigInt(registrationProof.x), y: BigInt(registrationProof.y) };
    const unsigned = {
      attester: address(i),
      ...cheapForgery(victim, registration, registrationMessage(victim.publicKeyG1)),
    };

    const verdicts = await Promise.all([honest, forged, unsigned].map(tuple => verify([print(tuple)])));
    const accepted = await Promise.all([honest, forged, unsigned].map(tuple => contracts.proofOfPossession(tuple)));
    tally.counted('honest "feedback" proofs recognised', isFeedback(verdicts[0]), `key ${i}: ${verdicts[0].output}`);
    tally.counted(
      'forged keys that verify over "feedback" recognised',
      isFeedback(verdicts[1]),
      `key ${i}: ${verdicts[1].output}`,
    );
    tally.counted(
      'forgeries from registration proofs refused',
      verdicts[2].status === 1 && !isFeedback(verdicts[2]),
      `key ${i}: ${verdicts[2].output}`,
    );

    // Asked for "feedback" proofs, keygen takes both, for they verify; it warns that they show nothing.
    const asked = await verify([honest, forged].map(print), ['--proof', 'feedback']);
    const warned = asked.output.match(/does not show that anybody knows the secret/g)?.length === 2;
    tally.counted(
      'pairs taken with a warning where "feedback" is asked for',
      asked.status === 0 && warned,
      `key ${i}: ${asked.output}`,
    );
    for (const verdict of accepted) tally.counted('refused on chain', !verdict.accepted, `key ${i}`);
  }

  // What keeps the checks above honest: the same secret signs either message, and only one of them passes.
  const secret = 0x5ec2e7n;
  const tuple = tupleOf(secret);
  tally.check(
    (await contracts.proofOfPossession(tuple)).accepted,
    'the contract accepts a proof made by @noble/curves',
  );
  tally.check((await verify([print({ attester: address(0), ...tuple })])).status === 0, 'keygen verify accepts it');
  const proofOfPossession = sign(secret, FEEDBACK);
  tally.check(
    !(await contracts.proofOfPossession({ ...tuple, proofOfPossession })).accepted,
    'the contract refuses its "feedback" proof',
  );
}

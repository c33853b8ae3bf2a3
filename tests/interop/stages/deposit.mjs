// GSE.deposit, called as a registered rollup calls it: every key is accepted once, and never again.

import { tupleOf } from '../lib/bn254.mjs';
import { errorOf } from '../lib/reverts.mjs';
import { address, parse } from '../lib/staker-output.mjs';

export const title = 'GSE.deposit';

export async function run(tally, { contracts, batch }) {
  const tuples = batch.stakerOutput.map(parse);
  const fresh = tupleOf(0xf2e5n);

  for (const [i, tuple] of tuples.entries()) {
    const { feedbackProof } = batch.manifest.keys[i];
    const proofOfPossession = { x: BigInt(feedbackProof.x), y: BigInt(feedbackProof.y) };
    const early = await errorOf(contracts.deposit({ ...tuple, proofOfPossession }));
    tally.counted('refused with the "feedback" proof', early === 'GSE__InvalidProofOfPossession', `key ${i}: ${early}`);

    const deposited = await errorOf(contracts.deposit(tuple));
    const registered = await contracts.read('isRegistered', [contracts.rollup, tuple.attester]);
    tally.counted('keys deposited', deposited === 'accepted' && registered, `key ${i}: ${deposited}`);

    const again = await errorOf(contracts.deposit(tuple));
    tally.counted('refused a second time', again === 'GSE__AlreadyRegistered', `key ${i}: ${again}`);
    const stolen = await errorOf(contracts.deposit({ ...tuple, attester: address(i) }));
    tally.counted(
      'refused under another attester',
      stolen === 'GSE__ProofOfPossessionAlreadySeen',
      `key ${i}: ${stolen}`,
    );
    const replaced = { ...fresh, attester: tuple.attester };
    const elsewhere = await errorOf(contracts.deposit(replaced, contracts.otherRollup));
    tally.counted(
      'attesters refused with another key',
      elsewhere === 'GSE__CannotChangePublicKeys',
      `key ${i}: ${elsewhere}`,
    );
  }

  const heavy = await errorOf(contracts.deposit({ attester: address(1000), ...tupleOf(57193n) }));
  tally.counted('key over the gas cap refused', heavy !== 'accepted', heavy);
}

// Four weeks of a provider's life: delegations, a refunded one, and a queue with a few keys that should not be in it.

import { RollupAbi } from '@aztec/l1-artifacts/RollupAbi';
import { zeroAddress } from 'viem';

import { FAULTS, tupleOf } from './tuples.mjs';
import { STAKE } from './world.mjs';

const DAY = 86_400;

/** How long the planted past lasts, in seconds. */
const PAST = 28 * DAY;

const now = () => Math.floor(Date.now() / 1000);

/** When a chain has to begin, so that the planted past ends about now. */
export const beginning = () => now() - PAST;

/** From the planted past to the present. */
export async function toPresent(world) {
  const { timestamp } = await world.client.getBlock();
  await world.client.setNextBlockTimestamp({ timestamp: timestamp < now() ? BigInt(now()) : timestamp + 1n });
  await world.client.mine({ blocks: 4 });
}

/** Registers provider 1 and lets its past happen. Resolves with its id. */
export async function plant(world) {
  const provider = await world.registerProvider();
  const delegated = [1, 2, 3, 4, 5, 6, 7, 8].map(secret => tupleOf(secret));
  delegated[4] = FAULTS.proofOfAnotherKey(delegated[4], delegated[0]);
  await world.addKeys(provider, delegated);
  const splits = [];
  for (let delegation = 0; delegation < delegated.length; delegation++) {
    const delegator = delegation % 2 ? world.otherDelegator : world.delegator;
    splits.push(await world.stake(provider, { delegator }));
    // The last one still waits in the rollup's entry queue.
    if (delegation < delegated.length - 1) await world.flush();
    await world.pass(3 * DAY);
  }
  const good = [9, 10, 11, 12, 13, 14].map(secret => tupleOf(secret));
  const secret = 15;
  const feedback = FAULTS.feedbackProof(tupleOf(secret), undefined, secret);
  const nobody = { ...tupleOf(16), attester: zeroAddress };
  await world.addKeys(provider, [...good, feedback, tupleOf(17), nobody, tupleOf(18)]);

  // Rewards of two validators; the second one's coinbase was set late.
  await world.write(world.rollup, RollupAbi, world.owner, 'setRewardsClaimable', [true]);
  await world.owe(splits[0], (125n * STAKE) / 10n);
  await world.owe(splits[1], 3n * STAKE);
  await world.owe(delegated[1].attester, 2n * STAKE);

  // Another provider has one of the keys in its queue as well.
  const other = await world.registerProvider(world.otherAdmin, 1_000, world.otherAdmin);
  await world.addKeys(other, [tupleOf(17)], world.otherAdmin);
  return provider;
}

// Constructor arguments. What staking depends on is chosen so that tests are quick; the rest is within its bounds and of no
// importance here.

import { zeroAddress, zeroHash } from 'viem';

const SLOT = 36;
const SLOTS = 32;

/** Seconds of an epoch: once in each, entries may be flushed. */
export const EPOCH = SLOT * SLOTS;

/** Seconds until an exit can be finalised: the governance contract holds the stake for longer than the rollup does. */
export const EXIT_DELAY = 200_000;

export const GOVERNANCE = {
  proposeConfig: { lockDelay: 86_400n, lockAmount: 10n ** 24n },
  votingDelay: 86_400n,
  votingDuration: 86_400n,
  executionDelay: 86_400n,
  gracePeriod: 86_400n,
  quorum: 10n ** 17n,
  requiredYeaMargin: 10n ** 17n,
  minimumVotes: 10n ** 21n,
};

export const GENESIS = { vkTreeRoot: zeroHash, protocolContractsHash: zeroHash, genesisArchiveRoot: zeroHash };

export const rollupConfiguration = (version, rewardDistributor) => ({
  aztecSlotDuration: BigInt(SLOT),
  aztecEpochDuration: BigInt(SLOTS),
  // No committee, and so no slasher of its own: the test's takes its place.
  targetCommitteeSize: 0n,
  lagInEpochsForValidatorSet: 2n,
  lagInEpochsForRandao: 2n,
  aztecProofSubmissionEpochs: 1n,
  slashingQuorum: 0n,
  slashingRoundSize: 0n,
  slashingLifetimeInRounds: 0n,
  slashingExecutionDelayInRounds: 0n,
  slashAmounts: [0n, 0n, 0n],
  slashingOffsetInRounds: 0n,
  slasherFlavor: 0,
  slashingVetoer: zeroAddress,
  slashingDisableDuration: 0n,
  manaTarget: 100_000_000n,
  exitDelaySeconds: 60n,
  version,
  provingCostPerMana: 100n,
  initialEthPerFeeAsset: 10_000_000n,
  rewardConfig: { rewardDistributor, sequencerBps: 7_000, booster: zeroAddress, checkpointReward: 10n ** 18n },
  rewardBoostConfig: { increment: 125_000, maxScore: 15_000_000, a: 1_000, minimum: 100_000, k: 1_000_000 },
  // No bootstrap phase, and room for many entries in one flush.
  stakingQueueConfig: {
    bootstrapValidatorSetSize: 0n,
    bootstrapFlushSize: 0n,
    normalFlushSizeMin: 48n,
    normalFlushSizeQuotient: 2_048n,
    maxQueueFlushSize: 48n,
  },
  localEjectionThreshold: 0n,
  earliestRewardsClaimableTimestamp: 0n,
  inboxLag: 1n,
});

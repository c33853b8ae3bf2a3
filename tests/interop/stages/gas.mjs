// The gas estimate bounds what the deployed verifier needs, and a key that needs more than it is given is refused by
// the chain and named by `keygen verify`.

import { tupleOf } from '../lib/bn254.mjs';
import { HARDFORK } from '../lib/anvil.mjs';
import { verify } from '../lib/keygen.mjs';
import { address, parse, print } from '../lib/staker-output.mjs';

export const title = `gas of the verifier (${HARDFORK})`;

/** Secrets whose digests take many attempts, found by trying one after the other with lib/bn254.mjs. */
const WITHIN = [13154n];
const OVER = [57193n, 865039n, 693083n, 1314687n];
const PLENTY = 1_000_000;
/** What the GSE of 4.1.2 gives to a proof; v6 raised it. */
const LIMIT = 250_000;

/** How far the search for the least gas goes below the estimate; the bound was fitted to within a few units. */
const WINDOW = 1024;

/** The least gas with which the verifier accepts, found by halving. */
async function leastGas(contracts, tuple, estimate) {
  let [low, high] = [estimate - WINDOW, estimate];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((await contracts.proofOfPossession(tuple, middle)).accepted) high = middle;
    else low = middle;
  }
  return high;
}

export async function run(tally, { contracts, batch }) {
  const slack = await Promise.all(
    batch.manifest.keys.map(async ({ gasEstimate }, i) => {
      const tuple = parse(batch.stakerOutput[i]);
      const { accepted } = await contracts.proofOfPossession(tuple, gasEstimate);
      tally.counted('keys accepted with just the estimate', accepted, `key ${i}: ${gasEstimate}`);
      return gasEstimate - (await leastGas(contracts, tuple, gasEstimate));
    }),
  );
  tally.check(Math.max(...slack) < WINDOW - 1, 'the estimate is no more than a few gas above the need');
  tally.note('gas to spare at least', Math.min(...slack));
  tally.note('gas to spare on average', Math.round(slack.reduce((sum, gas) => sum + gas, 0) / slack.length));

  for (const secret of WITHIN) {
    const tuple = { attester: address(0), ...tupleOf(secret) };
    const { status, output } = await verify([print(tuple)]);
    const { accepted } = await contracts.proofOfPossession(tuple);
    tally.counted(
      'heavy key accepted',
      accepted && status === 0,
      `secret ${secret}: ${accepted}, ${status}: ${output}`,
    );
  }
  for (const secret of OVER) {
    const tuple = { attester: address(0), ...tupleOf(secret) };
    const { accepted } = await contracts.proofOfPossession(tuple);
    const withPlenty = await contracts.proofOfPossession(tuple, PLENTY);
    tally.counted('keys over the cap refused on chain', !accepted && withPlenty.accepted, `secret ${secret}`);
    const { status, output } = await verify([print(tuple)], ['--pop-gas-limit', String(LIMIT)]);
    tally.counted(
      'of these named by keygen verify',
      status === 1 && output.includes(`of ${LIMIT} gas, so the contract refuses the key`),
      `secret ${secret}: ${status}: ${output}`,
    );
  }
}

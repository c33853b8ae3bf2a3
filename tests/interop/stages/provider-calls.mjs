// The provider's calls beside addKeysToProvider: what `keygen calldata` encodes is decoded by `cast` to the
// arguments that were given, and encoded by `cast` to the same bytes, whatever carries the call.

import { keygen } from '../lib/keygen.mjs';
import { address } from '../lib/staker-output.mjs';
import { cast } from '../lib/tools.mjs';

export const title = "the provider's calls";

const [ADMIN, RECIPIENT] = [address(21), address(22)];
const REGISTRY = address(23);

const CALLS = [
  {
    signature: 'registerProvider(address,uint16,address)',
    args: ['register-provider', '--admin', ADMIN, '--take-rate', '500', '--rewards-recipient', RECIPIENT],
    values: [ADMIN, '500', RECIPIENT],
  },
  {
    signature: 'updateProviderAdmin(uint256,address)',
    args: ['update-admin', '--provider-id', '7', '--new-admin', ADMIN, '--current-admin', RECIPIENT],
    values: ['7', ADMIN],
  },
  { signature: 'acceptProviderAdmin(uint256)', args: ['accept-admin', '--provider-id', '7'], values: ['7'] },
  {
    signature: 'updateProviderRewardsRecipient(uint256,address)',
    args: ['update-rewards-recipient', '--provider-id', '7', '--new-recipient', RECIPIENT],
    values: ['7', RECIPIENT],
  },
  {
    signature: 'updateProviderTakeRate(uint256,uint16)',
    args: ['update-take-rate', '--provider-id', '7', '--take-rate', '10000', '--current-take-rate', '0'],
    values: ['7', '10000'],
  },
  {
    signature: 'dripProviderQueue(uint256,uint256)',
    args: ['drip-queue', '--provider-id', '7', '--count', '3'],
    values: ['7', '3'],
  },
];

/** What carries a call, and how its bytes are found in it. */
const CARRIERS = {
  hex: { options: [], bytes: text => text },
  json: { options: [], bytes: text => JSON.parse(text)[0].calldata },
  cast: {
    options: ['--registry', REGISTRY],
    bytes: (text, { signature, values }) => {
      const [, command] = text.match(/^cast send (.*)$/m) ?? [];
      const words = [REGISTRY, signature, ...values].every(word => command?.includes(word));
      return words ? cast('calldata', signature, ...values) : `no such call in: ${text}`;
    },
  },
  safe: { options: ['--registry', REGISTRY, '--chain-id', '1'], bytes: text => JSON.parse(text).transactions[0].data },
};

/** Without the shortened form that `cast` puts behind large numbers. */
const decoded = text => text.split('\n').map(line => line.replace(/ \[[^\]]*\]$/, ''));

export async function run(tally) {
  for (const call of CALLS) {
    const expected = await cast('calldata', call.signature, ...call.values);
    for (const [format, { options, bytes }] of Object.entries(CARRIERS)) {
      const { status, stdout, output } = await keygen(['calldata', ...call.args, '--format', format, ...options]);
      const found = status === 0 ? await bytes(stdout.trim(), call) : output;
      tally.counted('calls equal to those of cast', found === expected, `${call.signature}, ${format}: ${found}`);
    }
    const back = decoded(await cast('calldata-decode', call.signature, expected));
    tally.counted('calls decoded by cast', String(back) === String(call.values), `${call.signature}: ${back}`);
  }
}

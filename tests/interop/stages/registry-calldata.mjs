// The files for the StakingRegistry carry the tuples of the staker output, in their order: `cast` decodes and encodes
// the calldata, the script sends it to a chain, and the Safe batch has the checksum that the Transaction Builder
// computes.

import { execFile } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { keccak256, stringToHex } from 'viem';

import { Batch, json } from '../lib/keygen.mjs';
import { WORDS } from '../lib/staker-output.mjs';
import { binaryOf, cast, environment } from '../lib/tools.mjs';

export const title = 'calldata for the registry';

const SIGNATURE =
  'addKeysToProvider(uint256,(address,(uint256,uint256),(uint256,uint256,uint256,uint256),(uint256,uint256))[])';
const PROVIDER = 7;
/** What stands there answers the script's questions, and takes any call that adds keys. */
const REGISTRY = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
const KEYS = 120;

/** A tuple as one text, for comparing: the attester and eight numbers. */
const flat = values =>
  values
    .flat(Infinity)
    .map((value, i) => (i % 9 === 0 ? value.toLowerCase() : BigInt(value)))
    .join(',');

const flatEntry = entry => flat([entry.attester, ...WORDS.map(([point, coordinate]) => entry[point][coordinate])]);

/** What `cast calldata-decode` prints: numbers with a space and a shortened form behind them, tuples in parentheses. */
async function decode(calldata) {
  const [provider, list] = (await cast('calldata-decode', SIGNATURE, calldata)).split('\n');
  const words = list.replaceAll(/ \[[^\]]*\]/g, '').match(/0x[0-9a-fA-F]+|\d+/g) ?? [];
  const tuples = Array.from({ length: words.length / 9 }, (_, i) => flat(words.slice(9 * i, 9 * i + 9)));
  return { provider: BigInt(provider.split(' ')[0]), tuples };
}

/**
 * Code that answers as the registry of a provider with an empty queue: providerConfigurations with the admin in the first of
 * three words, addKeysToProvider with nothing, and every other view (first and last index in the queue) with 1.
 */
const registryCode = admin =>
  [
    '0x5f3560e01c', // the selector
    '8063dc5aca9314602057', // providerConfigurations: to 0x20
    '63e2530fd114603c57', // addKeysToProvider: to 0x3c
    '60015f5260205ff3', // return 1
    `5b73${admin.slice(2)}5f5260605ff3`, // 0x20: return admin, 0, 0
    '5b00', // 0x3c: stop
  ].join('');

/** Runs the script against the chain, with an account that the chain has unlocked, and reads what it was sent. */
async function sentBy(script, { chain, contracts }) {
  const { client, owner } = contracts;
  const env = { ...environment(), ETH_RPC_URL: chain.url, PATH: `${dirname(binaryOf('cast'))}:${process.env.PATH}` };
  await client.setCode({ address: REGISTRY, bytecode: registryCode(owner) });
  const before = await client.getBlockNumber();
  await promisify(execFile)('sh', [script, '--unlocked', '--from', owner], { env });
  const sent = [];
  for (let number = before + 1n; number <= (await client.getBlockNumber({ cacheTime: 0 })); number++) {
    const { transactions } = await client.getBlock({ blockNumber: number, includeTransactions: true });
    sent.push(...transactions.map(({ to, input }) => ({ to, input })));
  }
  return sent;
}

/** Source: safe-global/safe-react-apps, tx-builder, `serializeJSONObject` and `calculateChecksum`. */
function safeChecksum(batch) {
  const serialize = value => {
    if (Array.isArray(value)) return `[${value.map(serialize).join(',')}]`;
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    const keys = Object.keys(value).sort();
    return `{${JSON.stringify(keys)}${keys.map(key => `${serialize(value[key])},`).join('')}}`;
  };
  const { checksum, ...meta } = batch.meta;
  return keccak256(stringToHex(serialize({ ...batch, meta: { ...meta, name: null } })));
}

export async function run(tally, world) {
  const options = ['--provider-id', String(PROVIDER), '--registry', REGISTRY, '--chain-id', '31337'];
  const batch = await Batch.plain(KEYS, options);
  const folder = join(batch.root, 'public');
  const calls = json(join(folder, 'add_keys_to_provider.json'));
  tally.check(calls.length > 1, `${KEYS} keys take several calls`);

  let next = 0;
  for (const [c, { function: signature, calldata, arguments: words }] of calls.entries()) {
    tally.check(signature === SIGNATURE, `call ${c}: ${signature}`);
    const { provider, tuples } = await decode(calldata);
    tally.check(provider === BigInt(PROVIDER), `call ${c}: provider ${provider}`);
    tally.check(tuples.length <= 100, `call ${c}: ${tuples.length} keys`);
    for (const tuple of tuples) {
      tally.counted('keys decoded by cast', tuple === flatEntry(batch.stakerOutput[next]), `key ${next}`);
      next++;
    }
    tally.counted('calls encoded by cast', (await cast('calldata', SIGNATURE, ...words)) === calldata, `call ${c}`);
  }
  tally.check(next === KEYS, `${next} of ${KEYS} keys are in the calldata`);

  const script = join(folder, 'add_keys_to_provider.sh');
  tally.check(!/private|mnemonic|password/i.test(readFileSync(script, 'utf8')), 'the script has no key in it');
  const sent = await sentBy(script, world);
  tally.check(sent.length === calls.length, `the script sends ${sent.length} transactions`);
  for (const [c, { calldata }] of calls.entries()) {
    const isSame = sent[c]?.to === REGISTRY.toLowerCase() && sent[c]?.input === calldata;
    tally.counted('calls sent by the script', isSame, `call ${c}`);
  }

  const names = readdirSync(folder).filter(name => /^safe_batch.*\.json$/.test(name));
  const batches = names
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map(name => json(join(folder, name)));
  const transactions = batches.flatMap(({ transactions }) => transactions);
  tally.check(transactions.length === calls.length, `the Safe batches have ${transactions.length} transactions`);
  for (const [c, { to, value, data }] of transactions.entries()) {
    tally.counted(
      'calls in Safe batches',
      to === REGISTRY && value === '0' && data === calls[c]?.calldata,
      `call ${c}`,
    );
  }
  for (const safe of batches) {
    tally.check(safe.chainId === '31337', `chain ${safe.chainId}`);
    tally.counted('Safe checksums equal', safe.meta.checksum === safeChecksum(safe), safe.meta.checksum);
  }
}

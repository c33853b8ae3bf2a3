// Signed attester exits: the official file's signatures are those of the attesters, and a contract that checks what the
// rollup checks takes the batch, and refuses it when anything is changed.

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

import { concatHex, encodeFunctionData, getAddress, numberToHex, parseEventLogs, recoverTypedDataAddress } from 'viem';

import { AttesterExits, EXITS_ABI } from '../lib/attester-exits.mjs';
import { signWithKeygen, signWithViem, typedData, writeWithKeygen } from '../lib/exit-signers.mjs';
import { json } from '../lib/keygen.mjs';
import { errorOf } from '../lib/reverts.mjs';
import { binaryOf, cast, environment } from '../lib/tools.mjs';

export const title = 'attester exits';

/** Whose exits are judged. */
const sign = signWithKeygen;

const BATCH = 'initiateWithdrawByAttesterBatch';
const UP_TO_LIMIT = 'initiateWithdrawByAttesterBatchUpToLimit';
const SINGLE = 'initiateWithdrawByAttesterWithSignature';
const TUPLE = '(address,uint256,(uint8,bytes32,bytes32))';

/** The order of secp256k1. */
const N = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

const LIMIT = 7;

/** A line of the official file as the contract takes it. */
const parse = ({ attester, deadline, signature }) => ({
  attester,
  deadline: BigInt(deadline),
  signature: {
    v: Number(`0x${signature.slice(130)}`),
    r: signature.slice(0, 66),
    s: `0x${signature.slice(66, 130)}`,
  },
});

const hexOf = ({ v, r, s }) => concatHex([r, s, numberToHex(v, { size: 1 })]);

/** The calldata of a batch, as the file's reader would send it. */
const calldataOf = exits => encodeFunctionData({ abi: EXITS_ABI, functionName: BATCH, args: [exits.map(parse)] });

const flipBit = (hex, bit) => numberToHex(BigInt(hex) ^ (1n << BigInt(bit)), { size: 32 });

export async function run(tally, { chain, contracts, batch, encryptedBatches: [encrypted] }) {
  const { client } = contracts;
  const chainId = await client.getChainId();
  const rollup = await AttesterExits.deploy(contracts, 100);
  const other = await AttesterExits.deploy(contracts, 100);
  const limited = await AttesterExits.deploy(contracts, LIMIT);
  const now = (await client.getBlock()).timestamp;
  const request = { rollup: rollup.address, chainId, deadline: now + 3600n };

  const exits = await sign(batch, request);
  checkFile(tally, exits, batch, request);
  // RFC 6979: two signers that follow it have the same signatures.
  checkSame(tally, exits, await signWithViem(batch, request));
  checkSame(tally, await sign(encrypted, request), await signWithViem(encrypted, request));
  await checkSigners(tally, exits, request, rollup);
  await checkCalldata(tally, exits);
  await checkChanged(tally, exits, request, rollup);

  const elsewhere = {
    'for another chain': sign(batch, { ...request, chainId: chainId + 1 }),
    'for another rollup': sign(batch, { ...request, rollup: other.address }),
  };
  for (const [what, signed] of Object.entries(elsewhere)) {
    for (const entry of await signed) {
      tally.counted(`refused ${what}`, (await refusal(rollup, entry)) === 'WrongSigner', entry.attester);
    }
  }
  tally.check(
    (await errorOf(rollup.simulate(BATCH, [exits.map(parse)]))) === 'accepted',
    'the rollup would take the batch',
  );
  await checkLimit(tally, await sign(batch, { ...request, rollup: limited.address }), limited);
  await checkCarriers(tally, batch, request, exits);
  await checkScript(tally, batch, { ...request, rollup: other.address }, other, chain);
  await checkLate(tally, exits, rollup, client);
  await checkSent(tally, exits, rollup);
}

/** What the contract says of one exit. */
const refusal = (contract, entry) => errorOf(contract.simulate(SINGLE, [parse(entry)]));

/** The file's form, and that it speaks of the attesters of the batch and of the deadline that was asked for. */
function checkFile(tally, exits, { stakerOutput }, { deadline }) {
  tally.check(exits.length === stakerOutput.length, `${exits.length} exits for ${stakerOutput.length} attesters`);
  for (const [i, entry] of exits.entries()) {
    const { v, s } = parse(entry).signature;
    const isOfficial =
      Object.keys(entry).join() === 'attester,deadline,signature' &&
      entry.attester === stakerOutput[i].attester &&
      entry.deadline === String(deadline) &&
      /^0x[0-9a-f]{130}$/.test(entry.signature) &&
      (v === 27 || v === 28) &&
      BigInt(s) <= N / 2n;
    tally.counted('exits in the official form', isOfficial, JSON.stringify(entry));
  }
}

function checkSame(tally, exits, expected) {
  tally.check(exits.length === expected.length, `${exits.length} exits, viem has ${expected.length}`);
  for (const [i, entry] of exits.entries()) {
    const isSame = JSON.stringify(entry) === JSON.stringify(expected[i]);
    tally.counted("signatures that are viem's", isSame, entry.attester);
  }
}

async function checkSigners(tally, exits, request, rollup) {
  for (const { attester, deadline, signature } of exits) {
    const data = typedData(attester, { ...request, deadline: BigInt(deadline) });
    const recovered = await recoverTypedDataAddress({ ...data, signature });
    tally.counted('signers recovered by viem', recovered === attester, `${attester}: ${recovered}`);

    const json = JSON.stringify(data, (_, value) => (typeof value === 'bigint' ? String(value) : value));
    const verified = await cast('wallet', 'verify', '--data', json, signature, '--address', attester).catch(String);
    tally.counted('signers recovered by cast', /succeeded/i.test(verified), `${attester}: ${verified}`);

    // The contract's own digest, signed and recovered as plain bytes: two ways to the same 32 bytes.
    const digest = await rollup.read('exitDigest', [attester, BigInt(deadline)]);
    const plain = await cast('wallet', 'verify', '--no-hash', digest, signature, '--address', attester).catch(String);
    tally.counted("signatures over the contract's digest", /succeeded/i.test(plain), `${attester}: ${plain}`);
  }
}

async function checkCalldata(tally, exits) {
  const tuples = exits
    .map(parse)
    .map(({ attester, deadline, signature: { v, r, s } }) => `(${attester},${deadline},(${v},${r},${s}))`);
  const encoded = await cast('calldata', `${BATCH}(${TUPLE}[])`, `[${tuples.join(',')}]`);
  tally.check(encoded === calldataOf(exits), 'cast encodes the batch to the same calldata');
}

/** The calls in which keygen carries the exits are those that viem encodes. */
async function checkCarriers(tally, batch, request, exits) {
  const lines = readFileSync(await writeWithKeygen(batch, request, '--format', 'hex'), 'utf8').trim().split('\n');
  const size = Math.ceil(exits.length / lines.length);
  for (const [i, line] of lines.entries()) {
    const tuples = exits.slice(i * size, (i + 1) * size).map(parse);
    const expected = encodeFunctionData({ abi: EXITS_ABI, functionName: UP_TO_LIMIT, args: [tuples] });
    tally.counted('calls of up to 25 exits', tuples.length <= 25 && line === expected, `call ${i}`);
  }
  const out = await writeWithKeygen(batch, request, '--format', 'safe');
  for (const [i, line] of lines.entries()) {
    const { chainId, transactions } = json(out.replace(/\.json$/, `_${i + 1}.json`));
    const isSame = transactions.length === 1 && transactions[0].data === line && transactions[0].to === getAddress(request.rollup);
    tally.counted('calls in Safe batches', isSame && chainId === String(request.chainId), `batch ${i}`);
  }
}

/** The script for cast, run as it is: every attester leaves. */
async function checkScript(tally, batch, request, contract, chain) {
  const script = await writeWithKeygen(batch, request, '--format', 'cast');
  const env = { ...environment(), ETH_RPC_URL: chain.url, PATH: `${dirname(binaryOf('cast'))}:${process.env.PATH}` };
  await promisify(execFile)('sh', [script, '--unlocked', '--from', contract.contracts.owner], { env });
  for (const { attester } of batch.stakerOutput) {
    tally.counted('exits sent by the script', await contract.read('isExiting', [attester]), attester);
  }
}

/** One thing is changed in one exit, and the contract does not take it for the attester's. */
async function checkChanged(tally, exits, request, rollup) {
  for (const [i, entry] of exits.entries()) {
    const { attester, deadline, signature } = parse(entry);
    const { v, r, s } = signature;
    // Over all exits every part of the words has its turn. Bit 255 of s would make it a high one, which is tried below.
    const changed = {
      r: { r: flipBit(r, (i * 37) % 256), s, v },
      s: { r, s: flipBit(s, (i * 37) % 254), v },
      v: { r, s, v: v ^ (1 << (i % 8)) },
      'v exchanged': { r, s, v: 55 - v },
    };
    for (const [part, flipped] of Object.entries(changed)) {
      const said = await refusal(rollup, { ...entry, signature: hexOf(flipped) });
      const isRefused = said === 'WrongSigner' || said === 'InvalidSignature';
      tally.counted('flipped bits of signatures refused', isRefused, `${attester}, ${part}: ${said}`);
    }
    const later = { ...entry, deadline: String(deadline ^ (1n << BigInt(32 + i))) };
    tally.counted('changed deadlines refused', (await refusal(rollup, later)) === 'WrongSigner', attester);

    const stranger = { ...entry, attester: exits[(i + 1) % exits.length].attester };
    tally.counted(
      'signatures of another attester refused',
      (await refusal(rollup, stranger)) === 'WrongSigner',
      attester,
    );

    const high = { r, s: numberToHex(N - BigInt(s), { size: 32 }), v: 55 - v };
    const recovered = await recoverTypedDataAddress({
      ...typedData(attester, { ...request, deadline }),
      signature: hexOf(high),
    });
    const said = await refusal(rollup, { ...entry, signature: hexOf(high) });
    tally.counted(
      'high s refused though they recover',
      recovered === attester && said === 'HighS',
      `${attester}: ${said}`,
    );

    // One bad exit takes the batch with it.
    const spoilt = exits.with(i, stranger);
    const all = await errorOf(rollup.simulate(BATCH, [spoilt.map(parse)]));
    tally.counted(
      'batches with one bad exit refused',
      all === 'WrongSigner' || all === 'AlreadyExiting',
      `${i}: ${all}`,
    );
  }
  const twice = await errorOf(rollup.simulate(BATCH, [[...exits, exits[0]].map(parse)]));
  tally.check(twice === 'AlreadyExiting', `an attester twice in a batch: ${twice}`);
}

/** A contract that lets only some leave takes the first of the batch, and all of it or nothing where all is asked. */
async function checkLimit(tally, exits, limited) {
  const tuples = exits.map(parse);
  const all = await errorOf(limited.simulate(BATCH, [tuples]));
  tally.check(all === 'LimitReached', `more than the limit: ${all}`);
  const left = await limited.simulate(UP_TO_LIMIT, [tuples]);
  tally.check(left === BigInt(LIMIT), `up to the limit of ${LIMIT}: ${left}`);
  await limited.send(encodeFunctionData({ abi: EXITS_ABI, functionName: UP_TO_LIMIT, args: [tuples] }));
  for (const [i, { attester }] of tuples.entries()) {
    const isExiting = await limited.read('isExiting', [attester]);
    tally.counted('exits counted up to the limit', isExiting === i < LIMIT, `${i}: ${attester}`);
  }
}

/** Past the deadline nothing of the file is good. The chain's clock is put back afterwards. */
async function checkLate(tally, exits, rollup, client) {
  const snapshot = await client.snapshot();
  const [{ deadline }] = exits.map(parse);
  for (const [time, expected] of [
    [deadline, 'accepted'],
    [deadline + 1n, 'DeadlinePassed'],
  ]) {
    await client.setNextBlockTimestamp({ timestamp: time });
    await client.mine({ blocks: 1 });
    for (const entry of exits) {
      const said = await errorOf(rollup.simulate(SINGLE, [parse(entry)]));
      tally.counted(
        expected === 'accepted' ? 'good at the deadline' : 'refused a second later',
        said === expected,
        said,
      );
    }
  }
  await client.revert({ id: snapshot });
}

/** The batch as one transaction, from an account that has nothing to do with it. */
async function checkSent(tally, exits, rollup) {
  const [first, ...rest] = exits;
  await rollup.send(encodeFunctionData({ abi: EXITS_ABI, functionName: SINGLE, args: [parse(first)] }));
  tally.check(await rollup.read('isExiting', [first.attester]), 'one exit on its own is taken');
  tally.check((await refusal(rollup, first)) === 'AlreadyExiting', 'and not a second time');

  const receipt = await rollup.send(calldataOf(rest));
  const events = parseEventLogs({ abi: EXITS_ABI, logs: receipt.logs, eventName: 'ExitInitiated' });
  for (const [i, { attester }] of rest.entries()) {
    tally.counted('exits taken in one transaction', events[i]?.args.attester === attester, `${i}: ${attester}`);
  }
  const again = await errorOf(rollup.simulate(BATCH, [rest.map(parse)]));
  tally.check(again === 'AlreadyExiting', `the same batch again: ${again}`);
}

// Who signs the exits of a batch. Each takes the batch and {rollup, chainId, deadline} and resolves with the official
// exit file, parsed: [{"attester", "deadline": "<decimal>", "signature": "0x<r, s, v>"}, …].

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Wallet } from '@ethersproject/wallet';
import { getAddress } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';

import { PASSWORD, file, json, keygen } from './keygen.mjs';
import { scratch } from './scratch.mjs';

/** What an attester signs, as EIP-712 typed data. */
export const typedData = (attester, { rollup, chainId, deadline }) => ({
  domain: { name: 'Aztec Rollup', version: '1', chainId, verifyingContract: rollup },
  types: {
    EIP712Domain: [
      { name: 'name', type: 'string' },
      { name: 'version', type: 'string' },
      { name: 'chainId', type: 'uint256' },
      { name: 'verifyingContract', type: 'address' },
    ],
    AttesterExit: [
      { name: 'attester', type: 'address' },
      { name: 'deadline', type: 'uint256' },
    ],
  },
  primaryType: 'AttesterExit',
  message: { attester, deadline },
});

/** The attester accounts of a batch: plain keys, or files that ethers opens once. */
const opened = new Map();
async function accounts(batch) {
  if (!opened.has(batch)) {
    const open = async ({ attester }) => {
      if (typeof attester.eth === 'string') return privateKeyToAccount(attester.eth);
      const text = readFileSync(join(batch.secret, attester.eth.path), 'utf8');
      return privateKeyToAccount((await Wallet.fromEncryptedJson(text, PASSWORD)).privateKey);
    };
    opened.set(batch, await Promise.all(batch.nodeKeystore.validators.map(open)));
  }
  return opened.get(batch);
}

export async function signWithViem(batch, request) {
  const entry = async account => ({
    attester: account.address,
    deadline: String(request.deadline),
    signature: await account.signTypedData(typedData(account.address, request)),
  });
  return Promise.all((await accounts(batch)).map(entry));
}

let written = 0;

/** The file that keygen writes, in one of its formats. */
export async function writeWithKeygen(batch, { rollup, chainId, deadline }, ...more) {
  const out = join(scratch('exits'), `${written++}.json`);
  const request = ['--rollup', getAddress(rollup), '--chain-id', String(chainId), '--deadline', String(deadline)];
  const options = ['--out', out, '--password-file', file(PASSWORD), '--yes', ...more];
  const { status, output } = await keygen(['exit', 'sign', batch.root, ...request, ...options]);
  if (status !== 0) throw new Error(`keygen exit sign: status ${status}: ${output.trim()}`);
  return out;
}

export const signWithKeygen = async (batch, request) => json(await writeWithKeygen(batch, request));

// Two other implementations of Web3 Secret Storage open our encrypted ETH keys: ethers (JavaScript) and cast (Rust).

import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { Wallet } from '@ethersproject/wallet';
import { privateKeyToAddress } from 'viem/accounts';

import { PASSWORD } from '../lib/keygen.mjs';
import { cast } from '../lib/tools.mjs';

export const title = 'other wallets open our files';

const castDecrypt = async path => {
  const args = [
    'wallet',
    'decrypt-keystore',
    basename(path),
    '--keystore-dir',
    dirname(path),
    '--unsafe-password',
    PASSWORD,
  ];
  return /0x[0-9a-f]{64}/.exec(await cast(...args))[0];
};

export async function run(tally, { encryptedBatches }) {
  for (const batch of encryptedBatches) {
    for (const [i, { attester }] of batch.nodeKeystore.validators.entries()) {
      const path = join(batch.secret, attester.eth.path);
      const address = batch.stakerOutput[i].attester;
      const text = readFileSync(path, 'utf8');
      const { kdf } = JSON.parse(text).crypto;
      const wallet = await Wallet.fromEncryptedJson(text, PASSWORD);
      tally.counted(`${kdf} files opened by ethers`, wallet.address === address, `key ${i}: ${wallet.address}`);
      const secret = await castDecrypt(path);
      const isSame = secret === wallet.privateKey && privateKeyToAddress(secret) === address;
      tally.counted(`${kdf} files opened by cast`, isSame, `key ${i}`);
    }
  }
}

// Two other implementations of Web3 Secret Storage open our encrypted ETH keys: ethers (JavaScript) and cast (Rust).

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Wallet } from '@ethersproject/wallet';
import { privateKeyToAddress } from 'viem/accounts';

import { PASSWORD } from '../lib/keygen.mjs';
import { castDecrypt } from '../lib/tools.mjs';

export const title = 'other wallets open our files';

export async function run(tally, { encryptedBatches }) {
  for (const batch of encryptedBatches) {
    const salts = new Set();
    for (const [i, { attester }] of batch.nodeKeystore.validators.entries()) {
      const path = join(batch.secret, attester.eth.path);
      const address = batch.stakerOutput[i].attester;
      const text = readFileSync(path, 'utf8');
      const { kdf, kdfparams } = JSON.parse(text).crypto;
      salts.add(kdfparams.salt);
      const wallet = await Wallet.fromEncryptedJson(text, PASSWORD);
      tally.counted(`${kdf} files opened by ethers`, wallet.address === address, `key ${i}: ${wallet.address}`);
      const secret = await castDecrypt(path, PASSWORD);
      const isSame = secret === wallet.privateKey && privateKeyToAddress(secret) === address;
      tally.counted(`${kdf} files opened by cast`, isSame, `key ${i}`);
    }
    tally.check(salts.size === 1, `the files of a batch share a salt: ${salts.size}`);
  }
}

// The node's side: its key directory, and the signers that its own code makes from it.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { hashTypedData, recoverAddress } from 'viem';

import { scratch } from './scratch.mjs';

const TYPED_DATA = {
  domain: { name: 'keygen' },
  types: { Proposal: [{ name: 'slot', type: 'uint256' }] },
  primaryType: 'Proposal',
  message: { slot: 1n },
};

/** A directory as a node has it, KEY_STORE_DIRECTORY: it holds node keystores and nothing else that ends in .json. */
export function keyStoreDirectory(nodeKeystore) {
  const directory = mkdtempSync(join(scratch('nodes'), 'node-'));
  writeFileSync(join(directory, 'node_keystore.json'), JSON.stringify(nodeKeystore));
  return directory;
}

/** What a node of that release makes of its key directory. */
export const managerOf = ({ KeystoreManager, loadKeystores, mergeKeystores }, directory) =>
  new KeystoreManager(mergeKeystores(loadKeystores(directory)));

/**
 * Loads a key directory as a node of that release does, and checks the signer, coinbase and fee recipient of every
 * validator.
 * `coinbaseOf` says where the rewards of an attester should go; they go to the attester itself unless told otherwise.
 */
export async function checkSigners(tally, release, directory, batch, coinbaseOf = attester => attester) {
  const manager = managerOf(release, directory);
  const { version } = release;
  tally.check(
    manager.getValidatorCount() === batch.stakerOutput.length,
    `${version}: the loader finds every validator`,
  );
  for (const [i, { attester }] of batch.stakerOutput.entries()) {
    const [signer, ...more] = manager.createAttesterSigners(i);
    const signature = (await signer.signTypedData(TYPED_DATA)).toString();
    const recovered = await recoverAddress({ hash: hashTypedData(TYPED_DATA), signature });
    const isOurs = signer.address.toChecksumString() === attester && recovered === attester && more.length === 0;
    tally.counted(
      `keys loaded by the loader of ${version}, their signatures recovered`,
      isOurs,
      `key ${i}: ${signer.address}`,
    );
    const coinbase = manager.getCoinbaseAddress(i, signer.address).toChecksumString();
    tally.check(coinbase === coinbaseOf(attester), `${version}, key ${i}: the coinbase is ${coinbase}`);
    tally.check(manager.getFeeRecipient(i).isZero(), `${version}, key ${i}: the fee recipient is zero`);
  }
}

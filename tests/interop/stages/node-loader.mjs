// The node's own loader takes what keygen writes: the plain node keystore as it is, the encrypted one once the
// password is filled in. Its signers have our attesters' addresses, and its decryption returns the secrets of our
// public keys.

import { decryptBn254Keystore, loadBn254Keystore } from '@aztec/foundation/crypto/bls/bn254_keystore';
import { computeBn254G1PublicKeyCompressed } from '@aztec/foundation/crypto/bn254';

import { tupleOf } from '../lib/bn254.mjs';
import { PASSWORD } from '../lib/keygen.mjs';
import { checkSigners, keyStoreDirectory } from '../lib/node.mjs';
import { differences } from '../lib/staker-output.mjs';

export const title = "the node's loader";

/** The node keystore with the password beside every path, as the operator of a node fills it in. */
const withPassword = ({ schemaVersion, validators }) => ({
  schemaVersion,
  validators: validators.map(({ attester, ...rest }) => ({
    ...rest,
    attester: { eth: { ...attester.eth, password: PASSWORD }, bls: { ...attester.bls, password: PASSWORD } },
  })),
});

/** Checks one BLS secret against the public files. */
async function checkScalar(tally, label, secret, i, batch) {
  const differing = differences(tupleOf(BigInt(secret)), batch.stakerOutput[i]);
  const compressed = await computeBn254G1PublicKeyCompressed(secret);
  const isOurs = differing.length === 0 && compressed === batch.manifest.keys[i].publicKey;
  tally.counted(label, isOurs, `key ${i}: ${differing} differ, ${compressed}`);
}

export async function run(tally, { batch, encryptedBatches }) {
  // As it is: the directory that keygen wrote.
  await checkSigners(tally, batch.secret, batch);
  for (const [i, { attester }] of batch.nodeKeystore.validators.entries()) {
    await checkScalar(tally, 'plain BLS keys belong to the staker output', attester.bls, i, batch);
  }

  for (const encrypted of encryptedBatches) {
    const start = process.cwd();
    // The node takes relative paths from its working directory.
    process.chdir(encrypted.secret);
    try {
      await checkSigners(tally, keyStoreDirectory(withPassword(encrypted.nodeKeystore)), encrypted);
      for (const [i, { attester }] of encrypted.nodeKeystore.validators.entries()) {
        const { pubkey, path } = loadBn254Keystore(attester.bls.path);
        const { publicKey, path: listed } = encrypted.manifest.keys[i];
        tally.check(pubkey === publicKey && path === listed, `key ${i}: the file says ${pubkey}, ${path}`);
        const secret = decryptBn254Keystore(attester.bls.path, PASSWORD);
        await checkScalar(tally, "BLS files decrypted by the node's code", secret, i, encrypted);
      }
    } finally {
      process.chdir(start);
    }
  }
}

// The node's own loader takes what keygen writes: the plain node keystore as it is, the encrypted one once the
// password is filled in. Its signers have our attesters' addresses, and its decryption returns the secrets of our
// public keys.

import { tupleOf } from '../lib/bn254.mjs';
import { PASSWORD } from '../lib/keygen.mjs';
import { checkSigners, keyStoreDirectory } from '../lib/node.mjs';
import { RELEASES } from '../lib/official.mjs';
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
async function checkScalar(tally, { version, computeBn254G1PublicKeyCompressed }, label, secret, i, batch) {
  const differing = differences(tupleOf(BigInt(secret)), batch.stakerOutput[i]);
  const compressed = await computeBn254G1PublicKeyCompressed(secret);
  const isOurs = differing.length === 0 && compressed === batch.manifest.keys[i].publicKey;
  tally.counted(`${label} (${version})`, isOurs, `key ${i}: ${differing} differ, ${compressed}`);
}

/** The directory that keygen wrote, as it is. */
async function plain(tally, release, batch) {
  await checkSigners(tally, release, batch.secret, batch);
  for (const [i, { attester }] of batch.nodeKeystore.validators.entries()) {
    await checkScalar(tally, release, 'plain BLS keys belong to the staker output', attester.bls, i, batch);
  }
}

async function encrypted(tally, release, batch) {
  const start = process.cwd();
  // The node takes relative paths from its working directory.
  process.chdir(batch.secret);
  try {
    await checkSigners(tally, release, keyStoreDirectory(withPassword(batch.nodeKeystore)), batch);
    for (const [i, { attester }] of batch.nodeKeystore.validators.entries()) {
      const { pubkey, path } = release.loadBn254Keystore(attester.bls.path);
      const { publicKey, path: listed } = batch.manifest.keys[i];
      const agree = pubkey === publicKey && path === listed;
      tally.check(agree, `${release.version}, key ${i}: the file says ${pubkey}, ${path}`);
      const secret = await release.decryptBn254Keystore(attester.bls.path, PASSWORD);
      await checkScalar(tally, release, "BLS files decrypted by the node's code", secret, i, batch);
    }
  } finally {
    process.chdir(start);
  }
}

export async function run(tally, { batch, encryptedBatches }) {
  for (const release of RELEASES) {
    await plain(tally, release, batch);
    for (const one of encryptedBatches) await encrypted(tally, release, one);
  }
}

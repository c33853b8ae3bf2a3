// Key files in the official tool's encrypted mode, as `validator-keys new` leaves them: key1.json, which names for each
// key a file of its own by its absolute path, with the password in clear.
//
// The command line 4.1.2 makes them itself, under one password. Two passwords came with 5.2.0, whose command line does
// not run here (README.md), so those files are put together as it does: its packages derive and encrypt the BLS keys,
// ethers with its own settings the ETH keys.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Wallet } from '@ethersproject/wallet';
import { english, generateMnemonic, mnemonicToAccount } from 'viem/accounts';

import { word } from './bn254.mjs';
import { json } from './keygen.mjs';
import { runOfficialCli } from './official-cli.mjs';
import { scratch } from './scratch.mjs';

export const REMOTE_SIGNER = 'http://127.0.0.1:9';

const blsPath = i => `m/12381/3600/0/0/${i}`;

/** What the files hold, by the official derivation: the attesters' addresses and the BLS secrets. */
const contents = ({ deriveBlsPrivateKey }, mnemonic, count) =>
  Array.from({ length: count }, (_, i) => ({
    attester: mnemonicToAccount(mnemonic, { addressIndex: i }).address,
    secret: BigInt(deriveBlsPrivateKey(mnemonic, undefined, blsPath(i))),
  }));

const fixture = (release, name, directory, rest) => ({ release, name, path: join(directory, 'key1.json'), ...rest });

/** Made by the official command line 4.1.2. `isEncrypted`: whether a key is in a file of its own. */
export async function madeByCli(release, name, { count, password, remote = false, publishers = 0 }) {
  const mnemonic = generateMnemonic(english);
  const directory = scratch(`official-${name.replaceAll(/\W+/g, '-')}`);
  const args = [
    ...[
      '--count',
      String(count),
      '--mnemonic',
      mnemonic,
      '--fee-recipient',
      word(0n),
      '--publisher-count',
      String(publishers),
    ],
    ...['--data-dir', directory, '--file', 'key1.json'],
    ...(password === undefined ? [] : ['--password', password]),
    ...(remote ? ['--remote-signer', REMOTE_SIGNER] : []),
  ];
  await runOfficialCli([{ args }]);
  const passwords = password === undefined ? [] : [password];
  return fixture(release, name, directory, {
    keys: contents(release, mnemonic, count),
    passwords,
    remote,
    isEncrypted: passwords.length > 0,
  });
}

/** With one password for the ETH keys and another for the BLS keys. The first validator has a publisher. */
export async function withTwoPasswords(release, { count, ethPassword, blsPassword }) {
  const name = `two passwords, ${release.version}`;
  const mnemonic = generateMnemonic(english);
  const directory = scratch(`official-two-passwords-${release.version}`);
  mkdirSync(directory, { recursive: true });
  const keys = contents(release, mnemonic, count);

  const write = (base, text, password) => {
    const path = join(directory, `keystore-${base}.json`);
    writeFileSync(path, text);
    return { path, password };
  };
  const eth = async (label, addressIndex) => {
    const key = word(
      BigInt(`0x${Buffer.from(mnemonicToAccount(mnemonic, { addressIndex }).getHdKey().privateKey).toString('hex')}`),
    );
    // The official name shows the beginning of the private key.
    return write(`eth-${label}_${key.slice(2, 10)}`, await new Wallet(key).encrypt(ethPassword), ethPassword);
  };
  const bls = async i => {
    const secret = word(keys[i].secret);
    const publicKey = await release.computeBn254G1PublicKeyCompressed(secret);
    // Up to 5.2.0 every file carries the first path, whatever the key's own.
    const content = await release.createBn254Keystore(blsPassword, secret, publicKey, blsPath(0));
    return write(`${i + 1}_${publicKey.slice(2, 18)}`, JSON.stringify(content, null, 2), blsPassword);
  };

  const validators = [];
  for (const [i, { attester }] of keys.entries()) {
    validators.push({
      attester: { eth: await eth(`attester_${i + 1}`, i), bls: await bls(i) },
      ...(i === 0 ? { publisher: await eth('publisher_1', count) } : {}),
      feeRecipient: word(0n),
      coinbase: attester,
    });
  }
  writeFileSync(join(directory, 'key1.json'), JSON.stringify({ schemaVersion: 1, validators }, null, 2));
  return fixture(release, name, directory, {
    keys,
    passwords: [ethPassword, blsPassword],
    remote: false,
    isEncrypted: true,
  });
}

export const validatorsOf = ({ path }) => json(path).validators;

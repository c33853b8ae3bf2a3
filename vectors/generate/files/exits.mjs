import assert from "node:assert/strict";
import { Interface, TypedDataEncoder, Wallet } from "ethers";
import { encodeFunctionData, hashTypedData, parseAbi, recoverTypedDataAddress } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { fromLabel, hex, word } from "../lib/bytes.mjs";
import { labelAddress } from "../lib/label-address.mjs";

const FUNCTION = "initiateWithdrawByAttesterBatchUpToLimit";
const ABI = parseAbi([
  "struct Signature { uint8 v; bytes32 r; bytes32 s; }",
  "struct AttesterExitAuthorization { address attester; uint256 deadline; Signature signature; }",
  `function ${FUNCTION}(AttesterExitAuthorization[] authorizations) returns (uint256)`,
]);

const TYPES = {
  AttesterExit: [
    { name: "attester", type: "address" },
    { name: "deadline", type: "uint256" },
  ],
};

/** The order of secp256k1. */
const N = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const LARGEST_CHAIN_ID = (2n ** 64n - 1n) / 2n - 36n;
const LATEST = 2n ** 64n - 1n;

export default async function build() {
  const rollup = labelAddress("rollup");
  const hashed = (count) => Array.from({ length: count }, (_, i) => hex(fromLabel(`exit key ${i}`, 32)));
  return {
    source:
      "Exits of attesters: EIP-712 typed data AttesterExit(address attester,uint256 deadline) in the domain {name 'Aztec " +
      "Rollup', version '1', chainId, verifyingContract = the rollup}, hashed and signed by viem, compared with ethers. " +
      `signature = r, s, v. calldata = ${FUNCTION} with all exits of the vector, by viem, compared with ethers. Integers are ` +
      "decimal text.",
    vectors: [
      await vector("mainnet", 1n, rollup, hashed(3), 1_798_761_600n),
      await vector("sepolia", 11_155_111n, rollup, hashed(1), 1_798_761_600n),
      await vector("another-rollup", 1n, labelAddress("the next rollup"), hashed(1), 1_798_761_600n),
      await vector("another-deadline", 1n, rollup, hashed(1), 1_798_761_601n),
      await vector("deadline-zero", 1n, rollup, hashed(1), 0n),
      await vector("latest-deadline", 1n, rollup, hashed(1), LATEST),
      await vector("largest-chain-id", LARGEST_CHAIN_ID, rollup, hashed(1), 1_798_761_600n),
      await vector("smallest-and-largest-key", 1n, rollup, [word(1n), word(N - 1n)], 1_798_761_600n),
      await vector("a-full-call", 31_337n, rollup, hashed(25), 1_798_761_600n),
    ],
  };
}

async function vector(name, chainId, rollup, keys, deadline) {
  const domain = { name: "Aztec Rollup", version: "1", chainId, verifyingContract: rollup };
  const exits = await Promise.all(keys.map((sk) => exit(sk, domain, deadline)));
  const tuples = exits.map(({ attester, signature }) => ({
    attester,
    deadline,
    signature: {
      v: Number(`0x${signature.slice(130)}`),
      r: signature.slice(0, 66),
      s: `0x${signature.slice(66, 130)}`,
    },
  }));
  const calldata = encodeFunctionData({ abi: ABI, functionName: FUNCTION, args: [tuples] });
  assert.equal(calldata, new Interface(ABI).encodeFunctionData(FUNCTION, [tuples]), name);
  return { name, chain_id: String(chainId), rollup, exits, calldata };
}

async function exit(sk, domain, deadline) {
  const account = privateKeyToAccount(sk);
  const attester = account.address;
  const message = { attester, deadline };
  const data = { domain, types: TYPES, primaryType: "AttesterExit", message };
  const digest = hashTypedData(data);
  assert.equal(digest, TypedDataEncoder.hash(domain, TYPES, message));
  const signature = await account.signTypedData(data);
  assert.equal(signature, await new Wallet(sk).signTypedData(domain, TYPES, message));
  assert.equal(await recoverTypedDataAddress({ ...data, signature }), attester);
  return { sk, attester, deadline: String(deadline), digest, signature };
}

import assert from "node:assert/strict";
import { Interface } from "ethers";
import { encodeFunctionData, getAbiItem, toFunctionSelector, toFunctionSignature } from "viem";
import { abi } from "../lib/abi.mjs";
import { keyStores } from "../lib/key-store.mjs";
import { labelAddress } from "../lib/label-address.mjs";

const MAX = (1n << 256n) - 1n;
const ADMIN = labelAddress("provider admin");
const RECIPIENT = labelAddress("rewards recipient");
const HIGHEST = "0xFFfFfFffFFfffFFfFFfFFFFFffFFFffffFfFFFfF";

export default function build() {
  const vectors = [
    vector("add-keys-1", "addKeysToProvider", [7n, keyStores(1)]),
    vector("add-keys-3", "addKeysToProvider", [7n, keyStores(3)]),
    vector("add-keys-3-feedback", "addKeysToProvider", [7n, keyStores(3, "feedback")]),
    vector("add-keys-largest-id", "addKeysToProvider", [MAX, keyStores(1)]),
    vector("register-provider", "registerProvider", [ADMIN, 500, RECIPIENT]),
    vector("register-provider-largest-rate", "registerProvider", [HIGHEST, 10_000, ADMIN]),
    vector("register-provider-no-rate", "registerProvider", [ADMIN, 0, ADMIN]),
    vector("update-admin", "updateProviderAdmin", [7n, RECIPIENT]),
    vector("accept-admin", "acceptProviderAdmin", [7n]),
    vector("accept-admin-largest-id", "acceptProviderAdmin", [MAX]),
    vector("update-rewards-recipient", "updateProviderRewardsRecipient", [7n, RECIPIENT]),
    vector("update-take-rate", "updateProviderTakeRate", [7n, 250]),
    vector("update-take-rate-largest", "updateProviderTakeRate", [0n, 10_000]),
    vector("drip-queue", "dripProviderQueue", [7n, 3n]),
    vector("drip-queue-largest", "dripProviderQueue", [MAX, MAX]),
  ];
  for (const { name, arguments: { keyStores: keys }, calldata } of vectors) {
    if (keys) assert.equal((calldata.length - 2) / 2, 100 + 288 * keys.length, name);
  }
  return {
    source:
      "Calldata of the StakingRegistry's functions, encoded by viem and compared with ethers. Integers of arguments " +
      "are decimal text, keyStores as in staker output: the first validators of the test mnemonic under rule v6.",
    vectors,
  };
}

function vector(name, functionName, values) {
  const item = getAbiItem({ abi, name: functionName });
  const calldata = encodeFunctionData({ abi, functionName, args: values });
  assert.equal(calldata, new Interface(abi).encodeFunctionData(functionName, values), name);
  return {
    name,
    function: functionName,
    signature: toFunctionSignature(item),
    selector: toFunctionSelector(item),
    arguments: Object.fromEntries(item.inputs.map((input, i) => [input.name, plain(values[i])])),
    calldata,
  };
}

const plain = (value) => (["bigint", "number"].includes(typeof value) ? value.toString() : value);

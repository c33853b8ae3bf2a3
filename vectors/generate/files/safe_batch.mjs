import assert from "node:assert/strict";
import { encodeFunctionData } from "viem";
import { abi } from "../lib/abi.mjs";
import { keyStores } from "../lib/key-store.mjs";
import { labelAddress } from "../lib/label-address.mjs";
import { PUBLISHED_BATCH } from "../lib/published-safe-batch.mjs";
import { canonicalText, safeChecksum } from "../lib/safe-checksum.mjs";

const REGISTRY = labelAddress("staking registry");

export default function build() {
  assert.equal(safeChecksum(PUBLISHED_BATCH), PUBLISHED_BATCH.meta.checksum);
  const accept = call("acceptProviderAdmin", [7n]);
  const addKeys = (count) => call("addKeysToProvider", [7n, keyStores(count)]);
  return {
    source:
      "Files of the Safe Transaction Builder. checksum = keccak256 of serialized: the batch without its checksum and " +
      "with meta.name null; an object is '{', its sorted names as a JSON array, each value and a comma, '}'. 'export' was " +
      "written by Transaction Builder 1.18.2 itself and fixes the algorithm.",
    vectors: [
      vector("export", PUBLISHED_BATCH),
      vector("add-keys-1", batch([addKeys(1)])),
      vector("add-keys-3", batch([addKeys(3)])),
      vector("two-calls", batch([addKeys(1), call("dripProviderQueue", [7n, 1n])], { chainId: "11155111" })),
      vector("with-safe", batch([accept], {}, {
        createdFromSafeAddress: labelAddress("safe"),
        createdFromOwnerAddress: labelAddress("owner"),
      })),
      vector("created-later", batch([accept], { createdAt: 1_790_000_000_000 })),
      vector("other-name", batch([accept], {}, { name: "the checksum leaves the name out" })),
      vector("escapes-in-description", batch([accept], {}, {
        description: "\"quoted\" \\ /slash/ \t tab \n line \u0001 <b> caf\u00e9 \u{1f511}",
      })),
    ],
  };
}

const call = (functionName, args) => encodeFunctionData({ abi, functionName, args });

function batch(calls, top = {}, meta = {}) {
  const unsigned = {
    version: "1.0",
    chainId: "1",
    createdAt: 0,
    meta: {
      name: "Add keys to provider 7",
      description: "",
      txBuilderVersion: "1.18.2",
      createdFromSafeAddress: "",
      createdFromOwnerAddress: "",
      ...meta,
    },
    transactions: calls.map((data) => ({
      to: REGISTRY, value: "0", data, contractMethod: null, contractInputsValues: null,
    })),
    ...top,
  };
  return { ...unsigned, meta: { ...unsigned.meta, checksum: safeChecksum(unsigned) } };
}

function vector(name, file) {
  const { checksum, ...meta } = file.meta;
  return { name, checksum, serialized: canonicalText({ ...file, meta: { ...meta, name: null } }), file };
}

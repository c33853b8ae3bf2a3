import assert from "node:assert/strict";
import { id } from "ethers";
import { toEventSelector, toFunctionSelector, toFunctionSignature } from "viem";
import { events, functions } from "../lib/abi.mjs";

export default function build() {
  return {
    source:
      "Selectors of functions and topics 0 of events of the StakingRegistry, the GSE and the rollup, computed by viem from " +
      "the Solidity declarations, compared with ethers and with those of the deployed contracts (of the exits, which are not " +
      "published as bytecode, with ethers alone). id is 4 bytes for a " +
      "function and 32 for an event.",
    vectors: [
      ...functions.map((f) => vector("function", f, toFunctionSelector(f.item), 4)),
      ...events.map((e) => vector("event", e, toEventSelector(e.item), 32)),
    ],
  };
}

function vector(type, { known, item }, selector, bytes) {
  const signature = toFunctionSignature(item);
  assert.equal(selector, known, signature);
  assert.equal(selector, id(signature).slice(0, 2 + 2 * bytes), signature);
  return { name: kebab(item.name), type, signature, id: selector };
}

const kebab = (camel) => camel.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();

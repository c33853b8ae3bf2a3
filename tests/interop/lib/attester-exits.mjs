// contracts/AttesterExits.sol, compiled and deployed: a contract that lets attesters leave on the rollup's terms.

import { readFileSync } from 'node:fs';

import solc from 'solc';

const NAME = 'AttesterExits';

function compile() {
  const content = readFileSync(new URL(`../contracts/${NAME}.sol`, import.meta.url), 'utf8');
  const input = {
    language: 'Solidity',
    sources: { [NAME]: { content } },
    settings: { optimizer: { enabled: true }, outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } } },
  };
  const { errors = [], contracts } = JSON.parse(solc.compile(JSON.stringify(input)));
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join('\n'));
  const { abi, evm } = contracts[NAME][NAME];
  return { abi, bytecode: `0x${evm.bytecode.object}` };
}

export const { abi: EXITS_ABI, bytecode: EXITS_BYTECODE } = compile();

export class AttesterExits {
  /** A new one, from which `limit` attesters may leave. */
  static async deploy(contracts, limit) {
    const address = await contracts.create(EXITS_ABI, EXITS_BYTECODE, [BigInt(limit)]);
    return Object.assign(new AttesterExits(), { contracts, address });
  }

  read(functionName, args) {
    return this.contracts.client.readContract({ address: this.address, abi: EXITS_ABI, functionName, args });
  }

  /** Throws a viem error that names the contract's own error; changes nothing. */
  async simulate(functionName, args, account = this.contracts.owner) {
    const call = { address: this.address, abi: EXITS_ABI, account, functionName, args };
    return (await this.contracts.client.simulateContract(call)).result;
  }

  /** Sends calldata as it is, and gives the receipt. */
  async send(data, account = this.contracts.owner) {
    const transaction = { account, to: this.address, data, gas: 10_000_000n };
    return this.contracts.mined(await this.contracts.client.sendTransaction(transaction));
  }
}

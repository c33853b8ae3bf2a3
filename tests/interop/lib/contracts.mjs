// The staking contracts, deployed from the bytecode that Aztec publishes: a token, the GSE with the verifier that its
// constructor creates, the governance contract that takes the stake, and one account registered as a rollup.

import { setTimeout } from 'node:timers/promises';

import { GSEAbi } from '@aztec/l1-artifacts/GSEAbi';
import { GSEBytecode } from '@aztec/l1-artifacts/GSEBytecode';
import { GovernanceAbi } from '@aztec/l1-artifacts/GovernanceAbi';
import { GovernanceBytecode } from '@aztec/l1-artifacts/GovernanceBytecode';
import { TestERC20Abi } from '@aztec/l1-artifacts/TestERC20Abi';
import { TestERC20Bytecode } from '@aztec/l1-artifacts/TestERC20Bytecode';
import {
  createTestClient,
  encodeFunctionData,
  getContractAddress,
  http,
  publicActions,
  walletActions,
  parseAbi,
} from 'viem';
import { foundry } from 'viem/chains';

import { FORWARDER_BYTECODE, callWithGas } from './gas-forwarder.mjs';

/** Source: Bn254LibWrapper.sol; the package has no ABI of it on its own. */
const WRAPPER_ABI = parseAbi([
  'struct G1Point { uint256 x; uint256 y; }',
  'struct G2Point { uint256 x0; uint256 x1; uint256 y0; uint256 y1; }',
  'function proofOfPossession(G1Point pk1, G2Point pk2, G1Point proof) view returns (bool)',
]);

/** Source: GSE.sol, proofOfPossessionGasLimit. */
export const STIPEND = 250_000;

export const STAKE = 10n ** 18n;

/** Values of no importance here, within the bounds of ConfigurationLib.sol. */
const GOVERNANCE_CONFIGURATION = {
  proposeConfig: { lockDelay: 86_400n, lockAmount: 10n ** 24n },
  votingDelay: 86_400n,
  votingDuration: 86_400n,
  executionDelay: 86_400n,
  gracePeriod: 86_400n,
  quorum: 10n ** 17n,
  requiredYeaMargin: 10n ** 17n,
  minimumVotes: 10n ** 21n,
};

export class StakingContracts {
  /** Deploys everything on the chain at `url`. The first account owns it, the second and third are rollups. */
  static async deploy(url) {
    const client = createTestClient({ chain: foundry, mode: 'anvil', transport: http(url), pollingInterval: 10 })
      .extend(publicActions)
      .extend(walletActions);
    const [owner, rollup, otherRollup] = await client.getAddresses();
    const contracts = Object.assign(new StakingContracts(), { client, owner, rollup, otherRollup });

    contracts.token = await contracts.create(TestERC20Abi, TestERC20Bytecode, ['Stake', 'STK', owner]);
    contracts.gse = await contracts.create(GSEAbi, GSEBytecode, [owner, contracts.token, STAKE, STAKE / 2n]);
    contracts.governance = await contracts.create(GovernanceAbi, GovernanceBytecode, [
      contracts.token,
      owner,
      contracts.gse,
      GOVERNANCE_CONFIGURATION,
    ]);
    // The GSE's constructor creates the verifier first of all, so its nonce is 1.
    contracts.wrapper = getContractAddress({ from: contracts.gse, nonce: 1n });
    contracts.forwarder = await contracts.create([], FORWARDER_BYTECODE, []);

    await contracts.send(owner, 'setGovernance', [contracts.governance]);
    for (const address of [rollup, otherRollup]) {
      await contracts.send(owner, 'addRollup', [address]);
      await contracts.#write(contracts.token, TestERC20Abi, owner, 'mint', [address, 10_000n * STAKE]);
      await contracts.#write(contracts.token, TestERC20Abi, address, 'approve', [contracts.gse, 10_000n * STAKE]);
    }
    return contracts;
  }

  read(functionName, args = []) {
    return this.client.readContract({ address: this.gse, abi: GSEAbi, functionName, args });
  }

  /** The verifier's answer when it is given exactly `gas`. */
  async proofOfPossession({ publicKeyG1, publicKeyG2, proofOfPossession }, gas = STIPEND) {
    const args = [publicKeyG1, publicKeyG2, proofOfPossession];
    const data = encodeFunctionData({ abi: WRAPPER_ABI, functionName: 'proofOfPossession', args });
    const { success, gasUsed, returned } = await callWithGas(this.client, this.forwarder, this.wrapper, gas, data);
    return { accepted: success && returned === 1n, gasUsed };
  }

  /** A deposit as a rollup makes it. Throws a viem error that names the contract's own error. */
  deposit(tuple, rollup = this.rollup) {
    const { attester, publicKeyG1, publicKeyG2, proofOfPossession } = tuple;
    const args = [attester, this.owner, publicKeyG1, publicKeyG2, proofOfPossession, false];
    return this.send(rollup, 'deposit', args);
  }

  send(account, functionName, args) {
    return this.#write(this.gse, GSEAbi, account, functionName, args);
  }

  async #write(address, abi, account, functionName, args) {
    // The simulation names the contract's error. An estimate of the gas would miss what the next block changes.
    const call = { address, abi, account, functionName, args, gas: 5_000_000n };
    const { request } = await this.client.simulateContract(call);
    return this.mined(await this.client.writeContract(request));
  }

  /** Deploys a contract of the owner's. */
  async create(abi, bytecode, args) {
    const receipt = await this.mined(await this.client.deployContract({ abi, bytecode, args, account: this.owner }));
    return receipt.contractAddress;
  }

  /** The receipt of a transaction that succeeded. */
  async mined(hash) {
    // Asking is enough where every transaction is mined at once. viem's waitForTransactionReceipt watches for blocks,
    // and now and then misses the one it waits for.
    for (let asked = 0; asked < 2000; asked++) {
      const receipt = await this.client.request({ method: 'eth_getTransactionReceipt', params: [hash] });
      if (receipt?.status === '0x1') return receipt;
      if (receipt) throw new Error(`transaction ${hash} reverted`);
      await setTimeout(5);
    }
    throw new Error(`transaction ${hash} is not mined`);
  }
}

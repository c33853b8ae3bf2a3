// The staking contracts on a local chain. Token, GSE, Registry and Rollup are deployed from the bytecode that Aztec
// publishes; StakingRegistry, Splits and Multicall are our own, to the same interfaces.

import { setTimeout } from 'node:timers/promises';

import { GSEAbi } from '@aztec/l1-artifacts/GSEAbi';
import { GSEBytecode } from '@aztec/l1-artifacts/GSEBytecode';
import { GovernanceAbi } from '@aztec/l1-artifacts/GovernanceAbi';
import { GovernanceBytecode } from '@aztec/l1-artifacts/GovernanceBytecode';
import { RegistryAbi } from '@aztec/l1-artifacts/RegistryAbi';
import { RegistryBytecode } from '@aztec/l1-artifacts/RegistryBytecode';
import { RollupAbi } from '@aztec/l1-artifacts/RollupAbi';
import { TestERC20Abi } from '@aztec/l1-artifacts/TestERC20Abi';
import { TestERC20Bytecode } from '@aztec/l1-artifacts/TestERC20Bytecode';
import {
  createTestClient,
  encodeAbiParameters,
  http,
  keccak256,
  numberToHex,
  parseEventLogs,
  publicActions,
  stringToHex,
  walletActions,
} from 'viem';
import { foundry } from 'viem/chains';

import { compile } from './compile.mjs';
import { linkedRollup } from './link.mjs';
import { EPOCH, GENESIS, GOVERNANCE, rollupConfiguration } from './settings.mjs';

export const STAKE = 10n ** 18n;

/** Where Multicall3 is on every public network. */
const MULTICALL3 = '0xcA11bde05977b3631167028862bE2a173976CA11';

export class World {
  /** Deploys everything on the chain at `url`, with one rollup of version 1. */
  static async deploy(url) {
    const client = createTestClient({ chain: foundry, mode: 'anvil', transport: http(url), pollingInterval: 10 })
      .extend(publicActions)
      .extend(walletActions);
    const [owner, admin, recipient, delegator, otherDelegator, slasher, otherAdmin] = await client.getAddresses();
    const accounts = { owner, admin, recipient, delegator, otherDelegator, slasher, otherAdmin };
    const world = Object.assign(new World(), { url, client, ...accounts, contracts: compile() });

    world.token = await world.#create(TestERC20Abi, TestERC20Bytecode, ['Stake', 'STK', owner]);
    world.gse = await world.#create(GSEAbi, GSEBytecode, [owner, world.token, STAKE, STAKE / 2n]);
    const governance = [world.token, owner, world.gse, GOVERNANCE];
    world.governance = await world.#create(GovernanceAbi, GovernanceBytecode, governance);
    await world.gseSend('setGovernance', [world.governance]);
    world.rollups = await world.#create(RegistryAbi, RegistryBytecode, [owner, world.token]);
    await world.addRollup(1);

    const { SplitsWarehouse, PullSplitFactory, StakingRegistry, Multicall } = world.contracts;
    world.warehouse = await world.#create(SplitsWarehouse.abi, SplitsWarehouse.bytecode, []);
    world.factory = await world.#create(PullSplitFactory.abi, PullSplitFactory.bytecode, [world.warehouse]);
    const registry = [world.token, world.factory, world.rollups];
    world.registry = await world.#create(StakingRegistry.abi, StakingRegistry.bytecode, registry);
    await client.setCode({ address: MULTICALL3, bytecode: Multicall.runtime });

    for (const account of [owner, delegator, otherDelegator]) {
      await world.write(world.token, TestERC20Abi, owner, 'mint', [account, 10_000n * STAKE]);
      await world.write(world.token, TestERC20Abi, account, 'approve', [world.registry, 10_000n * STAKE]);
    }
    return world;
  }

  /** Deploys a rollup and makes it the canonical one, as an upgrade does. */
  async addRollup(version) {
    const bytecode = await linkedRollup((abi, code) => this.#create(abi, code, []));
    const distributor = await this.client.readContract({
      address: this.rollups,
      abi: RegistryAbi,
      functionName: 'getRewardDistributor',
    });
    const configuration = rollupConfiguration(version, distributor);
    // The proofs of the rollup itself are of no importance here: its verifier is any address.
    const args = [this.token, this.token, this.gse, this.owner, this.owner, GENESIS, configuration];
    this.rollup = await this.#create(RollupAbi, bytecode, args);
    await this.gseSend('addRollup', [this.rollup]);
    await this.write(this.rollups, RegistryAbi, this.owner, 'addRollup', [this.rollup]);
    await this.write(this.rollup, RollupAbi, this.owner, 'setSlasher', [this.slasher]);
    return this.rollup;
  }

  async registerProvider(admin = this.admin, takeRate = 500, recipient = this.recipient) {
    const id = await this.registryRead('nextProviderIdentifier');
    await this.registrySend(admin, 'registerProvider', [admin, takeRate, recipient]);
    return id;
  }

  addKeys(provider, tuples, admin = this.admin) {
    return this.registrySend(admin, 'addKeysToProvider', [provider, tuples]);
  }

  /** Stakes with the head of the queue and resolves with the Split. */
  async stake(provider, { takeRate = 500, version = 1, delegator = this.delegator, moves = true } = {}) {
    const args = [provider, BigInt(version), delegator, takeRate, delegator, moves];
    const { logs } = await this.registrySend(delegator, 'stake', args);
    const abi = this.contracts.StakingRegistry.abi;
    const [event] = parseEventLogs({ abi, logs, eventName: 'StakedWithProvider' });
    return event.args.coinbaseSplitContractAddress;
  }

  /** Goes to the next epoch, in which entries may be flushed, and flushes. */
  async flush(rollup = this.rollup) {
    await this.pass(EPOCH);
    return this.write(rollup, RollupAbi, this.owner, 'flushEntryQueue', []);
  }

  /** Lets time pass. The next call sees it, because there is a block. */
  async pass(seconds) {
    await this.client.increaseTime({ seconds });
    await this.client.mine({ blocks: 1 });
  }

  rollupSend(account, functionName, args, rollup = this.rollup) {
    return this.write(rollup, RollupAbi, account, functionName, args);
  }

  rollupRead(functionName, args = [], rollup = this.rollup) {
    return this.client.readContract({ address: rollup, abi: RollupAbi, functionName, args });
  }

  /** Lets an account deposit past the registry. */
  approveRollup(account) {
    return this.write(this.token, TestERC20Abi, account, 'approve', [this.rollup, 10_000n * STAKE]);
  }

  /** The rollup owes a coinbase this much more than nothing. Source of the slot: RewardLib.sol. */
  async owe(coinbase, amount, rollup = this.rollup) {
    const position = keccak256(stringToHex('aztec.reward.storage'));
    const index = keccak256(encodeAbiParameters([{ type: 'address' }, { type: 'bytes32' }], [coinbase, position]));
    await this.client.setStorageAt({ address: rollup, index, value: numberToHex(amount, { size: 32 }) });
    await this.write(this.token, TestERC20Abi, this.owner, 'mint', [rollup, amount]);
  }

  gseSend(functionName, args) {
    return this.write(this.gse, GSEAbi, this.owner, functionName, args);
  }

  registrySend(account, functionName, args) {
    return this.write(this.registry, this.contracts.StakingRegistry.abi, account, functionName, args);
  }

  registryRead(functionName, args = []) {
    const abi = this.contracts.StakingRegistry.abi;
    return this.client.readContract({ address: this.registry, abi, functionName, args });
  }

  /** Sends a call after a simulation, which names the contract's error. Resolves with the receipt. */
  async write(address, abi, account, functionName, args) {
    const call = { address, abi, account, functionName, args, gas: 500_000_000n };
    const { request } = await this.client.simulateContract(call);
    return this.#mined(await this.client.writeContract(request));
  }

  async #create(abi, bytecode, args) {
    const gas = 500_000_000n;
    const hash = await this.client.deployContract({ abi, bytecode, args, account: this.owner, gas });
    return (await this.#mined(hash)).contractAddress;
  }

  async #mined(hash) {
    // Asking is enough where every transaction is mined at once.
    for (let asked = 0; asked < 2000; asked++) {
      const receipt = await this.client.request({ method: 'eth_getTransactionReceipt', params: [hash] });
      if (receipt?.status === '0x1') return receipt;
      if (receipt) throw new Error(`transaction ${hash} reverted`);
      await setTimeout(5);
    }
    throw new Error(`transaction ${hash} is not mined`);
  }
}

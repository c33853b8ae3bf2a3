// What the contracts did with a deposit, and by which error it failed.

import { GSEAbi } from '@aztec/l1-artifacts/GSEAbi';
import { RollupAbi } from '@aztec/l1-artifacts/RollupAbi';
import { decodeFunctionData, parseEventLogs, toFunctionSelector } from 'viem';

const ERRORS = Object.fromEntries(
  [
    'GSE__InvalidProofOfPossession()',
    'GSE__AlreadyRegistered(address,address)',
    'GSE__CannotChangePublicKeys(uint256,uint256)',
    'GSE__ProofOfPossessionAlreadySeen(bytes32)',
    'AddPointFail()',
    'MulPointFail()',
    'PairingFail()',
    'InfinityNotAllowed()',
  ].map(signature => [toFunctionSelector(signature), signature.split('(')[0]]),
);

/** The outcome of each deposit in a flush: `{ attester, registered, error }`. */
export async function deposits(world, receipt) {
  const events = parseEventLogs({ abi: RollupAbi, logs: receipt.logs, eventName: ['Deposit', 'FailedDeposit'] });
  const trace = await world.client.request({
    method: 'debug_traceTransaction',
    params: [receipt.transactionHash, { tracer: 'callTracer' }],
  });
  const errors = gseCalls(trace, world.gse.toLowerCase());
  return events.map(({ eventName, args }) => ({
    attester: args.attester,
    registered: eventName === 'Deposit',
    error: errors.find(({ attester }) => attester === args.attester)?.error,
  }));
}

function gseCalls(call, gse) {
  const inner = (call.calls ?? []).flatMap(inside => gseCalls(inside, gse));
  if (call.to?.toLowerCase() !== gse) return inner;
  const { functionName, args } = decodeFunctionData({ abi: GSEAbi, data: call.input });
  if (functionName !== 'deposit' || !call.error) return inner;
  const selector = (call.output ?? '').slice(0, 10);
  return [{ attester: args[0], error: ERRORS[selector] ?? selector }];
}

/** The contract's error in what viem throws. */
export function errorName(error) {
  const text = String(error.stack ?? error) + String(error.details ?? '');
  const known = ['Staking__InvalidDeposit', 'Staking__AlreadyExiting', 'Staking__DepositOutOfGas', 'QueueIsEmpty'];
  const selectors = {
    Staking__InvalidDeposit: '0xf33fe8c6',
    Staking__AlreadyExiting: '0x223622dc',
    Staking__DepositOutOfGas: '0xda5474a0',
    QueueIsEmpty: '0x63c36549',
  };
  return known.find(name => text.includes(name) || text.includes(selectors[name])) ?? text;
}

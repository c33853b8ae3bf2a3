// A contract that calls another with an exact amount of gas, as the GSE calls its verifier, and reports what
// happened.
//
// An eth_call with `gas: 250000` would not do: the transaction's own cost (21,000 and its calldata) comes off first.
// The EVM also keeps 1/64 of the gas that is left in the caller; here the caller has millions, so the callee gets all
// that is asked.
//
//     calldata: target | gas | calldata of the inner call
//     returns:  success | gas used | first word returned

import { concatHex, decodeAbiParameters, encodeAbiParameters } from 'viem';

const CODE = concatHex([
  '0x600035', //                   PUSH1 0 CALLDATALOAD                 target
  '0x803150', //                   DUP1 BALANCE POP                     makes it warm: the call itself then costs 100
  '0x60403603', //                 PUSH1 64 CALLDATASIZE SUB            size of the inner calldata
  '0x806040600037', //             DUP1 PUSH1 64 PUSH1 0 CALLDATACOPY   to memory 0
  '0x600061040052', //             PUSH1 0 PUSH2 0x400 MSTORE           pays for the memory up to the returned word
  '0x5a', //                       GAS                                  before
  '0x6020610400', //               PUSH1 32 PUSH2 0x400                 output: 32 bytes at 0x400
  '0x836000', //                   DUP4 PUSH1 0                         input: size bytes at 0
  '0x86602035fa', //               DUP7 PUSH1 32 CALLDATALOAD STATICCALL
  '0x5a', //                       GAS                                  after
  '0x8203', //                     DUP3 SUB                             before - after
  '0x607b9003', //                 PUSH1 123 SWAP1 SUB                  less 7 * 3 (pushes) + 100 (call) + 2 (gas)
  '0x602052600052', //             PUSH1 32 MSTORE PUSH1 0 MSTORE       gas used and success to memory 32 and 0
  '0x61040051604052', //           PUSH2 0x400 MLOAD PUSH1 64 MSTORE    the returned word to memory 64
  '0x60606000f3', //               PUSH1 96 PUSH1 0 RETURN
]);

/** Initialisation code that returns CODE. */
export const FORWARDER_BYTECODE = concatHex([`0x60${(CODE.length / 2 - 1).toString(16)}80600b6000396000f3`, CODE]);

const word = [{ type: 'uint256' }];

/** Calls `target` with exactly `gas`. `returned` is the first word, 0 where nothing came back. */
export async function callWithGas(client, forwarder, target, gas, data) {
  const words = encodeAbiParameters([{ type: 'address' }, ...word], [target, BigInt(gas)]);
  const result = await client.call({ to: forwarder, data: concatHex([words, data]), gas: 10_000_000n });
  const [success, gasUsed, returned] = decodeAbiParameters([...word, ...word, ...word], result.data);
  return { success: success === 1n, gasUsed: Number(gasUsed), returned };
}

// What a contract said when it refused.

import { BaseError, ContractFunctionRevertedError } from 'viem';

/** The name of the contract's error, or "accepted". */
export async function errorOf(call) {
  try {
    await call;
    return 'accepted';
  } catch (error) {
    const revert = error instanceof BaseError && error.walk(cause => cause instanceof ContractFunctionRevertedError);
    if (!revert) throw error;
    // A verifier that reverts, or runs out of gas, leaves no error of its own.
    return revert.data?.errorName ?? 'no reason';
  }
}

// The Rollup's bytecode has places for the addresses of its external libraries.

import { EmpireSlasherDeploymentExtLibBytecode } from '@aztec/l1-artifacts/EmpireSlasherDeploymentExtLibBytecode';
import { RewardExtLibBytecode } from '@aztec/l1-artifacts/RewardExtLibBytecode';
import { RollupBytecode, RollupLinkReferences } from '@aztec/l1-artifacts/RollupBytecode';
import { RollupOperationsExtLibBytecode } from '@aztec/l1-artifacts/RollupOperationsExtLibBytecode';
import { TallySlasherDeploymentExtLibBytecode } from '@aztec/l1-artifacts/TallySlasherDeploymentExtLibBytecode';
import { ValidatorOperationsExtLibBytecode } from '@aztec/l1-artifacts/ValidatorOperationsExtLibBytecode';

const LIBRARIES = {
  EmpireSlasherDeploymentExtLib: EmpireSlasherDeploymentExtLibBytecode,
  RewardExtLib: RewardExtLibBytecode,
  RollupOperationsExtLib: RollupOperationsExtLibBytecode,
  TallySlasherDeploymentExtLib: TallySlasherDeploymentExtLibBytecode,
  ValidatorOperationsExtLib: ValidatorOperationsExtLibBytecode,
};

/** Deploys the libraries with `create(abi, bytecode)` and puts their addresses in. */
export async function linkedRollup(create) {
  let code = RollupBytecode;
  for (const references of Object.values(RollupLinkReferences)) {
    for (const [name, places] of Object.entries(references)) {
      if (/[^0-9a-fx]/.test(LIBRARIES[name])) throw new Error(`${name} has to be linked itself`);
      const address = (await create([], LIBRARIES[name])).slice(2).toLowerCase();
      for (const { start, length } of places) {
        const at = 2 + 2 * start;
        code = code.slice(0, at) + address + code.slice(at + 2 * length);
      }
    }
  }
  return code;
}

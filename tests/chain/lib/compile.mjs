// Our own contracts, compiled with the compiler's JavaScript build.

import { readFileSync, readdirSync } from 'node:fs';

import solc from 'solc';

const directory = new URL('../contracts/', import.meta.url);

/** Every contract by its name: `{ abi, bytecode, runtime }`. */
export function compile() {
  const names = readdirSync(directory);
  const sources = Object.fromEntries(names.map(name => [name, { content: readFileSync(new URL(name, directory), 'utf8') }]));
  const settings = {
    optimizer: { enabled: true },
    evmVersion: 'cancun',
    outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object', 'evm.deployedBytecode.object'] } },
  };
  const output = JSON.parse(solc.compile(JSON.stringify({ language: 'Solidity', sources, settings })));
  const errors = (output.errors ?? []).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(error => error.formattedMessage).join('\n'));

  const compiled = Object.values(output.contracts).flatMap(Object.entries);
  return Object.fromEntries(
    compiled.map(([name, { abi, evm }]) => [
      name,
      { abi, bytecode: `0x${evm.bytecode.object}`, runtime: `0x${evm.deployedBytecode.object}` },
    ]),
  );
}

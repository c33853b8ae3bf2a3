// Our own contracts, compiled with the compiler's JavaScript build.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const directory = new URL('../contracts/', import.meta.url);
const cache = fileURLToPath(new URL('../node_modules/.cache/', import.meta.url));

/** Every contract by its name: `{ abi, bytecode, runtime }`. Compiling takes seconds, so what came of the same input is kept. */
export function compile() {
  const names = readdirSync(directory);
  const sources = Object.fromEntries(names.map(name => [name, { content: readFileSync(new URL(name, directory), 'utf8') }]));
  const settings = {
    optimizer: { enabled: true },
    evmVersion: 'cancun',
    outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object', 'evm.deployedBytecode.object'] } },
  };
  const input = JSON.stringify({ language: 'Solidity', sources, settings });
  const { version } = require('solc/package.json');
  const kept = `${cache}${createHash('sha256').update(version + input).digest('hex')}.json`;
  try {
    return JSON.parse(readFileSync(kept, 'utf8'));
  } catch {
    const compiled = compiledFrom(input);
    mkdirSync(cache, { recursive: true });
    // Several test files may compile at the same time.
    writeFileSync(`${kept}.${process.pid}`, JSON.stringify(compiled));
    renameSync(`${kept}.${process.pid}`, kept);
    return compiled;
  }
}

function compiledFrom(input) {
  const output = JSON.parse(require('solc').compile(input));
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

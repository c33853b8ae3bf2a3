// One temporary directory for a run, removed when the process ends, however it ends.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let root;

/** A directory of this name in the temporary directory. */
export function scratch(name) {
  if (!root) {
    root = mkdtempSync(join(tmpdir(), 'keygen-interop-'));
    process.on('exit', () => rmSync(root, { recursive: true, force: true }));
  }
  const directory = join(root, name);
  mkdirSync(directory, { recursive: true });
  return directory;
}

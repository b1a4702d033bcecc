import { accessSync, constants, mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

/** These tests write and sync many small files: where there is a file system in memory, it is done in a tenth of the time. */
const IN_MEMORY = '/dev/shm';

/** A new empty directory, in memory where possible, removed after the test that asked for it, also when that fails. */
export function temporaryDirectory(): string {
  const path = mkdtempSync(join(base(), 'cdk-istio-privatelink-'));
  made.push(path);
  return path;
}

function base(): string {
  try {
    accessSync(IN_MEMORY, constants.W_OK);
    return IN_MEMORY;
  } catch {
    return tmpdir();
  }
}

const made: string[] = [];
afterEach(() => {
  for (const path of made.splice(0)) {
    rmSync(path, { recursive: true, force: true });
  }
});

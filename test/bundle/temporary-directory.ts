import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

/** A new empty directory, removed after the test that asked for it, also when that fails. */
export function temporaryDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), 'cdk-istio-privatelink-'));
  made.push(path);
  return path;
}

/** The contents of all files below a directory by path, with forward slashes, sorted. */
export function readTree(directory: string, prefix = ''): { [path: string]: string } {
  return Object.fromEntries(readdirSync(directory).sort().flatMap(name => {
    const path = join(directory, name);
    return statSync(path).isDirectory() ? Object.entries(readTree(path, `${prefix}${name}/`)) : [[`${prefix}${name}`, readFileSync(path, 'utf8')]];
  }));
}

const made: string[] = [];
afterEach(() => {
  for (const path of made.splice(0)) {
    rmSync(path, { recursive: true, force: true });
  }
});

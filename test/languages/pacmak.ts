import { readFileSync } from 'fs';
import { join } from 'path';
import { runOrThrow } from './run';

export const ROOT = join(__dirname, '..', '..');

/** Generates the package of a jsii module for a language, below `out`/<target>. */
export function pacmak(target: 'python' | 'go', out: string, module = ROOT, ...options: readonly string[]): void {
  const cli = join(ROOT, 'node_modules', 'jsii-pacmak', 'bin', 'jsii-pacmak');
  runOrThrow(process.execPath, [cli, '--target', target, '--outdir', out, ...options, module], ROOT);
}

/** The version of an npm package that the project has installed. */
export function installedVersion(name: string): string {
  return (JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8')) as { version: string }).version;
}

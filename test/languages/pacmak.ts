import { readFileSync } from 'fs';
import { join } from 'path';
import { runOrThrow } from './run';

export const ROOT = join(__dirname, '..', '..');

export type Target = 'python' | 'go' | 'java' | 'dotnet';

export interface PacmakOptions {
  /** The directory of the jsii module. @default this project */
  readonly module?: string;
  /** Without the language's own tools. @default false */
  readonly codeOnly?: boolean;
  /** For the language's own tools. @default none */
  readonly env?: NodeJS.ProcessEnv;
}

/** Generates the package of a jsii module for a language, below `out`/<target>. */
export function pacmak(target: Target, out: string, { module = ROOT, codeOnly = false, env = {} }: PacmakOptions = {}): void {
  const cli = join(ROOT, 'node_modules', 'jsii-pacmak', 'bin', 'jsii-pacmak');
  runOrThrow(process.execPath, [cli, '--target', target, '--outdir', out, ...codeOnly ? ['--code-only'] : [], module], ROOT, env);
}

/** The version of an npm package that the project has installed. */
export function installedVersion(name: string): string {
  return (JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8')) as { version: string }).version;
}

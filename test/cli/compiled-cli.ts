import { spawn, spawnSync } from 'child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '..', '..');

/** The program as it is shipped: JavaScript, which starts in a third of the time that TypeScript takes. */
export interface CompiledCli {
  /** The file to run. */
  readonly main: string;
  /** Runs it to its end. */
  run(args: readonly string[], options?: CompiledOptions): CompiledResult;
  remove(): void;
}

export interface CompiledOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

export interface CompiledResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Compiles src/cli, and what it imports from elsewhere, which is little: nothing of the CDK. */
export function compileCli(): CompiledCli {
  const directory = mkdtempSync(join(tmpdir(), 'cdk-istio-privatelink-cli-'));
  const sources = [
    ...readdirSync(join(ROOT, 'src', 'cli'), { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts')).map(file => join('src', 'cli', file)),
    ...readdirSync(join(ROOT, 'src', 'mesh')).filter(file => file.endsWith('.ts')).map(file => join('src', 'mesh', file)),
  ];
  for (const source of sources) {
    const { outputText } = ts.transpileModule(readFileSync(join(ROOT, source), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
    });
    const compiled = join(directory, source.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(compiled), { recursive: true });
    writeFileSync(compiled, outputText);
  }
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ version: '1.2.3' }));
  for (const name of ['node_modules', 'starter']) {
    symlinkSync(join(ROOT, name), join(directory, name));
  }
  const main = join(directory, 'src', 'cli', 'main.js');
  return {
    main,
    run: (args, { cwd = directory, env = {} } = {}) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { cwd, env: { PATH: process.env.PATH, ...env }, encoding: 'utf8', input: '' });
      return { exitCode: status, stdout, stderr };
    },
    remove: () => rmSync(directory, { recursive: true }),
  };
}

/** Starts a Node program and kills it after some milliseconds, counted from its first output. */
export async function killedAfter(ms: number, args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise(resolve => child.on('exit', resolve));
  await new Promise(resolve => child.stdout.once('data', resolve));
  await new Promise(resolve => setTimeout(resolve, ms));
  child.kill('SIGKILL');
  await ended;
}

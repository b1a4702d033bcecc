import { spawnSync } from 'child_process';
import { symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '..', '..');

export interface ProgramResult {
  readonly exitCode: number | null;
  readonly stderr: string;
}

/** Runs `main.ts` of a directory as a user's project does, templates into its `cdk.out`, with the library of this repository. */
export function runProgram(directory: string): ProgramResult {
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify({ compilerOptions: { paths: { 'cdk-istio-privatelink': [join(ROOT, 'src', 'index.ts')] } } }));
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'main.ts'], {
    cwd: directory,
    encoding: 'utf8',
    env: { ...process.env, CDK_OUTDIR: join(directory, 'cdk.out') },
  });
  return { exitCode: status, stderr };
}

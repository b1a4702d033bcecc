import { spawnSync } from 'node:child_process';

/**
 * What a command prints on its standard output.
 *
 * @throws with what it printed if it fails
 */
export function run(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = process.env): string {
  const { error, status, signal, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed (${signal ?? status}):\n${stdout}${stderr}`);
  return stdout;
}

import { spawnSync } from 'child_process';
import { whyNoVirtualEnvironment } from '../aws-api/virtual-environment';

/** What the generated package of jsii-pacmak asks for. */
const NEEDED_PYTHON = [3, 10] as const;

/** What the generated modules say in go.mod. */
const NEEDED_GO = '1.25';

/**
 * Why these tests cannot run on this machine: all that is missing.
 *
 * @returns undefined if they can
 */
export function whyNotHere(): string | undefined {
  if (process.platform === 'win32') {
    return 'needs Linux or macOS, this is Windows: run it there, or in the Windows Subsystem for Linux';
  }
  const reasons = [whyNoVirtualEnvironment(NEEDED_PYTHON), whyNoGo()].filter(reason => reason !== undefined);
  return reasons.length === 0 ? undefined : reasons.join('; ');
}

/** @returns undefined if there is a Go that can build the generated modules */
export function whyNoGo(path = process.env.PATH): string | undefined {
  const remedy = `install Go ${NEEDED_GO} or later from https://go.dev/dl`;
  const { error, stdout } = spawnSync('go', ['version'], { encoding: 'utf8', env: { ...process.env, PATH: path } });
  if (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return `needs Go, which is not installed: ${remedy}`;
  }
  const found = /go version go(\d+\.\d+(?:\.\d+)?)/.exec(stdout)?.[1];
  // Development versions have no number.
  return found && found.localeCompare(NEEDED_GO, 'en', { numeric: true }) < 0 ? `needs Go ${NEEDED_GO}, found Go ${found}: ${remedy}` : undefined;
}

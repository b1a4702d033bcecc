import { spawnSync } from 'child_process';
import { createHash } from 'crypto';
import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { cacheDirectory, makeWhole } from '../../scripts/cache-directory';

const REQUIREMENTS = join(__dirname, 'requirements.txt');

/** What the pinned packages need. */
const NEEDED_PYTHON = [3, 11] as const;

/**
 * The Python that has the pinned packages.
 *
 * @throws if its environment was not made
 */
export function python(): string {
  const path = pythonOf(environmentDirectory());
  if (!existsSync(path)) {
    throw new Error('there is no environment with the AWS API: run these tests with npm run test:aws');
  }
  return path;
}

/**
 * Makes the environment in the user's cache directory, unless it is there.
 *
 * Two may do so at the same time: whoever is first provides it for both.
 */
export function makeVirtualEnvironment(progress: (line: string) => void): void {
  const target = environmentDirectory();
  if (existsSync(pythonOf(target))) {
    return;
  }
  progress(`installing the packages of test/aws-api/requirements.txt into ${target}; this is done once`);
  // Only the scripts of an environment know its directory, and none is used.
  makeWhole(target, () => existsSync(pythonOf(target)), unfinished => {
    run('python3', ['-m', 'venv', unfinished]);
    run(pythonOf(unfinished), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', '--requirement', REQUIREMENTS]);
  });
}

/**
 * Why there can be no environment on this machine.
 *
 * @returns undefined if there can
 */
export function whyNoVirtualEnvironment(neededPython: readonly [number, number] = NEEDED_PYTHON): string | undefined {
  const needed = neededPython.join('.');
  const remedy = `install Python ${needed} or later with its venv module, from https://www.python.org/downloads or as python3 and python3-venv`;
  const { error, status, stdout } = spawnSync('python3', ['-c', 'import sys, venv, ensurepip; print(*sys.version_info[:2])'], { encoding: 'utf8' });
  if (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return `needs Python 3, which is not installed: ${remedy}`;
  }
  if (status !== 0) {
    return `needs Python's venv module, which is not installed: ${remedy}`;
  }
  const [major, minor] = stdout.trim().split(' ').map(Number);
  const isRecent = major! > neededPython[0] || (major === neededPython[0] && minor! >= neededPython[1]);
  return isRecent ? undefined : `needs Python ${needed}, found Python ${major}.${minor}: ${remedy}`;
}

/** One for each set of packages: its name changes with them. */
function environmentDirectory(): string {
  const hash = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12);
  return join(cacheDirectory(), `aws-api-${hash}`);
}

function pythonOf(environment: string): string {
  return join(environment, 'bin', 'python');
}

function run(command: string, args: readonly string[]): void {
  const { error, status, signal, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed (${signal ?? status}):\n${stderr}`);
}

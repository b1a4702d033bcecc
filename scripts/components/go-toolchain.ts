import { spawnSync } from 'node:child_process';
import { Component, moduleDirectory, neededGo } from './component';

/** Thrown when what would be built cannot be, because of the machine; the message says what to install. */
export class CannotBuildError extends Error {}

/** The environment in which `go` is run: nothing near the caller has a say, and no C compiler is needed. */
export function goEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, GOWORK: 'off', GO111MODULE: 'on', CGO_ENABLED: '0', GOOS: goOs(), GOARCH: goArch() };
}

/** This machine's operating system, as Go calls it. */
export function goOs(): string {
  return process.platform === 'win32' ? 'windows' : process.platform;
}

/** This machine's architecture, as Go calls it. */
export function goArch(): string {
  return process.arch === 'x64' ? 'amd64' : process.arch;
}

/**
 * Makes sure that there is a Go that can build all of some components.
 *
 * @throws CannotBuildError if there is none, or only an older one
 */
export function requireGo(components: readonly Component[]): void {
  const [component] = [...components].sort((one, other) => compareVersions(neededGo(other), neededGo(one)));
  if (!component) {
    return;
  }
  const needed = neededGo(component);
  // In the module's directory, where Go also fetches a newer version of itself, unless its user forbids it.
  const { error, status, stdout, stderr } = spawnSync('go', ['version'], { cwd: moduleDirectory(component), encoding: 'utf8', env: goEnvironment() });
  const remedy = `install Go ${needed} or later from https://go.dev/dl`;
  if (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new CannotBuildError(`needs Go, which is not installed: ${remedy}`);
  }
  const found = /go version go(\d+\.\d+(?:\.\d+)?)/.exec(stdout)?.[1];
  if (status !== 0) {
    throw new CannotBuildError(`needs Go ${needed} to build ${component.name}, and go says "${stderr.trim()}": ${remedy}`);
  }
  // Development versions have no number.
  if (found && compareVersions(found, needed) < 0) {
    throw new CannotBuildError(`needs Go ${needed} to build ${component.name}, found Go ${found}: ${remedy}`);
  }
}

/** Negative if the first is the older one. */
function compareVersions(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}

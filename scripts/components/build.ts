import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildFlags } from './build-flags';
import { Component, ComponentName, componentNamed, fingerprint, moduleDirectory, pinnedVersion } from './component';
import { CannotBuildError, goArch, goEnvironment, goOs, requireGo } from './go-toolchain';
import { cacheDirectory, makeWhole } from '../cache-directory';

/**
 * The path of a component that was built.
 *
 * @throws if it was not
 */
export function component(name: ComponentName): string {
  const wanted = componentNamed(name);
  const path = pathOf(wanted);
  if (!existsSync(path)) {
    throw new Error(`${name} ${pinnedVersion(wanted)} is not built: run npx tsx scripts/components/main.ts ${name}`);
  }
  return path;
}

/**
 * Builds those of the components that are not in the user's cache directory yet.
 *
 * Two may do so at the same time: whoever is first provides the program for both.
 *
 * @throws CannotBuildError if one is missing and there is no Go that can build it
 */
export function buildComponents(names: readonly ComponentName[], progress: (line: string) => void): void {
  const missing = missingComponents(names);
  if (missing.length === 0) {
    return;
  }
  requireGo(missing);
  const seconds = missing.reduce((sum, each) => sum + each.seconds, 0);
  progress(`building ${missing.map(each => `${each.name} ${pinnedVersion(each)}`).join(', ')} into ${componentsDirectory()}`);
  progress(`this is done once, and takes about ${Math.ceil(seconds / 60)} minutes on 2 cores, downloads not counted`);
  missing.forEach((each, index) => {
    progress(`${index + 1}/${missing.length} ${each.name}, about ${each.seconds} s ...`);
    const start = Date.now();
    build(each);
    progress(`${index + 1}/${missing.length} ${each.name} is built (${Math.round((Date.now() - start) / 1000)} s)`);
  });
}

/**
 * Why the components cannot be had on this machine.
 *
 * @returns undefined if they can
 */
export function whyNotBuildable(names: readonly ComponentName[]): string | undefined {
  try {
    requireGo(missingComponents(names));
    return undefined;
  } catch (error) {
    if (error instanceof CannotBuildError) return error.message;
    throw error;
  }
}

function missingComponents(names: readonly ComponentName[]): Component[] {
  return names.map(componentNamed).filter(each => !existsSync(pathOf(each)));
}

function build(wanted: Component): void {
  // While there is a listener, the signal ends only go, and what is unfinished is removed.
  const onSignal = () => {};
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    makeWhole(dirname(pathOf(wanted)), () => existsSync(pathOf(wanted)), unfinished => goBuild(wanted, join(unfinished, wanted.name)));
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

function goBuild(wanted: Component, output: string): void {
  const { error, status, signal, stderr } = spawnSync('go', ['build', ...buildFlags(wanted), '-o', output, wanted.package], {
    cwd: moduleDirectory(wanted),
    encoding: 'utf8',
    env: goEnvironment(),
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw error;
  if (signal) throw new Error(`building ${wanted.name} was interrupted by ${signal}`);
  if (status !== 0) throw new Error(`cannot build ${wanted.name} ${pinnedVersion(wanted)}:\n${withoutDownloads(stderr)}`);
}

/** One directory a component: its name says all that the program depends on. */
function pathOf(wanted: Component): string {
  const key = [wanted.name, pinnedVersion(wanted), goOs(), goArch(), fingerprint(wanted, buildFlags(wanted))].join('-');
  return join(componentsDirectory(), key, wanted.name);
}

function componentsDirectory(): string {
  return join(cacheDirectory(), 'components');
}

function withoutDownloads(output: string): string {
  return output.split('\n').filter(line => !line.startsWith('go: downloading ')).join('\n').trim();
}

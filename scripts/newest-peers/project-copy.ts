import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PeerVersions } from './peers';
import { git } from '../api-compatibility/git';

/** Says that the peers are those of the floor, which they are not in a copy with others. */
const FLOOR_TEST = 'test/package/peer-floor.test.ts';

/**
 * Copies what git has, and what is new and not ignored, with the same dependencies but other peers.
 *
 * @param peers the `node_modules` with them
 */
export function copyProject(root: string, peers: string, versions: PeerVersions, copy: string): void {
  const files = git(root, ['ls-files', '-z', '--cached', '--others', '--exclude-standard']).split('\0').filter(file => file && existsSync(join(root, file)));
  if (!files.includes(FLOOR_TEST)) {
    throw new Error(`${FLOOR_TEST} is gone: say in scripts/newest-peers/project-copy.ts which test is about the floor`);
  }
  for (const file of files.filter(name => name !== FLOOR_TEST)) {
    cpSync(join(root, file), join(copy, file), { verbatimSymlinks: true });
  }
  const dependents = provideDependencies(join(root, 'node_modules'), peers, Object.keys(versions), join(copy, 'node_modules'));
  checkPeers(copy, versions);
  dependents.forEach(directory => checkPeers(directory, versions));
}

/**
 * Links what is installed here, and the peers from elsewhere. What itself needs a peer is copied: a linked one would find the peers beside where it really is.
 *
 * @returns the directories of what was copied
 */
function provideDependencies(installed: string, peers: string, names: readonly string[], target: string): string[] {
  const others = packagesIn(peers);
  const dependents: string[] = [];
  for (const name of new Set([...packagesIn(installed), ...others])) {
    mkdirSync(dirname(join(target, name)), { recursive: true });
    if (others.includes(name)) {
      symlinkSync(join(peers, name), join(target, name));
    } else if (needsOneOf(join(installed, name), names)) {
      cpSync(join(installed, name), join(target, name), { recursive: true, verbatimSymlinks: true });
      dependents.push(join(target, name));
    } else {
      symlinkSync(join(installed, name), join(target, name));
    }
  }
  // Relative links, which lead to the packages of the copy.
  cpSync(join(installed, '.bin'), join(target, '.bin'), { recursive: true, verbatimSymlinks: true });
  return dependents;
}

function packagesIn(modules: string): string[] {
  return readdirSync(modules).filter(name => !name.startsWith('.')).flatMap(name =>
    name.startsWith('@') ? readdirSync(join(modules, name)).map(scoped => `${name}/${scoped}`) : [name]);
}

interface Manifest { readonly dependencies?: object; readonly peerDependencies?: object }

function manifestOf(directory: string): Manifest {
  return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
}

function needsOneOf(directory: string, names: readonly string[]): boolean {
  const { dependencies, peerDependencies } = manifestOf(directory);
  return names.some(name => name in { ...dependencies, ...peerDependencies });
}

/** Else the tests would pass with the peers of the floor. */
function checkPeers(directory: string, versions: PeerVersions): void {
  const { peerDependencies = {} } = manifestOf(directory);
  for (const [name, wanted] of Object.entries(versions).filter(([peer]) => peer in peerDependencies)) {
    const { version } = JSON.parse(readFileSync(createRequire(join(directory, 'package.json')).resolve(`${name}/package.json`), 'utf8'));
    if (version !== wanted) {
      throw new Error(`${directory} finds ${name} ${version}, and is to be tested with ${wanted}`);
    }
  }
}

import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'fs';
import { basename, dirname, join, relative, resolve, sep } from 'path';
import { quoted } from '../mesh/quoted';

/** Where the verbs of `certs` keep their files when they are told nothing else. */
export const DEFAULT_CERTS_DIRECTORY = 'certs';

/** The files of the root, in the directory itself. */
export const ROOT_CERT = 'root-cert.pem';
export const ROOT_KEY = 'root-key.pem';

/** The files of a cluster, in a directory of its name, by the keys of the Secret `cacerts`; the root's certificate is there too. */
export const CA_CERT = 'ca-cert.pem';
export const CA_KEY = 'ca-key.pem';
export const CERT_CHAIN = 'cert-chain.pem';
export const CLUSTER_FILES = [CA_CERT, CA_KEY, CERT_CHAIN, ROOT_CERT];

/** The names of the directories that hold a cluster's certificates, sorted. Istio's own Makefile lays its files out in the same way. */
export function clusterDirectories(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter(entry => !entry.name.startsWith('.') && (entry.isDirectory() || entry.isSymbolicLink()))
    .map(({ name }) => name)
    .filter(name => CLUSTER_FILES.some(file => existsSync(join(directory, name, file))))
    .sort();
}

/** Whether the directory's `.gitignore` keeps everything out of Git: one that was there already may not. */
export function isIgnoredByGit(directory: string): boolean {
  return readFileSync(join(directory, '.gitignore'), 'utf8').split(/\r?\n/).some(line => /^\/?\*{1,2}$/.test(line.trim()));
}

/**
 * @throws when the directory does not exist
 */
export function requireDirectory(directory: string): void {
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`directory ${quoted(directory)} not found: run "istio-privatelink certs init" first, or give the directory of the certificates with --dir`);
  }
}

/**
 * Keeps keys and bundles apart: bundles are committed and applied, and a `.gitignore` beside keys would hide them.
 *
 * @throws when one of the directories is the other, or lies in it
 */
export function refuseBundles(directory: string, bundles: string): void {
  const keys = realPath(directory);
  if (isInside(keys, bundles)) {
    throw new Error(`directory ${quoted(directory)} lies in the bundles' directory ${quoted(bundles)}, which is committed and applied: ` +
      'keep the private keys elsewhere with --dir');
  }
  if (isInside(bundles, keys)) {
    throw new Error(`directory ${quoted(directory)} holds the bundles' directory ${quoted(bundles)}, and everything in it is kept out of Git: ` +
      'give the private keys a directory of their own with --dir');
  }
}

/** Whether a path is a directory, or lies in it. Both are absolute and without symbolic links. */
export function isInside(path: string, directory: string): boolean {
  const way = relative(directory, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && resolve(directory, way) === path);
}

/** The absolute path without symbolic links, also of what does not exist yet. */
export function realPath(path: string): string {
  const absolute = resolve(path);
  return existsSync(absolute) || dirname(absolute) === absolute
    ? realpathSync(absolute)
    : join(realPath(dirname(absolute)), basename(absolute));
}

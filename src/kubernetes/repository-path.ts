import { named, noToken, ValueName } from '../mesh/dns-name';

/** The text itself, if it is a path from the root of a repository that stays inside. */
export function repositoryPath(path: string, name: ValueName): string {
  noToken(path, name);
  if (path === '' || path.startsWith('/') || path.split('/').includes('..')) {
    throw new Error(`${named(name, path)} is not a path in a repository: ` +
      'expected one from the root of the repository, without a slash before it and without "..", for instance "dist/cluster1"');
  }
  return path;
}

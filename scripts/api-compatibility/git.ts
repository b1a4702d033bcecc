import { run } from './run';

/** What git prints, in a repository. */
export function git(root: string, args: readonly string[]): string {
  return run('git', args, root);
}

/** The last tag `v…` that HEAD comes after, or undefined if there is none. */
export function lastTag(root: string): string | undefined {
  const tags = git(root, ['tag', '--merged', 'HEAD', '--sort=-version:refname', '--list', 'v[0-9]*']);
  return tags.split('\n').find(tag => /^v\d+\.\d+\.\d+$/.test(tag));
}

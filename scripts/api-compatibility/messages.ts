import { git } from './git';

/**
 * The messages of the commits since a tag. On a pull request, which is merged as one commit, its title and its description are the message
 * of that commit: those of the branch itself are not kept.
 */
export function messagesSince(root: string, tag: string): string[] {
  const { PULL_REQUEST_TITLE: title, PULL_REQUEST_BODY: body = '', PULL_REQUEST_BASE: base } = process.env;
  if (!title || !base) return commitMessages(root, `${tag}..HEAD`);
  return [`${title}\n\n${body}`.replaceAll('\r\n', '\n'), ...commitMessages(root, `${tag}..${base}`)];
}

function commitMessages(root: string, range: string): string[] {
  return git(root, ['log', '--format=%B%x00', range]).split('\0').map(message => message.trim());
}

import { git } from './git';

/** `feat(cli)!: …`, as https://www.conventionalcommits.org has it. */
const BREAKING_SUBJECT = /^[a-z]+(?:\([^()]+\))?!: /;
const BREAKING_FOOTER = /^BREAKING[ -]CHANGE: /m;

/** The subjects of the commits since a tag that announce a breaking change. */
export function announcements(root: string, tag: string): string[] {
  const messages = git(root, ['log', '--format=%B%x00', `${tag}..HEAD`]).split('\0').map(message => message.trim());
  return messages.filter(message => BREAKING_SUBJECT.test(message) || BREAKING_FOOTER.test(message)).map(message => message.split('\n')[0]!);
}

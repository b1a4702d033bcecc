import { messagesSince } from './messages';

/** `feat(cli)!: …`, as https://www.conventionalcommits.org has it. */
const BREAKING_SUBJECT = /^[a-z]+(?:\([^()]+\))?!: .*/;
/** Whatever follows belongs to it: the footer is the last thing that a message has. */
const BREAKING_FOOTER = /^BREAKING[ -]CHANGE: [^]*/m;

/** A message that announces a breaking change. */
export interface Announcement {
  readonly subject: string;
  /** The part that says what breaks. */
  readonly text: string;
}

/** What was announced since a tag. */
export function announcements(root: string, tag: string): Announcement[] {
  return messagesSince(root, tag).flatMap(message => {
    const text = [BREAKING_SUBJECT, BREAKING_FOOTER].flatMap(part => part.exec(message) ?? []).join('\n');
    return text === '' ? [] : [{ subject: message.split('\n')[0]!, text }];
  });
}

/** Whether an announcement names what breaks: `Type.member`, or its whole `Type`. */
export function announces({ text }: Announcement, name: string): boolean {
  return mentions(text, name) || mentions(text, name.split('.')[0]!);
}

/** Whether a text has a name that is not part of a longer one: `Mesh` is neither in `MeshStacks` nor in `Mesh.addCluster`. */
function mentions(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w.])${name.replaceAll('.', '\\.')}(?!\\w|\\.\\w)`).test(text);
}

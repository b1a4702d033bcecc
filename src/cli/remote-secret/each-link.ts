import { DiscoveryLink, namesText } from './links';
import { errorText } from '../error-text';
import { limited } from '../limited';
import { allWithProgress } from '../progress';
import { printError, Terminal } from '../terminal';

/** How many links are worked on at a time: so many may be half done when the program is killed. */
const AT_A_TIME = 8;

/** What came of a link. */
export interface LinkResult<T> {
  readonly link: DiscoveryLink;
  readonly result: T;
}

/** What came of all links. */
export interface LinkResults<T> {
  readonly done: LinkResult<T>[];
  /** Whether some could not be done; what is wrong with them is printed. */
  readonly failed: boolean;
}

/** Does something for each link. One that fails does not keep the others from being done. */
export async function eachLink<T>(
  terminal: Terminal, what: string, links: readonly DiscoveryLink[], work: (link: DiscoveryLink) => Promise<T>,
): Promise<LinkResults<T>> {
  const limit = limited(AT_A_TIME);
  const done = new Map<DiscoveryLink, T>();
  const failures = new Map<DiscoveryLink, string>();
  await allWithProgress(terminal, what, links.map(link => limit(async () => {
    try {
      done.set(link, await work(link));
    } catch (error) {
      failures.set(link, errorText(error));
    }
  })));
  // A cluster that does not answer is one error, not one for each of its links.
  for (const text of new Set(failures.values())) {
    printError(terminal, `${namesText(links.filter(link => failures.get(link) === text))}: ${text}`);
  }
  return { done: links.filter(link => done.has(link)).map(link => ({ link, result: done.get(link)! })), failed: failures.size > 0 };
}

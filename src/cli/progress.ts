import { Terminal } from './terminal';

/** Work that is done sooner needs no progress. */
const QUIET_MS = 2000;

/**
 * Awaits all of the work, and says how much of it is done once it takes more than two seconds, if there is a terminal to say it on.
 *
 * @param what what is being made, in the plural
 */
export async function allWithProgress<T>(terminal: Terminal, what: string, work: readonly Promise<T>[]): Promise<T[]> {
  const { stderr } = terminal;
  if (!stderr.isTTY) {
    return Promise.all(work);
  }
  let done = 0;
  let shown = false;
  const show = () => {
    shown = true;
    stderr.write(`\r\u001b[K${what}: ${done} of ${work.length} done`);
  };
  const timer = setTimeout(show, QUIET_MS);
  try {
    return await Promise.all(work.map(async part => {
      const result = await part;
      done++;
      if (shown) {
        show();
      }
      return result;
    }));
  } finally {
    clearTimeout(timer);
    if (shown) {
      stderr.write('\r\u001b[K');
    }
  }
}

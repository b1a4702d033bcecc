import { Terminal } from './terminal';

/** Work that is done sooner needs no progress. */
const QUIET_MS = 2000;

/** How often the seconds are counted up. */
const TICK_MS = 1000;

/**
 * Awaits all of the work, and says how much of it is done once it takes more than two seconds, if there is a terminal to say it on.
 *
 * @param what what is being made, in the plural
 */
export async function allWithProgress<T>(terminal: Terminal, what: string, work: readonly Promise<T>[]): Promise<T[]> {
  let done = 0;
  return shown(terminal, () => `${what}: ${done} of ${work.length} done`, show => Promise.all(work.map(async part => {
    const result = await part;
    done++;
    show();
    return result;
  })));
}

/**
 * Awaits something that others do, and says for how long already once it takes more than two seconds, if there is a terminal to say it on.
 *
 * @param what what is awaited
 */
export async function waitWithProgress<T>(terminal: Terminal, what: string, work: Promise<T>): Promise<T> {
  const start = Date.now();
  return shown(terminal, () => `${what}: ${Math.round((Date.now() - start) / 1000)} s`, async show => {
    const timer = setInterval(show, TICK_MS);
    try {
      return await work;
    } finally {
      clearInterval(timer);
    }
  });
}

/**
 * Keeps a line up to date while something is done, and takes it away in the end.
 *
 * @param work is given what writes the line anew; it has no effect in the first seconds
 */
async function shown<T>({ stderr }: Terminal, line: () => string, work: (show: () => void) => Promise<T>): Promise<T> {
  if (!stderr.isTTY) {
    return work(() => undefined);
  }
  let visible = false;
  const write = () => stderr.write(`\r\u001b[K${line()}`);
  const timer = setTimeout(() => {
    visible = true;
    write();
  }, QUIET_MS);
  try {
    return await work(() => visible && write());
  } finally {
    clearTimeout(timer);
    if (visible) {
      stderr.write('\r\u001b[K');
    }
  }
}

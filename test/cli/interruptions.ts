import fs from 'fs';

/** What a killed process does not get past. */
export class Interrupted extends Error {}

const CHANGES = ['chmodSync', 'closeSync', 'fsyncSync', 'mkdirSync', 'openSync', 'renameSync', 'rmSync', 'rmdirSync', 'writeFileSync', 'writeSync'] as const;

/**
 * Runs `work` as if its process were killed before its change number `steps` of the file system: that change and all later ones, those of
 * clean-up code too, do not happen. A write is torn in the middle.
 *
 * @returns whether it was killed
 */
export async function interruptedAfter(steps: number, work: () => unknown): Promise<boolean> {
  let left = steps;
  const spies = CHANGES.map(name => {
    const original = fs[name] as (...args: unknown[]) => unknown;
    return jest.spyOn(fs as unknown as Record<string, (...args: unknown[]) => unknown>, name).mockImplementation((...args) => {
      if (left-- > 0) {
        return original(...args);
      }
      if (left === -1 && name === 'writeSync') {
        const [file, bytes] = args as [number, Uint8Array];
        original(file, bytes.subarray(0, bytes.length / 2));
      }
      throw new Interrupted(`killed before ${name} ${String(args[0])}`);
    });
  });
  // The lock of a process that was killed: its owner is gone, although this process is not.
  const kill = jest.spyOn(process, 'kill').mockImplementation(() => {
    throw Object.assign(new Error('no such process'), { code: 'ESRCH' });
  });
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Interrupted)) {
      throw error;
    }
  } finally {
    spies.forEach(spy => spy.mockRestore());
    kill.mockRestore();
  }
  return left < 0;
}

/** Runs `work` where every other process is gone. */
export async function alone<T>(work: () => T | Promise<T>): Promise<T> {
  const kill = jest.spyOn(process, 'kill').mockImplementation(() => {
    throw Object.assign(new Error('no such process'), { code: 'ESRCH' });
  });
  try {
    return await work();
  } finally {
    kill.mockRestore();
  }
}

/** How long a server may take to become ready, on a busy machine. */
const READY_WITHIN_MS = 90_000;

/** A program that something is waited for of. */
interface Waited {
  /** @throws if it ended */
  requireAlive(): void;
  logTail(): string;
}

/**
 * Waits until something is so, while a server lives.
 *
 * @param what for the message, for instance `cluster1: etcd answers`
 * @throws with the end of the server's log
 */
export async function until(what: string, server: Waited, isSo: () => Promise<boolean>, withinMs = READY_WITHIN_MS): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!await isSo().catch(() => false)) {
    server.requireAlive();
    if (Date.now() > deadline) {
      throw new Error(`waited ${withinMs / 1000} s in vain until ${what}:\n${server.logTail()}`);
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

/**
 * Waits until all have ended, also when one fails: nothing may be started any more while somebody cleans up.
 *
 * @throws what the first of them, in their order, failed with
 */
export async function allOrThrow(parts: readonly Promise<unknown>[]): Promise<void> {
  for (const part of await Promise.allSettled(parts)) {
    if (part.status === 'rejected') throw part.reason;
  }
}

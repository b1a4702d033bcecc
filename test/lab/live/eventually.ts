/**
 * Tries until something is so.
 *
 * @param what for the error, for instance `the gateway passes secret on`
 * @returns what it was then
 * @throws with what it was last
 */
export async function eventually<T>(what: string, attempt: () => Promise<T>, isSo: (found: T) => boolean, withinMs = 60_000): Promise<T> {
  for (const deadline = Date.now() + withinMs; ; await new Promise(resolve => setTimeout(resolve, 500))) {
    const found = await attempt();
    if (isSo(found)) {
      return found;
    }
    if (Date.now() > deadline) {
      throw new Error(`waited ${withinMs / 1000} s in vain until ${what}: ${JSON.stringify(found)}`);
    }
  }
}

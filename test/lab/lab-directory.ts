import { rm } from 'fs/promises';
import { join } from 'path';

/** Of which lab this process speaks: empty for the usual one, or a letter for one more beside it. */
export const LAB_NAME = labName(process.env.LAB ?? '');

/**
 * Where a lab keeps its state, logs and file systems.
 * Not below /tmp or /run: containers need a disk that an overlay can lie on.
 */
export const LAB_DIRECTORY = `/var/lib/cdk-istio-privatelink-lab${LAB_NAME}`;

/** A path in the lab's directory. */
export function labPath(...names: readonly string[]): string {
  return join(LAB_DIRECTORY, ...names);
}

/** Removes it with all that is in it, also while the last that was killed writes its last. */
export async function removeLabPath(...names: readonly string[]): Promise<void> {
  await rm(labPath(...names), { recursive: true, force: true, maxRetries: 10 });
}

function labName(name: string): string {
  if (!/^[a-z]?$/.test(name)) {
    throw new Error(`the environment variable LAB is "${name}": expected nothing for the usual lab, or a letter from a to z for one beside it`);
  }
  return name;
}

import { spawnSync } from 'child_process';

const VERSION = spawnSync('openssl', ['version'], { encoding: 'utf8' });

/** `describe` with openssl; without one, the name of the skipped tests says why. */
export function describeWithOpenssl(name: string, tests: () => void): void {
  if (VERSION.status === 0) {
    describe(name, tests);
  } else {
    describe.skip(`${name} (skipped: no openssl on the PATH)`, tests);
  }
}

/** What openssl says, both streams together; fails the test unless it ends with 0. */
export function openssl(args: readonly string[], options: { readonly cwd?: string } = {}): string {
  const { status, stdout, stderr } = spawnSync('openssl', args, { encoding: 'utf8', ...options });
  expect([args, stderr, status]).toEqual([args, expect.anything(), 0]);
  return `${stdout}${stderr}`;
}

/** What openssl says of something that it refuses; fails the test if it ends with 0. */
export function opensslFails(args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
  expect([args, status]).not.toEqual([args, 0]);
  return `${stdout}${stderr}`;
}

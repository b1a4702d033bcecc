import { run } from './run';

/** Generating the modules takes no longer, so nobody waits longer for a slow network. */
const TIMEOUT_MS = 180_000;

/** A module that the proxy, or the checksum database, does not have or does not give away. */
const REFUSED = /(\S+@v[\w.+-]+): (?:(?:verifying[^\n]*: )?reading \S+: \d{3} |invalid version: GOVCS disallows)/g;

/** What go says when it reaches nobody. */
const UNREACHABLE = /dial tcp|i\/o timeout|TLS handshake|connection re(?:set|fused)|unexpected EOF|module lookup disabled by GOPROXY=off|Bad Gateway|Service Unavailable/;

/**
 * Finds the modules that a program needs, as its user does: `go mod tidy`.
 *
 * @returns why it cannot, where that is the network's fault; undefined if it did
 * @throws where it is the program's, or the library's
 */
export function tidyModules(directory: string, env: NodeJS.ProcessEnv, timeoutMs: number = TIMEOUT_MS): string | undefined {
  // What no proxy has would be asked of its repository, with programs that outlive their parent; no toolchain is fetched either.
  const alone = { ...env, GOVCS: '*:off', GOTOOLCHAIN: 'local' };
  try {
    const { status, output } = run('go', ['mod', 'tidy'], directory, alone, timeoutMs);
    return status === 0 ? undefined : reasonIn(output);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ETIMEDOUT') throw error;
    return `go mod tidy took longer than ${timeoutMs / 1000} seconds`;
  }
}

function reasonIn(output: string): string {
  const refused = new Set([...output.matchAll(REFUSED)].map(([, module]) => module));
  if (refused.size > 0) {
    return `the module proxy does not have ${[...refused].sort().join(', ')}`;
  }
  if (UNREACHABLE.test(output)) {
    return 'no module proxy answers';
  }
  throw new Error(`go mod tidy failed:\n${output}`);
}

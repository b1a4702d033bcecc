import { Caller } from '../guide/calls';
import { Lab } from '../lab';
import { CommandResult } from '../network/run-command';

/** What is said on a connection: the last tells that it was still there after the word before it. */
export const WORDS = ['before', 'after', 'end'] as const;

/**
 * Says something over TCP to whoever says it back, nothing for a while, and something again, all on one connection.
 *
 * @returns what was said back
 */
export async function holdConnection(
  lab: Lab, { cluster, namespace, workload, container }: Caller, host: string, port: number, idleSeconds: number,
): Promise<CommandResult> {
  const [before, after, end] = WORDS;
  return lab.cluster(cluster).tryKubectl(['exec', '-n', namespace, workload, ...container ? ['-c', container] : [], '--', 'sh', '-c',
    `(echo ${before}; sleep ${idleSeconds}; echo ${after}; sleep 3; echo ${end}) | socat -t 5 - TCP:${host}:${port}`]);
}

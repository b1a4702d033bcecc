import { Caller } from '../guide/calls';
import { Lab } from '../lab';

/** How many calls were answered in which way: by what was said, `none` for no answer. */
export type Answers = { readonly [answer: string]: number };

/** How often a test calls. A share that goes astray shows: of calls to two endpoints, all reach the same in one of 2^19 runs. */
const CALLS = 20;

/** Calls over HTTP, each time over a connection of its own to the caller's proxy, and never again when it fails. */
export async function httpAnswers(lab: Lab, caller: Caller, host: string): Promise<Answers> {
  return answers(lab, caller, `curl --silent --fail --max-time 10 http://${host}/`);
}

/** Connects over TCP, and reads until the other end closes. */
export async function tcpAnswers(lab: Lab, caller: Caller, host: string, port = 7000): Promise<Answers> {
  return answers(lab, caller, `timeout 10 socat -u TCP:${host}:${port} - 2>/dev/null`);
}

/** For people to read. */
export function answersText(found: Answers): string {
  return Object.entries(found).map(([answer, count]) => `${count} of ${CALLS} ${answer}`).join(', ');
}

async function answers(lab: Lab, { cluster, namespace, workload, container }: Caller, command: string): Promise<Answers> {
  const script = `for i in $(seq ${CALLS}); do answer=$(${command}); echo "\${answer:-none}"; done`;
  const printed = await lab.cluster(cluster).kubectl(['exec', '-n', namespace, workload, ...container ? ['-c', container] : [], '--', 'sh', '-c', script]);
  const lines = printed.trim().split('\n');
  if (lines.length !== CALLS) {
    throw new Error(`${CALLS} calls from ${cluster} have ${lines.length} answers: ${JSON.stringify(lines)}`);
  }
  return Object.fromEntries([...new Set(lines)].sort().map(line => [line, lines.filter(other => other === line).length]));
}

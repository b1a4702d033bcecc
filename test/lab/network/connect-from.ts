import { tryCommand } from './run-command';

/** Connects, and prints what the other side says first; where it says nothing, only that there is a connection. */
const SCRIPT = `
const [host, port] = process.argv.slice(1);
const say = text => { console.log(text); process.exit(); };
const socket = require('net').connect({ host, port: Number(port) });
socket.on('connect', () => setTimeout(() => say('connected'), 300)).on('data', data => say(String(data).trim())).on('error', ({ code }) => say(code));
setTimeout(() => say('ETIMEDOUT'), 2000);
`;

/**
 * Opens a TCP connection from a network namespace.
 *
 * @param namespace the host's if undefined
 * @returns the first thing that is said there, `connected` if nothing is, or the code of an error
 */
export async function connectFrom(namespace: string | undefined, host: string, port: number): Promise<string> {
  const command = [process.execPath, '-e', SCRIPT, host, `${port}`];
  const [program, ...args] = namespace === undefined ? command : ['nsenter', `--net=/run/netns/${namespace}`, ...command];
  return (await tryCommand(program!, args)).stdout.trim();
}

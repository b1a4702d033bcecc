import { spawnSync } from 'child_process';
import { readdirSync, statSync } from 'fs';
import { runCommand } from '../images/run-command';

const DIRECTORY = '/run/netns';

/** The names of all network namespaces that begin so. */
export function namespacesLike(...prefixes: readonly string[]): string[] {
  try {
    return readdirSync(DIRECTORY).filter(name => prefixes.some(prefix => name.startsWith(prefix))).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** What tells a namespace from another of the same name; undefined if there is none. */
export function namespaceId(name: string): number | undefined {
  return statSync(`${DIRECTORY}/${name}`, { throwIfNoEntry: false })?.ino;
}

/** Where a namespace can be entered. */
export function namespacePath(name: string): string {
  return `${DIRECTORY}/${name}`;
}

export function addNamespace(name: string): void {
  runCommand('ip', ['netns', 'add', name]);
}

/** Removes a namespace and its wires, also when a process is still in it. */
export function removeNamespace(name: string): void {
  const { stdout } = spawnSync('ip', ['-n', name, '-o', 'link', 'show', 'type', 'veth'], { encoding: 'utf8' });
  const wires = [...stdout.matchAll(/^\d+: ([^@:]+)[@:]/gm)].map(([, wire]) => wire!);
  // One that went with its other end is gone already.
  wires.forEach(wire => spawnSync('ip', ['-n', name, 'link', 'delete', wire]));
  try {
    runCommand('ip', ['netns', 'delete', name]);
  } catch (error) {
    // A command of a process that was killed may have been about to do the same.
    if (namespaceId(name) !== undefined) throw error;
  }
}

/** Runs lines of `ip` in a namespace. */
export function ip(namespace: string, lines: readonly string[]): void {
  runCommand('ip', ['-n', namespace, '-batch', '-'], { input: lines.join('\n') });
}

/** Replaces all rules of the tables that a text has, at once; open connections are not touched. */
export function restoreRules(namespace: string, text: string): void {
  runCommand('nsenter', [`--net=${namespacePath(namespace)}`, 'iptables-restore'], { input: text });
}

/** @param values by path below /proc/sys/net */
export function setSysctls(namespace: string, values: { readonly [path: string]: string }): void {
  const commands = Object.entries(values).map(([path, value]) => `echo ${value} > /proc/sys/net/${path}`);
  runCommand('nsenter', [`--net=${namespacePath(namespace)}`, 'sh', '-ec', commands.join('\n')]);
}

/** Forgets the connections that lead to an address and port, whose next packets are then refused. */
export function forgetConnections(namespace: string, address: string, port: number): void {
  const args = ['-D', '-p', 'tcp', '--reply-src', address, '--reply-port-src', `${port}`];
  const { status, stderr, error } = spawnSync('nsenter', [`--net=${namespacePath(namespace)}`, 'conntrack', ...args], { encoding: 'utf8' });
  // It ends with 1 also where there is none.
  if (error !== undefined || (status !== 0 && !stderr.includes('0 flow entries have been deleted'))) {
    throw new Error(`cannot forget the connections to ${address}:${port} in ${namespace}: ${error?.message ?? stderr.trim()}`);
  }
}

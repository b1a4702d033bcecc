import { tryCommand } from '../network/run-command';

const SCRIPT = `
const [server, name, type] = process.argv.slice(1);
const resolver = new (require('dns').promises.Resolver)({ timeout: 1000, tries: 2 });
resolver.setServers([server]);
resolver.resolve(name, type).then(([answer]) => console.log(answer), ({ code }) => console.log(code));
`;

/**
 * Asks a name server in a network namespace.
 *
 * @returns the first answer, or ENODATA where the name has none of that type, ENOTFOUND where there is no such name, or another code of an error
 */
export async function lookUp(namespace: string, server: string, name: string, type: 'A' | 'AAAA'): Promise<string> {
  const command = [process.execPath, '-e', SCRIPT, server, name, type];
  return (await tryCommand('nsenter', [`--net=/run/netns/${namespace}`, ...command])).stdout.trim();
}

/**
 * Runs the fast tests of the project in the working directory with the newest versions of its peers, in a copy of it.
 *
 *     tsx scripts/newest-peers/main.ts                                   all of them
 *     tsx scripts/newest-peers/main.ts test/aws                          arguments of jest
 *     tsx scripts/newest-peers/main.ts --peer=aws-cdk-lib@2.270.0        with this version of a peer; may be repeated
 *
 * Exit code 2: the registry does not answer, and the output says so. Progress goes to stderr.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { installPeers } from './installation';
import { Interruptible } from './interruptible';
import { newestPeers, peerRanges, PeerVersions, UnreachableRegistryError } from './peers';
import { copyProject } from './project-copy';

const PEER = '--peer=';
const OUTPUT_FILE = '--outputFile=';

async function main(root: string, args: readonly string[]): Promise<number> {
  const peers = newestPeers(root, givenPeers(args.filter(arg => arg.startsWith(PEER))));
  const ranges = peerRanges(root);
  progress(`the fast tests run with ${Object.entries(peers).map(([name, version]) => `${name} ${version} (${ranges[name]})`).join(', ')}`);
  const commands = new Interruptible();
  const modules = installPeers(peers, progress);
  const scratch = mkdtempSync(join(tmpdir(), 'cdk-istio-privatelink-newest-peers-'));
  const [copy, temporary] = [join(scratch, 'project'), join(scratch, 'tmp')];
  try {
    mkdirSync(temporary);
    copyProject(root, modules, peers, copy);
    // What is killed cannot remove its temporary files.
    const env = { ...process.env, TMPDIR: temporary };
    const bin = (name: string) => join(copy, 'node_modules', '.bin', name);
    // The examples import the package by its name, as its users do.
    const compiled = await commands.run(bin('jsii'), ['--silence-warnings=reserved-word'], copy, env);
    return compiled || await commands.run(bin('jest'), ['--ci', ...args.filter(arg => !arg.startsWith(PEER)).map(arg => fromHere(arg, root))], copy, env);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function givenPeers(args: readonly string[]): PeerVersions {
  return Object.fromEntries(args.map(arg => {
    const [, name, version] = /^--peer=(.+)@(\d+\.\d+\.\d+)$/.exec(arg) ?? [];
    if (!name) {
      throw new Error(`${arg} is no version of a peer: expected for instance --peer=aws-cdk-lib@2.270.0`);
    }
    return [name, version];
  }));
}

/** The report is wanted here, not in the copy. */
function fromHere(arg: string, root: string): string {
  return arg.startsWith(OUTPUT_FILE) ? `${OUTPUT_FILE}${resolve(root, arg.slice(OUTPUT_FILE.length))}` : arg;
}

function progress(line: string): void {
  process.stderr.write(`newest peers: ${line}\n`);
}

main(process.cwd(), process.argv.slice(2)).then(exitCode => {
  process.exitCode = exitCode;
}, (error: Error) => {
  progress(error.message);
  process.exitCode = error instanceof UnreachableRegistryError ? 2 : 1;
});

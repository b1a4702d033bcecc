import { existsSync } from 'fs';
import { basename, resolve } from 'path';
import { Command } from 'commander';
import { install } from './install';
import { requireEmpty, writeProject } from './project-directory';
import { publishedLibrary, starterFiles } from './starter';
import { quoted } from '../../mesh/quoted';
import { errorText } from '../error-text';
import { Session } from '../session';
import { printLine } from '../terminal';

interface InitOptions {
  readonly meshId?: string;
  readonly library?: string;
  readonly install: boolean;
}

/** `init`: makes a new project. */
export function addInit(program: Command, session: Session): void {
  program.command('init')
    .summary('make a project with a mesh of two clusters')
    .description('Makes a project: a mesh of two clusters, a program that synthesizes it, tests; and installs its dependencies with npm.')
    .argument('<directory>', 'where; it must be missing, or empty but for .git')
    .option('--mesh-id <id>', 'the id of the mesh (default: the directory\'s name)')
    .option('--library <spec>', 'the library to install: a version, an archive, a directory (default: the version of this tool)')
    .option('--no-install', 'do not run npm install')
    .addHelpText('after', `
Examples:
  $ istio-privatelink init my-mesh
  $ istio-privatelink init . --mesh-id shop --no-install`)
    .action((directory: string, options: InitOptions) => init(directory, options, session));
}

async function init(directory: string, options: InitOptions, { terminal }: Session): Promise<void> {
  if (directory === '') {
    throw new Error('the directory is empty text: give a name, or "." for the current directory');
  }
  const files = starterFiles({ meshId: meshIdOf(directory, options.meshId), library: librarySpec(options.library) });
  requireEmpty(directory);
  writeProject(directory, files);
  if (options.install) {
    await install(directory, terminal);
  }
  printLine(terminal, `${directory}: ${[...files.keys()].join(', ')}`);
  printLine(terminal, `
Next:
  cd ${directory}${options.install ? '' : `
  npm install`}
  npm test          # type check and tests
  npm run synth     # templates in cdk.out, bundles in dist
then put the ids of your own accounts and VPCs into mesh.ts; README.md goes on from there.`);
}

function meshIdOf(directory: string, given: string | undefined): string {
  // The model's rules know tokens, and with them the CDK, for which no other command should wait a second.
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() would be a module of another kind
  const { qualifiableName } = require('../../mesh/qualifiable-name') as typeof import('../../mesh/qualifiable-name');
  if (given !== undefined) {
    return qualifiableName(given, 'mesh id');
  }
  const name = basename(resolve(directory));
  try {
    return qualifiableName(name, 'mesh id');
  } catch (error) {
    throw new Error(`the directory's name cannot be the mesh's id: ${errorText(error)}; or give an id with --mesh-id`);
  }
}

/** What npm understands in another directory than this one. */
function librarySpec(given: string | undefined): string {
  if (given === undefined) {
    return publishedLibrary();
  }
  if (given.trim() === '') {
    throw new Error(`--library ${quoted(given)} names nothing: give a version, an archive or a directory`);
  }
  return existsSync(given) ? `file:${resolve(given)}` : given;
}

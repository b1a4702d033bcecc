import { createHash } from 'crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { tidyModules } from './go-modules';
import { GO_PEERS } from './go-peers';
import { Language, outputs } from './language';
import { installedVersion, pacmak, ROOT } from './pacmak';
import { run, runOrThrow } from './run';
import { cacheDirectory, makeWhole } from '../../scripts/cache-directory';

const SOURCE = join(ROOT, 'examples', 'two-clusters', 'go', 'main.go');

/** A module, put in place of what would be published. */
export const GO: Language = {
  name: 'go',
  source: SOURCE,
  example: /```go\n([^]*?)```/,
  newMesh: 'NewMesh(&MeshProps{',
  install: directory => {
    pacmak('go', directory, { codeOnly: true });
    copyFileSync(join(dirname(SOURCE), 'go.mod'), join(directory, 'go.mod'));
    copyFileSync(SOURCE, join(directory, 'main.go'));
    replaceModules(directory, join(directory, 'go'));
    const reason = tidyModules(directory, goEnvironment());
    if (reason === undefined) {
      say('go mod tidy found every module that the library needs');
    } else {
      say(`the modules of the CDK, cdk8s and constructs are generated from their npm packages: ${reason}`);
      replaceModules(directory, join(peers(), 'go'));
    }
    return readFileSync(join(directory, 'go', 'cdkistioprivatelink', 'README.md'), 'utf8');
  },
  run: (program, directory, out) => {
    writeFileSync(join(directory, 'main.go'), program);
    runOrThrow('go', ['build', '-mod=mod', '-trimpath', '-o', 'app', '.'], directory, goEnvironment());
    return run(join(directory, 'app'), [], out, outputs(out));
  },
};

/** Puts the modules below a directory in place of those that are published. */
function replaceModules(project: string, parent: string): void {
  const modules = readdirSync(parent).map(name => join(parent, name));
  runOrThrow('go', ['mod', 'edit', ...modules.map(path => `-replace=${moduleName(path)}=${path}`)], project, goEnvironment());
}

/**
 * The peers' modules, generated from the npm packages that the TypeScript tests use: once for each set of versions, as the CDK's
 * take a minute. For where the module proxy does not have them all.
 */
function peers(): string {
  const versions = [...GO_PEERS, 'jsii-pacmak'].map(name => `${name}@${installedVersion(name)}`).join(' ');
  const target = join(cacheDirectory(), `go-peers-${createHash('sha256').update(versions).digest('hex').slice(0, 12)}`);
  const isWhole = () => existsSync(join(target, 'go', 'awscdk', 'go.mod'));
  if (!isWhole()) {
    say(`generating the Go modules of the peers into ${target}; this is done once`);
    makeWhole(target, isWhole, unfinished => {
      for (const name of GO_PEERS) {
        pacmak('go', unfinished, { module: join(ROOT, 'node_modules', name), codeOnly: true });
      }
    });
  }
  return target;
}

function moduleName(directory: string): string {
  return /^module (\S+)$/m.exec(readFileSync(join(directory, 'go.mod'), 'utf8'))![1]!;
}

function say(line: string): void {
  process.stderr.write(`languages: go: ${line}\n`);
}

/** Nothing near the caller has a say. */
function goEnvironment(): NodeJS.ProcessEnv {
  return { GOWORK: 'off', GO111MODULE: 'on', CGO_ENABLED: '0' };
}

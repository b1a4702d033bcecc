import { createHash } from 'crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { Language, outputs } from './language';
import { installedVersion, pacmak, ROOT } from './pacmak';
import { run, runOrThrow } from './run';
import { cacheDirectory, makeWhole } from '../../scripts/cache-directory';

const SOURCE = join(ROOT, 'examples', 'two-clusters', 'go', 'main.go');

/** The jsii modules that the library's own needs. */
const PEERS = [
  '@aws-cdk/asset-awscli-v1', '@aws-cdk/asset-node-proxy-agent-v6', '@aws-cdk/cloud-assembly-schema',
  'aws-cdk-lib', 'cdk8s', 'cdk8s-plus-28', 'constructs',
];

/** A module, put in place of what would be published. */
export const GO: Language = {
  name: 'go',
  source: SOURCE,
  example: /```go\n([^]*?)```/,
  newMesh: 'NewMesh(&MeshProps{',
  install: directory => {
    pacmak('go', directory, { codeOnly: true });
    copyFileSync(join(dirname(SOURCE), 'go.mod'), join(directory, 'go.mod'));
    const modules = [join(directory, 'go'), join(peers(), 'go')].flatMap(parent => readdirSync(parent).map(name => join(parent, name)));
    runOrThrow('go', ['mod', 'edit', ...modules.map(path => `-replace=${moduleName(path)}=${path}`)], directory, goEnvironment());
    return readFileSync(join(directory, 'go', 'cdkistioprivatelink', 'README.md'), 'utf8');
  },
  run: (program, directory, out) => {
    writeFileSync(join(directory, 'main.go'), program);
    runOrThrow('go', ['build', '-mod=mod', '-trimpath', '-o', 'app', '.'], directory, goEnvironment());
    return run(join(directory, 'app'), [], out, outputs(out));
  },
};

/**
 * The peers' modules, generated from the npm packages that the TypeScript tests use: once for each set of versions, as the CDK's
 * take a minute. So all languages have the same versions, of which a module proxy need not have each.
 */
function peers(): string {
  const versions = [...PEERS, 'jsii-pacmak'].map(name => `${name}@${installedVersion(name)}`).join(' ');
  const target = join(cacheDirectory(), `go-peers-${createHash('sha256').update(versions).digest('hex').slice(0, 12)}`);
  const isWhole = () => existsSync(join(target, 'go', 'awscdk', 'go.mod'));
  if (!isWhole()) {
    process.stderr.write(`languages: generating the Go modules of the peers into ${target}; this is done once\n`);
    makeWhole(target, isWhole, unfinished => {
      for (const name of PEERS) {
        pacmak('go', unfinished, { module: join(ROOT, 'node_modules', name), codeOnly: true });
      }
    });
  }
  return target;
}

function moduleName(directory: string): string {
  return /^module (\S+)$/m.exec(readFileSync(join(directory, 'go.mod'), 'utf8'))![1]!;
}

/** Nothing near the caller has a say. */
function goEnvironment(): NodeJS.ProcessEnv {
  return { GOWORK: 'off', GO111MODULE: 'on', CGO_ENABLED: '0' };
}

import { readFileSync } from 'fs';
import { join } from 'path';
import { DependencyType, JsonFile, Project } from 'projen';

/** The tools of a new project, in the versions with which the library is developed. */
const TOOLS = ['@types/jest', '@types/node', 'aws-cdk', 'cdk8s-cli', 'jest', 'ts-jest', 'tsx', 'typescript'];

/**
 * The package.json of what "istio-privatelink init" writes. Its versions come from the library's own dependencies, and are upgraded with
 * them; the version of the library itself is filled in when a project is made.
 */
export function addStarter(project: Project): void {
  const peers = project.deps.all.filter(({ type }) => type === DependencyType.PEER);
  const versions = [...peers.map(({ name, version }) => [name, version]), ['cdk-istio-privatelink', '*']];
  new JsonFile(project, 'starter/package.json', {
    marker: false,
    readonly: false,
    obj: {
      name: 'my-mesh',
      private: true,
      scripts: { test: 'tsc && jest', synth: 'cdk synth --quiet', deploy: 'cdk deploy --all' },
      dependencies: Object.fromEntries(versions.sort()),
      devDependencies: Object.fromEntries(TOOLS.map(name => [name, range(project, name)])),
      jest: { testEnvironment: 'node', preset: 'ts-jest', testMatch: ['<rootDir>/*.test.ts'] },
    },
  });
}

/** What .projenrc.ts asks for; without a version there, what is installed or later, as projen does for package.json. */
function range(project: Project, name: string): string {
  const asked = project.deps.all.find(dependency => dependency.name === name)?.version;
  if (asked !== undefined) {
    return /^\d/.test(asked) ? `^${asked}` : asked;
  }
  return `^${(JSON.parse(readFileSync(join('node_modules', name, 'package.json'), 'utf8')) as { version: string }).version}`;
}

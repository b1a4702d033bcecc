import { createHash } from 'crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { Language, outputs } from './language';
import { installedVersion, pacmak, ROOT } from './pacmak';
import { run, runOrThrow } from './run';
import { cacheDirectory, makeWhole } from '../../scripts/cache-directory';

const EXAMPLE = join(ROOT, 'examples', 'two-clusters', 'java');
const PROGRAM = join('src', 'main', 'java', 'com', 'example', 'TwoClusters.java');
const MAVEN = ['--batch-mode', '--no-transfer-progress', '--quiet'];

/** The versions of the TypeScript tests, for what the example's pom.xml pins. */
const VERSIONS = ['aws-cdk-lib', 'cdk8s', 'cdk8s-plus-28', 'constructs'].map(name => `-D${name}.version=${installedVersion(name)}`);

/** A jar, installed into a local repository of Maven that serves these tests alone. */
export const JAVA: Language = {
  name: 'java',
  source: join(EXAMPLE, PROGRAM),
  newMesh: 'Mesh.Builder.create().meshId("demo").build()',
  example: /<pre>([^]*?)<\/pre>/,
  install: directory => {
    const env = mavenEnvironment(localRepository());
    pacmak('java', directory, { env });
    const { maven, package: packageName } = javaTarget(ROOT);
    const packaged = join(directory, 'java', ...maven.groupId.split('.'), maven.artifactId, '0.0.0', `${maven.artifactId}-0.0.0`);
    runOrThrow('mvn', [...MAVEN, 'install:install-file', `-Dfile=${packaged}.jar`, `-DpomFile=${packaged}.pom`], directory, env);
    copyFileSync(join(EXAMPLE, 'pom.xml'), join(directory, 'pom.xml'));
    runOrThrow('jar', ['--extract', '--file', `${packaged}-sources.jar`], directory);
    return readFileSync(join(directory, ...packageName.split('.'), 'package-info.java'), 'utf8').replace(/^ \* ?/gm, '');
  },
  run: (program, directory, out) => {
    mkdirSync(dirname(join(directory, PROGRAM)), { recursive: true });
    writeFileSync(join(directory, PROGRAM), program);
    return run('mvn', [...MAVEN, 'compile', 'exec:java', ...VERSIONS], directory, { ...mavenEnvironment(localRepository()), ...outputs(out) });
  },
};

/**
 * A local repository with cdk8s-plus-28 in the version of the TypeScript tests, generated from its npm package. Whatever else is
 * needed, Maven puts there.
 */
function localRepository(): string {
  const versions = ['cdk8s-plus-28', 'jsii-pacmak'].map(name => `${name}@${installedVersion(name)}`).join(' ');
  const target = join(cacheDirectory(), `maven-${createHash('sha256').update(versions).digest('hex').slice(0, 12)}`);
  const module = join(ROOT, 'node_modules', 'cdk8s-plus-28');
  const { groupId, artifactId } = javaTarget(module).maven;
  const version = installedVersion('cdk8s-plus-28');
  const isWhole = () => existsSync(join(target, ...groupId.split('.'), artifactId, version, `${artifactId}-${version}.jar`));
  if (!isWhole()) {
    process.stderr.write(`languages: generating the Java package of cdk8s-plus-28 into ${target}; this is done once\n`);
    makeWhole(target, isWhole, unfinished => {
      const generated = mkdtempSync(join(tmpdir(), 'cdk8s-plus-28-'));
      pacmak('java', generated, { module, codeOnly: true });
      runOrThrow('mvn', [...MAVEN, 'install', '-Dmaven.javadoc.skip', '-Dmaven.source.skip'], join(generated, 'java'), mavenEnvironment(unfinished));
    });
  }
  return target;
}

function mavenEnvironment(repository: string): NodeJS.ProcessEnv {
  return { MAVEN_OPTS: `${process.env.MAVEN_OPTS ?? ''} -Dmaven.repo.local=${repository}` };
}

interface JavaTarget { readonly package: string; readonly maven: { readonly groupId: string; readonly artifactId: string } }

function javaTarget(module: string): JavaTarget {
  return (JSON.parse(readFileSync(join(module, 'package.json'), 'utf8')) as { jsii: { targets: { java: JavaTarget } } }).jsii.targets.java;
}

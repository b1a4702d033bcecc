import { basename, dirname, join } from 'path';
import { baseFileSystem, makeBaseFileSystem } from './base-file-system';
import { CachedFile, sources } from './cached-file';
import { writeDockerArchive } from './docker-archive';
import { envoy, makeEnvoy } from './envoy';
import { images } from './images';
import { runCommand } from './run-command';
import { component } from '../../../scripts/components/build';
import { componentNamed, moduleDirectory } from '../../../scripts/components/component';
import { goEnvironment, requireGo } from '../../../scripts/components/go-toolchain';

/** The sources that decide what is in an image. */
const SOURCES = ['docker-archive.ts', 'images.ts', 'nginx-conf.ts'].map(file => join(__dirname, file));

/** About how long it takes on 2 cores, beside the layers. */
const SECONDS = 10;

/**
 * The archive with all images of the lab.
 *
 * @throws if it was not made
 */
export function imageArchive(): string {
  const { path } = archive();
  if (!archive().exists()) {
    throw new Error('the images of the lab are not built: run npx tsx test/lab/images/main.ts');
  }
  return path;
}

/**
 * Makes those of the images' parts that are not in the user's cache directory yet.
 *
 * Two may do so at the same time: whoever is first provides each for both.
 *
 * @throws if a component that goes into them is not built
 */
export function buildImages(progress: (line: string) => void): void {
  const wanted = archive();
  if (wanted.exists()) {
    return;
  }
  progress(`building the images into ${dirname(dirname(wanted.path))}; this is done once, and takes about 2 minutes`);
  makeBaseFileSystem(progress);
  makeEnvoy(progress);
  progress(`archive of the images, about ${SECONDS} s ...`);
  const start = Date.now();
  wanted.provide((path, scratch) => writeDockerArchive(path, baseFileSystem().path, images(istioModule()), scratch));
  progress(`archive of the images is made (${Math.round((Date.now() - start) / 1000)} s)`);
}

/** A component lies in a directory whose name says all that it is built from. */
function archive(): CachedFile {
  const components = (['pilot-discovery', 'pilot-agent'] as const).map(name => basename(dirname(component(name))));
  return new CachedFile('images.tar', [baseFileSystem().key, envoy().key, ...components, ...sources(...SOURCES)]);
}

/** Go fetches the module when only what was built from it is left. */
function istioModule(): string {
  const pilot = componentNamed('pilot-discovery');
  requireGo([pilot]);
  const downloaded = runCommand('go', ['mod', 'download', '-json', pilot.module], { cwd: moduleDirectory(pilot), env: goEnvironment() });
  return (JSON.parse(downloaded) as { readonly Dir: string }).Dir;
}

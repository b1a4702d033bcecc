import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { packageRoot } from '../package-root';
import { packageVersion } from '../package-version';

/** The id of the mesh as the starter's own files have it. */
const PLACEHOLDER = 'my-mesh';

const LIBRARY = 'cdk-istio-privatelink';

/** npm leaves files of this name out of packages, so it is packed without the dot. */
const GIT_IGNORE = '.gitignore';

export interface StarterProps {
  readonly meshId: string;
  /** What npm installs as the library, as it is written in a `package.json`. */
  readonly library: string;
}

/** The files of a new project, by name: those in `starter/` with the mesh's id and the library's version filled in. */
export function starterFiles({ meshId, library }: StarterProps): Map<string, string> {
  const directory = join(packageRoot(), 'starter');
  return new Map(readdirSync(directory).filter(name => !name.startsWith('.')).sort().map(name => {
    const text = readFileSync(join(directory, name), 'utf8').replaceAll(PLACEHOLDER, meshId);
    return [name === GIT_IGNORE.slice(1) ? GIT_IGNORE : name, name === 'package.json' ? withLibrary(text, library) : text];
  }));
}

/** This very version or a later compatible one. */
export function publishedLibrary(): string {
  return `^${packageVersion()}`;
}

function withLibrary(text: string, library: string): string {
  const manifest = JSON.parse(text) as { dependencies: { [name: string]: string } };
  manifest.dependencies[LIBRARY] = library;
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

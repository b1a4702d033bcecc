import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CrdSource } from './crd-sources';

/** Thrown when there is no `go` command to run. */
export class GoMissingError extends Error {}

/** What `go mod download -json` prints for one module. */
interface DownloadedModule {
  readonly Path: string;
  readonly Version: string;
  readonly Dir?: string;
  readonly Sum?: string;
  readonly Error?: string;
}

/**
 * Fetches modules into Go's module cache.
 *
 * @returns the directory of each module, in the order of `sources`
 * @throws GoMissingError if there is no `go` command
 * @throws if a module cannot be fetched, is not the one that was pinned, or has another licence
 */
export function downloadModules(sources: readonly CrdSource[]): string[] {
  // Outside of any module, so that a go.mod or go.work near the caller has no say.
  const cwd = mkdtempSync(join(tmpdir(), 'import-crds-go-'));
  try {
    const run = spawnSync('go', ['mod', 'download', '-json', ...sources.map(nameOf)], {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, GOWORK: 'off', GO111MODULE: 'on' },
      maxBuffer: 64 * 1024 * 1024,
    });
    if (run.error) {
      if ((run.error as NodeJS.ErrnoException).code === 'ENOENT') throw new GoMissingError('no go command');
      throw run.error;
    }
    const modules = parseJsonStream(run.stdout);
    return sources.map((source) => {
      const module = modules.find(({ Path, Version }) => Path === source.module && Version === source.version);
      if (!module?.Dir || module.Error) {
        throw new Error(`cannot download ${nameOf(source)}: ${module?.Error ?? (run.stderr.trim() || `go exited with ${run.status}`)}`);
      }
      if (module.Sum !== source.sum) {
        throw new Error(`checksum of ${nameOf(source)} is "${module.Sum}", scripts/crd-sources.ts has "${source.sum}"; `
          + 'change the table only if you changed the version on purpose');
      }
      checkLicence(source, module.Dir);
      return module.Dir;
    });
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

/** `module@version`, as Go writes it. */
export function nameOf(source: CrdSource): string {
  return `${source.module}@${source.version}`;
}

/** The output is one JSON object after another; each ends with a brace in the first column. */
function parseJsonStream(text: string): DownloadedModule[] {
  return text.split(/^(?=\{)/m).filter((part) => part.trim() !== '').map((part) => JSON.parse(part) as DownloadedModule);
}

/** A version that comes under other terms must not slip in with a change of version. */
function checkLicence(source: CrdSource, directory: string): void {
  const file = join(directory, 'LICENSE');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (!/Apache License\s+Version 2\.0/.test(text)) {
    throw new Error(`the LICENSE of ${nameOf(source)} is not ${source.licence}; correct scripts/crd-sources.ts and NOTICE`);
  }
}

/**
 * Generates `imports/` from the CRDs that pinned Go modules publish.
 *
 *     tsx scripts/import-crds.ts           replace imports/
 *     tsx scripts/import-crds.ts --check   compare only; exit 1 and name the files if they differ
 *
 * Exit code 2: there is no `go` command. Progress goes to stderr.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { CRD_SOURCES, CrdKind, CrdSource } from './crd-sources';
import { CustomResourceDefinition } from './custom-resource-definition';
import { generateTypes } from './generate-types';
import { downloadModules, GoMissingError, nameOf } from './go-module';
import { importsReadme } from './imports-readme';
import { pruneCrd, withoutDescriptions } from './prune-crd';
import { directoryDifferences, replaceDirectory } from './replace-directory';

const ROOT = resolve(__dirname, '..');
const IMPORTS = join(ROOT, 'imports');

/** A pruned CRD and the module it is from. */
interface ImportedCrd {
  readonly crd: CustomResourceDefinition;
  readonly source: CrdSource;
}

function main(args: readonly string[]): number {
  const unknown = args.filter((arg) => arg !== '--check');
  if (unknown.length > 0) {
    progress(`unknown argument "${unknown[0]}"; the only one is --check`);
    return 1;
  }
  const work = mkdtempSync(join(tmpdir(), 'import-crds-'));
  try {
    const generated = generate(work);
    if (args.includes('--check')) {
      const differences = directoryDifferences(IMPORTS, generated);
      differences.forEach((line) => progress(`imports/${line}`));
      progress(differences.length === 0 ? 'imports/ is up to date' : 'imports/ is not what its sources give; run npx projen imports');
      return differences.length === 0 ? 0 : 1;
    }
    replaceDirectory(IMPORTS, generated);
    progress('imports/ is written');
    return 0;
  } catch (error) {
    if (error instanceof GoMissingError) {
      progress('needs the go command, because the CRDs come from Go modules (go mod download); install Go and run this again');
      return 2;
    }
    progress(`${(error as Error).message}; imports/ is unchanged`);
    return 1;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Writes the whole of `imports/` below a directory and returns where. */
function generate(work: string): string {
  const generated = join(work, 'imports');
  mkdirSync(join(generated, 'crds'), { recursive: true });

  progress(`downloading ${CRD_SOURCES.length} modules`);
  const directories = downloadModules(CRD_SOURCES);
  const imported = CRD_SOURCES.flatMap((source, index) => {
    const crds = readCrds(source, directories[index]!);
    progress(`${nameOf(source)}: ${source.kinds.map(({ kind, version }) => `${kind} ${version}`).join(', ')}`);
    return crds;
  });

  const groups = [...new Set(imported.map(({ crd }) => crd.spec.group))].sort();
  progress(`generating types for ${groups.join(', ')}`);
  const described = join(work, 'described.yaml');
  writeFileSync(described, toYaml(imported.map(({ crd }) => crd)));
  generateTypes(ROOT, work, described, generated);

  for (const group of groups) {
    const members = imported.filter(({ crd }) => crd.spec.group === group);
    const types = join(generated, `${group}.ts`);
    writeFileSync(types, header('//', members) + readFileSync(types, 'utf8'));
    // The types are generated with descriptions, which become their docstrings. The committed YAML goes without them:
    // it is for validation, regeneration starts from the modules anyway, and it is half the size.
    writeFileSync(join(generated, 'crds', `${group}.yaml`), header('#', members) + toYaml(members.map(({ crd }) => withoutDescriptions(crd))));
  }
  writeFileSync(join(generated, 'README.md'), importsReadme(generatorName()));
  return generated;
}

/** The wanted kinds of one module, each pruned. */
function readCrds(source: CrdSource, directory: string): ImportedCrd[] {
  const documents = source.files
    .flatMap((file) => parseAllDocuments(readFileSync(join(directory, file), 'utf8')))
    .map((document) => {
      if (document.errors.length > 0) throw new Error(`${nameOf(source)}: ${document.errors[0]!.message}`);
      return document.toJS() as CustomResourceDefinition | null;
    });
  return source.kinds.map((wanted) => ({ source, crd: pruneCrd(findCrd(documents, wanted, source), wanted) }));
}

function findCrd(documents: readonly (CustomResourceDefinition | null)[], wanted: CrdKind, source: CrdSource): CustomResourceDefinition {
  const found = documents.filter((document) => document?.kind === 'CustomResourceDefinition'
    && document.spec.group === wanted.group
    && document.spec.names.kind === wanted.kind);
  if (found.length !== 1) {
    throw new Error(`${nameOf(source)} has ${found.length} definitions of ${wanted.group} ${wanted.kind} in ${source.files.join(', ')}; correct scripts/crd-sources.ts`);
  }
  return found[0]!;
}

/** Documents by name, keys by name: the same bytes whatever order the sources have. */
function toYaml(crds: readonly CustomResourceDefinition[]): string {
  return [...crds]
    .sort((one, other) => (one.metadata.name < other.metadata.name ? -1 : 1))
    .map((crd) => `---\n${stringify(crd, { sortMapEntries: true, lineWidth: 0, aliasDuplicateObjects: false })}`)
    .join('');
}

/** Apache-2.0 section 4b asks that changed files say so. */
function header(comment: string, members: readonly ImportedCrd[]): string {
  const names = [...new Set(members.map(({ source }) => `${nameOf(source)} (${source.licence})`))].sort().join(', ');
  return `${comment} From ${names}, pruned and converted by scripts/import-crds.ts. Do not edit.\n`;
}

function generatorName(): string {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'node_modules', 'cdk8s-cli', 'package.json'), 'utf8')) as { version: string };
  return `cdk8s-cli ${manifest.version}`;
}

function progress(line: string): void {
  process.stderr.write(`import-crds: ${line}\n`);
}

process.exitCode = main(process.argv.slice(2));

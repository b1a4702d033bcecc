import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Runs `cdk8s import` on a file of CRDs and repairs its output.
 *
 * @param root the project, whose own cdk8s-cli is used
 * @param cwd a directory without a cdk8s.yaml, which the CLI would read
 * @param crdFile all CRDs, because the command takes one file and silently ignores further ones
 * @param outdir where it puts one `<group>.ts` per API group
 */
export function generateTypes(root: string, cwd: string, crdFile: string, outdir: string): void {
  const run = spawnSync(
    join(root, 'node_modules', '.bin', 'cdk8s'),
    ['import', crdFile, '--output', outdir, '--language', 'typescript', '--no-save', '--no-check-upgrade'],
    // The CLI sorts with localeCompare.
    { cwd, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C', CI: '1' }, shell: process.platform === 'win32' },
  );
  if (run.error) throw run.error;
  if (run.status !== 0) {
    throw new Error(`cdk8s import exited with ${run.status ?? run.signal}:\n${run.stdout}${run.stderr}`);
  }
  for (const file of readdirSync(outdir).filter((name) => name.endsWith('.ts'))) {
    const text = readFileSync(join(outdir, file), 'utf8');
    // The CLI puts this in place of a value that it does not trust, which would then reach a cluster.
    if (text.includes('__stripped_by_cdk8s__')) {
      throw new Error(`${file} holds "__stripped_by_cdk8s__": cdk8s-cli replaced an enum value; drop that field in scripts/crd-sources.ts`);
    }
    writeFileSync(join(outdir, file), repairEnumNames(text));
  }
}

/**
 * Gives enum members the name of their value where that is a legal constant: the generator spells out
 * underscores, `MESH_UNDERSCORE_INTERNAL = "MESH_INTERNAL"` (cdk8s-team/cdk8s-cli#1802).
 */
export function repairEnumNames(source: string): string {
  return source.replace(/^export enum (\w+) \{\n([\s\S]*?)^\}/gm, (declaration, name: string, body: string) => {
    const members: string[] = [];
    const repaired = body.replace(/^( +)(\w+) = "([^"\n]*)",$/gm, (_, indent: string, member: string, value: string) => {
      const constant = /^[A-Z][A-Z0-9_]*$/.test(value) ? value : member;
      members.push(constant);
      return `${indent}${constant} = "${value}",`;
    });
    if (new Set(members).size !== members.length) {
      throw new Error(`enum ${name} would have two members of one name: ${members.join(', ')}`);
    }
    return declaration.replace(body, () => repaired);
  });
}

import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import * as fc from 'fast-check';
import { meshDeclarations, declareMesh } from './arbitraries';

const ROOT = join(__dirname, '..', '..');

interface Documented {
  readonly id: string;
  readonly severity: string;
  readonly cells: readonly string[];
}

const documented: Documented[] = readFileSync(join(ROOT, 'docs', 'findings.md'), 'utf8').split('\n')
  .map(line => line.split('|').slice(1, -1).map(cell => cell.trim()))
  .filter(([id]) => /^[A-Z]+-\d+$/.test(id ?? ''))
  .map(cells => ({ id: cells[0], severity: cells[1], cells }));

function sources(directory: string): string[] {
  return readdirSync(join(ROOT, directory), { withFileTypes: true }).flatMap(entry => {
    const path = join(directory, entry.name);
    return entry.isDirectory() ? sources(path) : [path];
  });
}

const code = sources('src/mesh').filter(path => path.endsWith('.ts')).map(path => readFileSync(join(ROOT, path), 'utf8')).join('\n');

test('every id in the sources is documented, and every documented id is in the sources', () => {
  const used = new Set([...code.matchAll(/'([A-Z]{2,5}-\d{2})'/g)].map(([, id]) => id));
  expect(documented.map(({ id }) => id).sort()).toEqual([...used].sort());
});

test('severities are those of the sources', () => {
  const raised = [...code.matchAll(/id: '([A-Z]+-\d+)',\s+severity: FindingSeverity\.([A-Z]+),/g)].map(([, id, severity]) => `${id} ${severity.toLowerCase()}`);
  expect(documented.map(({ id, severity }) => `${id} ${severity}`).sort()).toEqual(raised.sort());
});

test('each says what it means, what to do, and where it comes from', () => {
  for (const { cells } of documented) {
    expect(cells).toHaveLength(5);
    const [, , meaning, advice, source] = cells;
    expect(meaning).toMatch(/^([A-Z]|istiod ).{20,}[.][)]?$/);
    expect(advice).toMatch(/^[A-Z].{10,}[.]$/);
    expect(source).toMatch(/^\[[^\]]+\]\(https:\/\/[^)\s]+\)(, \[[^\]]+\]\(https:\/\/[^)\s]+\))*$/);
  }
});

test('no mesh has a finding that is not documented', () => {
  const known = new Set(documented.map(({ id, severity }) => `${id} ${severity}`));
  fc.assert(fc.property(meshDeclarations({ valid: false }), declaration => {
    expect(declareMesh(declaration).findings.map(({ id, severity }) => `${id} ${severity}`).filter(key => !known.has(key))).toEqual([]);
  }), { numRuns: 50 });
});

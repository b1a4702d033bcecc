import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

/** Logical ids follow from the construct tree, which is each author's own; their lengths are all that may differ. */
const ALLOWED_SIZE_DIFFERENCE = 0.05;

interface Template {
  readonly Resources: Record<string, { readonly Type: string }>;
}

/** The templates of a cloud assembly, for the comparison. */
interface Templates {
  readonly bytes: number;
  /** How many resources there are, by type. */
  readonly counts: Map<string, number>;
  /** All resources with their properties as text, without logical ids, sorted. */
  readonly resources: string[];
}

/**
 * The size of our templates in bytes.
 *
 * @throws when the two cloud assemblies do not hold the same resources, because then comparing the times would mean nothing
 */
export function sameTemplates(ours: string, baseline: string): number {
  const [own, other] = [readTemplates(ours), readTemplates(baseline)];
  for (const type of new Set([...own.counts.keys(), ...other.counts.keys()])) {
    const [count, expected] = [own.counts.get(type) ?? 0, other.counts.get(type) ?? 0];
    if (count !== expected) {
      throw new Error(`the stacks hold ${count} resources of type ${type}, the hand-written ones ${expected}: bring benchmark/hand-written-stacks.ts up to date`);
    }
  }
  const different = own.resources.findIndex((resource, index) => resource !== other.resources[index]);
  if (different >= 0) {
    throw new Error('the stacks and the hand-written ones differ in a resource, bring benchmark/hand-written-stacks.ts up to date:\n' +
      `  stacks:       ${own.resources[different]}\n  hand-written: ${other.resources[different]}`);
  }
  if (Math.abs(own.bytes / other.bytes - 1) > ALLOWED_SIZE_DIFFERENCE) {
    throw new Error(`the templates have ${own.bytes} bytes, the hand-written ones ${other.bytes}: ` +
      `they may differ by ${ALLOWED_SIZE_DIFFERENCE * 100} % for the logical ids, bring benchmark/hand-written-stacks.ts up to date`);
  }
  return own.bytes;
}

function readTemplates(directory: string): Templates {
  const counts = new Map<string, number>();
  const resources: string[] = [];
  let bytes = 0;
  for (const file of readdirSync(directory).filter(name => name.endsWith('.template.json'))) {
    const text = readFileSync(join(directory, file));
    bytes += text.length;
    const { Resources } = JSON.parse(text.toString()) as Template;
    for (const resource of Object.values(Resources)) {
      counts.set(resource.Type, (counts.get(resource.Type) ?? 0) + 1);
      resources.push(JSON.stringify(resource, (_key, value: unknown) => typeof value === 'string' && Object.hasOwn(Resources, value) ? Resources[value].Type : value));
    }
  }
  return { bytes, counts, resources: resources.sort() };
}

import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

/** Logical ids follow from the construct tree, which is each author's own, and descriptions may be worded otherwise. */
const ALLOWED_DIFFERENCE = { templates: 0.03, resourcesOfOneType: 0.1 };

interface Template {
  readonly Resources: Record<string, { readonly Type: string }>;
}

interface Amount {
  readonly count: number;
  readonly bytes: number;
}

/** What is in the templates of a cloud assembly. */
interface Templates {
  readonly bytes: number;
  readonly byType: Map<string, Amount>;
}

/**
 * The size of our templates in bytes.
 *
 * @throws when the two cloud assemblies do not hold the same resources, because then comparing the times would mean nothing
 */
export function sameTemplates(ours: string, baseline: string): number {
  const [own, other] = [readTemplates(ours), readTemplates(baseline)];
  for (const type of new Set([...own.byType.keys(), ...other.byType.keys()])) {
    const [amount, expected] = [own, other].map(({ byType }) => byType.get(type) ?? { count: 0, bytes: 0 });
    if (amount.count !== expected.count) {
      throw notTheSame(`${amount.count} resources of type ${type}`, `${expected.count}`);
    }
    if (differs(amount.bytes, expected.bytes, ALLOWED_DIFFERENCE.resourcesOfOneType)) {
      throw notTheSame(`resources of type ${type} with ${amount.bytes} bytes`, `${expected.bytes}`);
    }
  }
  if (differs(own.bytes, other.bytes, ALLOWED_DIFFERENCE.templates)) {
    throw notTheSame(`${own.bytes} bytes`, `${other.bytes}`);
  }
  return own.bytes;
}

function differs(amount: number, expected: number, allowed: number): boolean {
  return Math.abs(amount / expected - 1) > allowed;
}

function notTheSame(ours: string, handWritten: string): Error {
  return new Error(`the templates hold ${ours}, the hand-written ones ${handWritten}: bring benchmark/hand-written-stacks.ts up to date with src/aws`);
}

function readTemplates(directory: string): Templates {
  const byType = new Map<string, Amount>();
  let bytes = 0;
  for (const file of readdirSync(directory).filter(name => name.endsWith('.template.json'))) {
    const text = readFileSync(join(directory, file));
    bytes += text.length;
    for (const resource of Object.values((JSON.parse(text.toString()) as Template).Resources)) {
      const before = byType.get(resource.Type) ?? { count: 0, bytes: 0 };
      byType.set(resource.Type, { count: before.count + 1, bytes: before.bytes + JSON.stringify(resource).length });
    }
  }
  return { bytes, byType };
}

import { celRule } from './cel-rules';
import { isObject, StructuralSchema } from './structural-schema';

/**
 * What a CRD demands beyond its structure: CEL rules, and the uniqueness that list types imply.
 * Like the API server, call this only for values that are structurally valid.
 */
export function ruleErrors(schema: StructuralSchema, value: unknown, path = ''): string[] {
  const errors = (schema['x-kubernetes-validations'] as { rule: string; message?: string }[] ?? [])
    // Rules with oldSelf compare with the object that an update replaces; nothing is updated here.
    .filter(({ rule }) => !/\boldSelf\b/.test(rule) && !celRule(rule)(value))
    .map(({ rule, message }) => `${path || 'object'}: ${message ?? `fails the rule ${rule}`}`);

  if (Array.isArray(value)) {
    errors.push(...listTypeErrors(schema, value, path));
    if (schema.items) errors.push(...value.flatMap((item, index) => ruleErrors(schema.items!, item, `${path}[${index}]`)));
  } else if (isObject(value)) {
    for (const [name, child] of Object.entries(value)) {
      const known = Object.hasOwn(schema.properties ?? {}, name) ? schema.properties![name] : schema.additionalProperties;
      if (isObject(known)) errors.push(...ruleErrors(known, child, fieldPath(path, name)));
    }
  }
  return errors;
}

/** `spec.ports[0]`, and `metadata.labels["a/b"]` where a name is not an identifier. */
export function fieldPath(path: string, name: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return `${path}["${name}"]`;
  return path === '' ? name : `${path}.${name}`;
}

function listTypeErrors(schema: StructuralSchema, list: readonly unknown[], path: string): string[] {
  const keyOf = listKey(schema);
  if (!keyOf) return [];
  const seen = new Set<string>();
  return list.flatMap((item, index) => {
    const key = keyOf(item);
    if (seen.has(key)) return [`${path}[${index}]: repeats ${key}, which must be unique in the list`];
    seen.add(key);
    return [];
  });
}

/** What tells the items of a list apart; undefined if they may be equal. */
function listKey(schema: StructuralSchema): ((item: unknown) => string) | undefined {
  switch (schema['x-kubernetes-list-type']) {
    case 'set': return (item) => JSON.stringify(item);
    case 'map': {
      const keys = schema['x-kubernetes-list-map-keys'] as string[];
      return (item) => keys.map((key) => `${key} ${JSON.stringify((item as Record<string, unknown>)[key])}`).join(', ');
    }
    default: return undefined;
  }
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Ajv, { ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { parseAllDocuments } from 'yaml';
import { OWN_SCHEMAS } from './own-schemas';
import { schemaErrorTexts } from './schema-error-text';
import { ruleErrors } from './structural-rules';
import { isObject, rootJsonSchema, StructuralSchema, withDefaults } from './structural-schema';

const CRDS = resolve(__dirname, '..', '..', 'imports', 'crds');

/** Checks one kind. */
type Validator = (object: Record<string, unknown>) => string[];

interface CrdDocument {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: StructuralSchema } }[];
  };
}

const ajv = new Ajv({
  allErrors: true,
  verbose: true,
  allowUnionTypes: true,
  // Branches of oneOf name fields without repeating that the value is an object.
  strictTypes: false,
});
// The formats of which Kubernetes and ajv mean the same. Any other in a CRD fails when it is compiled, so that someone looks at it.
addFormats(ajv, ['byte', 'date-time', 'double', 'float', 'int32', 'int64', 'ipv4', 'ipv6', 'uuid']);

const validators = new Map<string, Validator | undefined>();
const schemasOfGroups = new Map<string, Map<string, StructuralSchema>>();

/**
 * Validates a Kubernetes object as the API server would on creation, against the CRDs in `imports/crds` and the
 * schemas in `own-schemas.ts`: types, enums, patterns, required fields, one-of, list types, CEL rules. Stricter in two
 * things: a field that the schema does not know is an error, where the API server would drop it; and so is an int32
 * out of range, which the API server leaves to the controller to refuse.
 *
 * @returns one line for each mistake, empty if there is none; undefined if there is no schema for the object's
 * apiVersion and kind, as for the kinds that are built into Kubernetes
 */
export function schemaErrors(object: unknown): string[] | undefined {
  if (!isObject(object) || typeof object.apiVersion !== 'string' || typeof object.kind !== 'string') {
    return ['object: apiVersion and kind are required, and must be strings'];
  }
  const key = `${object.apiVersion} ${object.kind}`;
  if (!validators.has(key)) validators.set(key, validatorFor(object.apiVersion, object.kind));
  return validators.get(key)?.(object);
}

/** All that `schemaErrors` knows, as `apiVersion kind`, sorted. */
export function knownKinds(): string[] {
  const groups = readdirSync(CRDS).filter((file) => file.endsWith('.yaml')).map((file) => file.replace(/\.yaml$/, ''));
  return [
    ...groups.flatMap((group) => [...schemasOfGroup(group).keys()]),
    ...OWN_SCHEMAS.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`),
  ].sort();
}

/** The CEL rules of all imported CRDs. */
export function celRulesOfCrds(): string[] {
  const rules = new Set<string>();
  const collect = (schema: unknown): void => {
    if (Array.isArray(schema)) schema.forEach(collect);
    if (!isObject(schema)) return;
    for (const { rule } of schema['x-kubernetes-validations'] as { rule: string }[] ?? []) rules.add(rule);
    Object.values(schema).forEach(collect);
  };
  readdirSync(CRDS).filter((file) => file.endsWith('.yaml')).forEach((file) => schemasOfGroup(file.replace(/\.yaml$/, '')).forEach(collect));
  return [...rules].sort();
}

function validatorFor(apiVersion: string, kind: string): Validator | undefined {
  const own = OWN_SCHEMAS.find((candidate) => candidate.apiVersion === apiVersion && candidate.kind === kind);
  if (own) return structureErrors(ajv.compile(own.schema));

  const schema = schemasOfGroup(apiVersion.split('/')[0]!).get(`${apiVersion} ${kind}`);
  if (!schema) return undefined;
  const structure = structureErrors(ajv.compile(rootJsonSchema(schema, apiVersion, kind)));
  return (object) => {
    const stored = withDefaults(schema, object) as Record<string, unknown>;
    const errors = structure(stored);
    return errors.length > 0 ? errors : ruleErrors(schema, stored);
  };
}

function structureErrors(validate: ValidateFunction): Validator {
  return (object) => validate(object) ? [] : schemaErrorTexts(validate.errors!);
}

/** Of one API group, the schema of each `apiVersion kind`; empty if the group is not imported. */
function schemasOfGroup(group: string): Map<string, StructuralSchema> {
  const known = schemasOfGroups.get(group);
  if (known) return known;
  const schemas = new Map<string, StructuralSchema>();
  const file = join(CRDS, `${group}.yaml`);
  if (existsSync(file)) {
    for (const document of parseAllDocuments(readFileSync(file, 'utf8'))) {
      const { spec } = document.toJS() as CrdDocument;
      spec.versions.forEach(({ name, schema }) => schemas.set(`${spec.group}/${name} ${spec.names.kind}`, schema.openAPIV3Schema));
    }
  }
  schemasOfGroups.set(group, schemas);
  return schemas;
}

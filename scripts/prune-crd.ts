import { CrdKind } from './crd-sources';
import { CrdSchema, CustomResourceDefinition } from './custom-resource-definition';

/** Without it, an API server does not take a CRD of a `k8s.io` group. */
const APPROVAL = 'api-approved.kubernetes.io';

/**
 * Reduces a CRD to the one version that is used and to the fields a manifest can hold.
 *
 * @throws if the version, or a path in `drop` or `keepOnly`, does not exist: then the table is out of date
 */
export function pruneCrd(crd: CustomResourceDefinition, wanted: CrdKind): CustomResourceDefinition {
  const version = crd.spec.versions.find((candidate) => candidate.name === wanted.version);
  if (!version) {
    const known = crd.spec.versions.map((candidate) => candidate.name).join(', ');
    throw new Error(`${crd.metadata.name} has no version "${wanted.version}"; it has ${known}; correct scripts/crd-sources.ts`);
  }
  if (!version.schema?.openAPIV3Schema) {
    throw new Error(`${crd.metadata.name} ${wanted.version} has no schema; nothing can be imported from it`);
  }

  const schema = structuredClone(version.schema.openAPIV3Schema);
  // The controller writes the status; cdk8s drops it as well.
  dropProperty(schema, 'status');
  for (const path of wanted.drop ?? []) {
    const steps = path.split('.');
    const name = steps.pop()!;
    if (!dropProperty(schemaAt(schema, steps, crd, wanted), name)) {
      throw new Error(`${crd.metadata.name} ${wanted.version} has no field "${path}" to drop; correct scripts/crd-sources.ts`);
    }
  }
  for (const [path, kept] of Object.entries(wanted.keepOnly ?? {})) {
    const parent = schemaAt(schema, path.split('.'), crd, wanted);
    kept.forEach((name) => schemaAt(parent, [name], crd, wanted));
    Object.keys(parent.properties!).filter((name) => !kept.includes(name)).forEach((name) => dropProperty(parent, name));
  }
  forEachSchema(schema, dropCaseTwins);

  const approval = crd.metadata.annotations?.[APPROVAL];
  return {
    apiVersion: crd.apiVersion,
    kind: crd.kind,
    metadata: { name: crd.metadata.name, ...approval ? { annotations: { [APPROVAL]: approval } } : {} },
    spec: {
      group: crd.spec.group,
      names: crd.spec.names,
      scope: crd.spec.scope,
      versions: [{ name: version.name, served: true, storage: true, schema: { openAPIV3Schema: schema } }],
    },
  };
}

/** The same CRD without the texts that only a reader needs: they are half of it. */
export function withoutDescriptions(crd: CustomResourceDefinition): CustomResourceDefinition {
  const bare = structuredClone(crd);
  for (const version of bare.spec.versions) {
    forEachSchema(version.schema.openAPIV3Schema, (schema) => {
      delete schema.description;
      delete schema.example;
    });
  }
  return bare;
}

/**
 * Where two siblings differ in case or underscores only (`mirrorPercent`, `mirror_percent`), the generator
 * keeps the first and lets its camelCase property write the other's name. The camelCase one is the current one.
 */
function dropCaseTwins(schema: CrdSchema): void {
  const byFoldedName = new Map<string, string[]>();
  for (const name of Object.keys(schema.properties ?? {})) {
    const folded = name.replace(/[^a-z0-9]/gi, '').toLowerCase();
    byFoldedName.set(folded, [...byFoldedName.get(folded) ?? [], name]);
  }
  for (const names of byFoldedName.values()) {
    if (names.length < 2) continue;
    const camelCase = names.filter((name) => /^[a-z][a-zA-Z0-9]*$/.test(name));
    if (camelCase.length !== 1) {
      throw new Error(`fields ${names.join(', ')} become one property, and it is not clear which to keep; add one to "drop" in scripts/crd-sources.ts`);
    }
    names.filter((name) => name !== camelCase[0]).forEach((name) => dropProperty(schema, name));
  }
}

function dropProperty(schema: CrdSchema, name: string): boolean {
  if (!schema.properties || !Object.hasOwn(schema.properties, name)) return false;
  delete schema.properties[name];
  if (schema.required) {
    schema.required = schema.required.filter((required) => required !== name);
    if (schema.required.length === 0) delete schema.required;
  }
  return true;
}

function schemaAt(root: CrdSchema, steps: readonly string[], crd: CustomResourceDefinition, wanted: CrdKind): CrdSchema {
  let schema = root;
  for (const step of steps) {
    const next = schema.properties && Object.hasOwn(schema.properties, step) ? schema.properties[step] : undefined;
    if (!next) {
      throw new Error(`${crd.metadata.name} ${wanted.version} has no field "${steps.join('.')}"; correct scripts/crd-sources.ts`);
    }
    schema = next;
  }
  return schema;
}

/** Visits every schema, and only schemas: a field that happens to be called `description` or `items` is not a keyword. */
function forEachSchema(schema: CrdSchema, visit: (schema: CrdSchema) => void): void {
  visit(schema);
  const nested = [
    ...Object.values(schema.properties ?? {}),
    ...schema.items ? [schema.items] : [],
    ...typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : [],
    ...schema.oneOf ?? [],
    ...schema.anyOf ?? [],
    ...schema.allOf ?? [],
    ...schema.not ? [schema.not] : [],
  ];
  nested.forEach((child) => forEachSchema(child, visit));
}

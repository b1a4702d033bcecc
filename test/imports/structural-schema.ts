/** A structural schema: the part of OpenAPI v3 that a CRD may consist of. */
export interface StructuralSchema {
  readonly [keyword: string]: unknown;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  readonly items?: StructuralSchema;
  readonly additionalProperties?: StructuralSchema | boolean;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
}

/** Keywords that mean the same in JSON Schema. `default` is applied by `withDefaults`. */
const SAME = [
  'enum', 'format', 'maximum', 'minimum', 'multipleOf', 'maxItems', 'minItems', 'maxLength', 'minLength',
  'maxProperties', 'minProperties', 'pattern', 'required', 'type', 'uniqueItems',
];

/** Keywords that say nothing about which values are valid, or that `ruleErrors` checks. */
const ELSEWHERE = [
  'default', 'description', 'nullable', 'title',
  'x-kubernetes-embedded-resource', 'x-kubernetes-int-or-string', 'x-kubernetes-list-map-keys', 'x-kubernetes-list-type',
  'x-kubernetes-map-type', 'x-kubernetes-preserve-unknown-fields', 'x-kubernetes-validations',
];

/** The part of `metadata` that a manifest sets; labels and annotations as the API server checks them. */
export const OBJECT_METADATA = {
  type: 'object',
  properties: {
    name: { type: 'string', maxLength: 253, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$' },
    namespace: { type: 'string', maxLength: 63, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$' },
    labels: {
      type: 'object',
      propertyNames: { $ref: '#/$defs/qualifiedName' },
      additionalProperties: { type: 'string', maxLength: 63, pattern: '^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$' },
    },
    annotations: {
      type: 'object',
      propertyNames: { $ref: '#/$defs/qualifiedName' },
      additionalProperties: { type: 'string' },
    },
    finalizers: { type: 'array', items: { $ref: '#/$defs/qualifiedName' } },
  },
  required: ['name'],
  additionalProperties: false,
};

/** What `OBJECT_METADATA` refers to; belongs into the root schema. */
export const DEFINITIONS = {
  qualifiedName: {
    type: 'string',
    maxLength: 317,
    pattern: '^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$',
  },
};

/**
 * The JSON Schema of a whole object. Unlike the API server, which prunes fields it does not know,
 * it refuses them: in a generated manifest such a field is a mistake.
 */
export function rootJsonSchema(schema: StructuralSchema, apiVersion: string, kind: string): object {
  const root = toJsonSchema({ ...schema, properties: without(schema.properties ?? {}, ['apiVersion', 'kind', 'metadata']) }) as {
    properties: object;
    required?: string[];
  };
  return {
    ...root,
    properties: { apiVersion: { const: apiVersion }, kind: { const: kind }, metadata: OBJECT_METADATA, ...root.properties },
    required: [...new Set(['apiVersion', 'kind', 'metadata', ...root.required ?? []])],
    $defs: DEFINITIONS,
  };
}

/**
 * Converts a structural schema to a JSON Schema.
 *
 * @param structural false inside oneOf, anyOf, allOf and not, which restrict a value but do not list its fields
 */
function toJsonSchema(schema: StructuralSchema, structural = true): object {
  const result: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (SAME.includes(keyword)) {
      result[keyword] = value;
    } else if (keyword === 'properties') {
      result.properties = mapValues(value as Record<string, StructuralSchema>, (child) => toJsonSchema(child, structural));
    } else if (keyword === 'items') {
      result.items = toJsonSchema(value as StructuralSchema, structural);
    } else if (keyword === 'additionalProperties') {
      result.additionalProperties = typeof value === 'boolean' ? value : toJsonSchema(value as StructuralSchema, structural);
    } else if (keyword === 'not') {
      result.not = toJsonSchema(value as StructuralSchema, false);
    } else if (['oneOf', 'anyOf', 'allOf'].includes(keyword)) {
      result[keyword] = (value as StructuralSchema[]).map((child) => toJsonSchema(child, false));
    } else if (keyword === 'exclusiveMinimum' || keyword === 'exclusiveMaximum') {
      exclusiveBound(result, schema, keyword);
    } else if (!ELSEWHERE.includes(keyword)) {
      throw new Error(`a CRD uses the keyword "${keyword}", which test/imports/structural-schema.ts does not know; teach it`);
    }
  }

  if (schema['x-kubernetes-int-or-string']) {
    delete result.anyOf;
    result.type = ['integer', 'string'];
  }
  if (schema['x-kubernetes-embedded-resource']) {
    result.properties = {
      ...result.properties as object,
      apiVersion: { type: 'string', minLength: 1 },
      kind: { type: 'string', minLength: 1 },
      metadata: OBJECT_METADATA,
    };
    result.required = [...new Set(['apiVersion', 'kind', ...result.required as string[] ?? []])];
  }
  if (structural && schema.type === 'object' && !schema['x-kubernetes-preserve-unknown-fields']) {
    result.properties ??= {};
    result.additionalProperties ??= false;
  }
  if (schema.nullable) {
    result.type = [result.type, 'null'].flat();
    if (result.enum) result.enum = [...result.enum as unknown[], null];
  }
  return result;
}

/** OpenAPI 3.0 has a flag beside the bound, JSON Schema has the bound itself. */
function exclusiveBound(result: Record<string, unknown>, schema: StructuralSchema, keyword: 'exclusiveMinimum' | 'exclusiveMaximum'): void {
  const bound = keyword === 'exclusiveMinimum' ? 'minimum' : 'maximum';
  if (schema[keyword] === true) result[keyword] = schema[bound];
}

/** A copy of the value with what the API server adds before it validates. */
export function withDefaults(schema: StructuralSchema, value: unknown): unknown {
  if (Array.isArray(value)) return schema.items ? value.map((item) => withDefaults(schema.items!, item)) : value;
  if (!isObject(value)) return value;
  const result: Record<string, unknown> = { ...value };
  for (const [name, child] of Object.entries(schema.properties ?? {})) {
    if (result[name] === undefined && child.default !== undefined) result[name] = structuredClone(child.default);
    if (result[name] !== undefined) result[name] = withDefaults(child, result[name]);
  }
  if (isObject(schema.additionalProperties)) {
    for (const name of Object.keys(value).filter((key) => !Object.hasOwn(schema.properties ?? {}, key))) {
      result[name] = withDefaults(schema.additionalProperties, result[name]);
    }
  }
  return result;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapValues<T, R>(record: Readonly<Record<string, T>>, convert: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, convert(value)]));
}

function without<T>(record: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}

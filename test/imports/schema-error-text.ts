import { ErrorObject } from 'ajv';
import { fieldPath } from './structural-rules';

/** One line for each mistake: where, what is there, what is allowed. */
export function schemaErrorTexts(errors: readonly ErrorObject[]): string[] {
  // A failed oneOf or anyOf also reports why each branch failed, a failed propertyNames what is wrong with the name:
  // the failure itself is what a reader needs.
  const alternatives = errors.filter(({ keyword }) => keyword === 'oneOf' || keyword === 'anyOf').map(({ schemaPath }) => `${schemaPath}/`);
  const outermost = errors.filter(({ schemaPath, propertyName }) =>
    propertyName === undefined && !alternatives.some((prefix) => schemaPath.startsWith(prefix)));
  return [...new Set(outermost.map(text))];
}

function text(error: ErrorObject): string {
  const path = readablePath(error.instancePath);
  const at = path || 'object';
  const { params } = error;
  switch (error.keyword) {
    case 'additionalProperties': {
      const known = Object.keys((error.parentSchema?.properties ?? {}) as object);
      return `${fieldPath(path, params.additionalProperty)}: unknown field; known here: ${known.join(', ') || 'none'}`;
    }
    case 'required': return `${fieldPath(path, params.missingProperty)}: required, but missing`;
    case 'enum': return `${at}: is ${shown(error.data)}, allowed: ${params.allowedValues.map(shown).join(', ')}`;
    case 'const': return `${at}: is ${shown(error.data)}, allowed: ${shown(params.allowedValue)}`;
    case 'type': return `${at}: is ${shown(error.data)}, must be ${[params.type].flat().join(' or ')}`;
    case 'pattern': return `${at}: is ${shown(error.data)}, must match ${params.pattern}`;
    case 'propertyNames': return `${fieldPath(path, params.propertyName)}: not a valid name for a label or annotation`;
    case 'not': return `${at}: ${error.parentSchema?.$comment ?? error.message}`;
    case 'oneOf':
    case 'anyOf': return `${at}: ${alternative(error)}`;
    default: return `${at}: is ${shown(error.data)}, ${error.message}`;
  }
}

/** Alternatives between fields, named; others as ajv words them. */
function alternative(error: ErrorObject): string {
  const branches = error.schema as { required?: string[]; not?: { anyOf?: { required?: string[] }[] } }[];
  const groups = branches.flatMap(({ required }) => required ? [required.join(' with ')] : []);
  // Istio writes "at most one" as: none of them, or this one, or that one.
  const noneAllowed = branches.some(({ not }) => not?.anyOf?.some(({ required }) => required));
  if (groups.length === 0) return error.message ?? `must match ${error.keyword}`;
  const amount = error.keyword === 'anyOf' ? 'at least one' : noneAllowed ? 'at most one' : 'exactly one';
  return `set ${amount} of ${groups.join(', ')}`;
}

/** A JSON pointer as people write it. */
function readablePath(pointer: string): string {
  return pointer.split('/').slice(1)
    .map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'))
    .reduce((path, step) => /^\d+$/.test(step) ? `${path}[${step}]` : fieldPath(path, step), '');
}

function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  return json.length > 80 ? `${json.slice(0, 77)}...` : json;
}

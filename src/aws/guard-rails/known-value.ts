/** A value that only the deployment knows. A rule that meets it says nothing. */
export const UNKNOWN: unique symbol = Symbol('unknown');

/** The text of a property, undefined where the property is not given. */
export type KnownText = string | undefined | typeof UNKNOWN;

/** The entries of a list that is a property. */
export type KnownList = readonly unknown[] | typeof UNKNOWN;

export interface Properties { readonly [name: string]: unknown }

/** Stands for each part of a text that only the deployment knows; no name or ARN holds it. */
export const UNKNOWN_PART = '\0';

export function isProperties(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Templates leave a property out either by not naming it, or with the pseudo parameter `AWS::NoValue`. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && !(isProperties(value) && value.Ref === 'AWS::NoValue');
}

/** The text as far as it is known, with a mark for each part that is not. */
export function partialText(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return String(value);
  }
  const [name, argument] = intrinsic(value);
  if (name === 'Fn::Join' && Array.isArray(argument) && typeof argument[0] === 'string' && Array.isArray(argument[1])) {
    return argument[1].map(partialText).join(argument[0]);
  }
  if (name === 'Fn::Sub') {
    const template = Array.isArray(argument) ? argument[0] : argument;
    // `${!Name}` is the text "${Name}" itself.
    return typeof template === 'string' ? template.replace(/\$\{(!?)([^}]*)\}/g, (_, literal, inner) => literal ? `\${${inner}}` : UNKNOWN_PART) : UNKNOWN_PART;
  }
  return UNKNOWN_PART;
}

export function knownText(value: unknown): KnownText {
  if (!isGiven(value)) {
    return undefined;
  }
  const text = partialText(value);
  return text.includes(UNKNOWN_PART) ? UNKNOWN : text;
}

/** The entries of a list; none where it is not given, unknown where an intrinsic function makes it. */
export function knownList(value: unknown): KnownList {
  if (!isGiven(value)) {
    return [];
  }
  return Array.isArray(value) ? value.filter(isGiven) : UNKNOWN;
}

/** The value of an attribute in a list of keys and values, as load balancers, listeners and target groups have. */
export function attribute(list: unknown, key: string): KnownText {
  const entries = knownList(list);
  if (entries === UNKNOWN) {
    return UNKNOWN;
  }
  let isComplete = true;
  for (const entry of entries) {
    const entryKey = isProperties(entry) ? knownText(entry.Key) : UNKNOWN;
    if (entryKey === key) {
      return knownText((entry as Properties).Value);
    }
    isComplete &&= typeof entryKey === 'string';
  }
  return isComplete ? undefined : UNKNOWN;
}

/** The logical id that `Ref` or `Fn::GetAtt` names. */
export function referenced(value: unknown): string | undefined {
  const [name, argument] = intrinsic(value);
  if (name === 'Ref' && typeof argument === 'string') {
    return argument;
  }
  if (name === 'Fn::GetAtt') {
    const target = Array.isArray(argument) ? argument[0] : typeof argument === 'string' ? argument.split('.')[0] : undefined;
    return typeof target === 'string' ? target : undefined;
  }
  return undefined;
}

/** The name of the export that `Fn::ImportValue` takes. */
export function imported(value: unknown): string | undefined {
  const [name, argument] = intrinsic(value);
  return name === 'Fn::ImportValue' && typeof argument === 'string' ? argument : undefined;
}

function intrinsic(value: unknown): [name: string | undefined, argument: unknown] {
  const entries = isProperties(value) ? Object.entries(value) : [];
  return entries.length === 1 ? entries[0] : [undefined, undefined];
}

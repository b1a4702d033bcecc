import { Assembly, Callable, ClassType, EnumType, InterfaceType, Property, Type, TypeKind } from '@jsii/spec';

/**
 * Every name that users of the library can write, one a line: types, and the members that they declare themselves.
 *
 * What a member is called decides; its types are compared with the last release by scripts/api-compatibility.
 */
export function publicNames(assembly: Assembly): string[] {
  return Object.values(assembly.types ?? {}).flatMap(namesOf).sort();
}

function namesOf(type: Type): string[] {
  const name = [type.namespace, type.name].filter(part => part !== undefined).join('.');
  return [`${name} (${type.kind})`, ...membersOf(type).map(member => `${name}.${member}`)];
}

function membersOf(type: Type): string[] {
  if (type.kind === TypeKind.Enum) {
    return (type as EnumType).members.map(({ name }) => name);
  }
  const { methods = [], properties = [] } = type as ClassType | InterfaceType;
  const initializer = (type as ClassType).initializer;
  return [
    ...initializer ? [`new(${parametersOf(initializer)})`] : [],
    ...methods.map(method => `${method.name}(${parametersOf(method)})${suffixOf(method)}`),
    ...properties.map(property => `${property.name}${property.optional ? '?' : ''}${suffixOf(property)}`),
  ];
}

function parametersOf({ parameters = [] }: Callable): string {
  return parameters.map(({ name, optional }) => `${name}${optional ? '?' : ''}`).join(', ');
}

function suffixOf(member: Pick<Property, 'static' | 'protected'>): string {
  return `${member.static ? ' (static)' : ''}${member.protected ? ' (protected)' : ''}`;
}

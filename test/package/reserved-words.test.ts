import { Method, Parameter, Property, Type, TypeKind } from '@jsii/spec';
// By its path, because the compiler exports no part of itself by name.
import { isReservedName } from '../../node_modules/jsii/lib/reserved-words';
import { compiledAssembly } from '../../scripts/public-api/assembly';

/** Each name that is a keyword of another language, with the languages and where the library has it. */
function reservedNames(types: readonly Type[]): string[] {
  const found = types.filter(({ kind }) => kind !== TypeKind.Enum).flatMap((type: any) => {
    const methods: Method[] = [...type.methods ?? [], ...type.initializer ? [type.initializer] : []];
    const parameters = methods.flatMap(method => method.parameters ?? []);
    return [...parameters, ...methods, ...type.properties ?? []].flatMap(({ name }: Parameter | Method | Property) => {
      const languages = name === undefined ? undefined : isReservedName(name);
      return languages ? [`${name} (${languages.join(', ')}): ${type.name}`] : [];
    });
  });
  return [...new Set(found)].sort();
}

// jsii is told to be silent about them. In C# a property is `Namespace`, which is no keyword.
test('the only keyword of another language among the public names is "namespace", as a property', () => {
  const types = Object.values(compiledAssembly().types ?? {});
  const names = reservedNames(types);
  expect(names.filter(name => !name.startsWith('namespace (C#): '))).toEqual([]);
  expect(names).not.toEqual([]);
  const methods: Method[] = types.flatMap((type: any) => [...type.methods ?? [], type.initializer ?? {}]);
  expect(methods.flatMap(({ parameters = [] }) => parameters).map(({ name }) => name)).not.toContain('namespace');
});

test('a parameter, a method and a property with such a name are seen', () => {
  const type = {
    kind: 'class',
    name: 'Gate',
    initializer: { parameters: [{ name: 'default' }] },
    methods: [{ name: 'import', parameters: [{ name: 'from' }] }],
    properties: [{ name: 'lambda' }, { name: 'height' }],
  };
  expect(reservedNames([type as never])).toEqual(
    ['default (C#, Java, Go): Gate', 'from (Python): Gate', 'import (Java, Python, Go): Gate', 'lambda (Python): Gate']);
});

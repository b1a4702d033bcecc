import { differenceOf } from '../../scripts/public-api/difference';
import { compiledNames, listedNames, RENEW } from '../../scripts/public-api/list';
import { publicNames } from '../../scripts/public-api/names';
import * as library from '../../src';

test('the public API is what public-api.txt lists', () => {
  expect(differenceOf(listedNames(), compiledNames(), RENEW)).toBeUndefined();
});

test('the list is sorted, and has every name once', () => {
  const listed = listedNames();
  expect(listed).toEqual([...new Set(listed)].sort());
});

test('everything that exists at run time is listed', () => {
  const types = listedNames().filter(line => / \((class|enum)\)$/.test(line)).map(line => line.split(' ')[0]);
  expect(types).toEqual(Object.keys(library).sort());
});

test('a difference says what appeared, what vanished and what to run', () => {
  expect(differenceOf(['A (class)', 'A.b'], ['A (class)', 'A.c?'], 'npm run api:list')).toBe([
    'the public API is not what is listed:',
    '  appeared: A.c?',
    '  vanished: A.b',
    'if that is meant, run npm run api:list and commit the list',
  ].join('\n'));
});

test('kinds, initializers, static, protected and optional members are told apart', () => {
  const types = [
    {
      kind: 'class',
      name: 'Gate',
      initializer: { parameters: [{ name: 'scope' }, { name: 'props', optional: true }] },
      methods: [{ name: 'of', static: true }, { name: 'open', parameters: [{ name: 'by' }], protected: true }],
      properties: [{ name: 'height', optional: true }],
    },
    { kind: 'enum', name: 'Colour', members: [{ name: 'RED' }] },
    { kind: 'interface', name: 'Props', namespace: 'Gate' },
  ];
  expect(publicNames({ types: Object.fromEntries(types.map(type => [type.name, type])) } as never)).toEqual([
    'Colour (enum)',
    'Colour.RED',
    'Gate (class)',
    'Gate.Props (interface)',
    'Gate.height?',
    'Gate.new(scope, props?)',
    'Gate.of() (static)',
    'Gate.open(by) (protected)',
  ]);
});

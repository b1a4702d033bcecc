import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Fn } from 'aws-cdk-lib';
import { errorMessage } from './error-message';
import { EndpointAddress } from '../../src/mesh';

const STACK = 'demo-cluster1-consumer';
const KEY = 'EndpointDnsNameCluster2';
const NAME = 'vpce-0123456789abcdef0-abcdefgh.vpce-svc-0123456789abcdef0.eu-west-1.vpce.amazonaws.com';

test('a name in the private hosted zone is neither pasted nor read', () => {
  expect(EndpointAddress.privateHostedZone()).toMatchObject({ isPrivateHostedZone: true, pastedName: undefined, outputsFile: undefined });
});

describe('fromDnsName', () => {
  test('is the pasted name', () => {
    expect(EndpointAddress.fromDnsName(NAME)).toMatchObject({ isPrivateHostedZone: false, pastedName: NAME });
  });

  test.each(['', 'vpce', `${NAME}.`, `https://${NAME}`, `${NAME}:15443`, `Z1HB23UULQXV:${NAME}`, `${NAME}\n`, '10.0.0.1'])('fails when the name is %j', name => {
    expect(errorMessage(() => EndpointAddress.fromDnsName(name))).toBe(
      `endpoint address ${JSON.stringify(name)} is not a DNS name: expected at least 2 labels of lower-case letters, digits and hyphens joined by dots, ` +
      'the last with a letter, without a dot at the end, at most 253 characters');
  });

  test('fails when the name is a token', () => {
    expect(errorMessage(() => EndpointAddress.fromDnsName(Fn.importValue('Name')))).toMatch(/^endpoint address is a CDK token \(\$\{Token\[.+\]\}\): .* give the literal value$/);
  });
});

describe('fromOutputs', () => {
  let directory: string;
  let file: string;
  let address: EndpointAddress;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'outputs-'));
    file = join(directory, 'outputs.json');
    address = EndpointAddress.fromOutputs(file);
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  const how = () => `deploy the stacks with "cdk deploy --all --outputs-file ${file}" and run this again`;
  const write = (outputs: unknown) => writeFileSync(file, JSON.stringify(outputs));
  const failure = (stack = STACK, key = KEY) => errorMessage(() => address._fromOutputsFile(stack, key));

  test('is not the private hosted zone, and reads nothing before it is asked', () => {
    expect(address).toMatchObject({ isPrivateHostedZone: false, pastedName: undefined, outputsFile: file });
  });

  test('is the name under the stack and the key', () => {
    write({ [STACK]: { [KEY]: NAME, Other: 'a.b' }, other: { [KEY]: 'c.d' } });
    expect(address._fromOutputsFile(STACK, KEY)).toBe(NAME);
  });

  test('follows the file when it is written again', () => {
    write({ [STACK]: { [KEY]: NAME } });
    expect(address._fromOutputsFile(STACK, KEY)).toBe(NAME);
    write({ [STACK]: { [KEY]: `new-${NAME}` } });
    expect(address._fromOutputsFile(STACK, KEY)).toBe(`new-${NAME}`);
    write({ [STACK]: { [KEY]: `now-${NAME}` } });
    utimesSync(file, new Date(), new Date(Date.now() + 5000));
    expect(address._fromOutputsFile(STACK, KEY)).toBe(`now-${NAME}`);
    rmSync(file);
    expect(failure()).toMatch(/^outputs file ".+" does not exist: /);
  });

  test('parses the file once for all the links of a full mesh', () => {
    write(Object.fromEntries(Array.from({ length: 100 }, (_, stack) =>
      [`demo-c${stack}-consumer`, Object.fromEntries(Array.from({ length: 99 }, (__, key) => [`EndpointDnsNameC${key}`, NAME]))])));
    const parse = jest.spyOn(JSON, 'parse');
    try {
      for (let link = 0; link < 100 * 99; link++) {
        address._fromOutputsFile(`demo-c${link % 100}-consumer`, `EndpointDnsNameC${link % 99}`);
      }
      expect(parse).toHaveBeenCalledTimes(1);
    } finally {
      parse.mockRestore();
    }
  });

  test('fails when the file is missing', () => {
    expect(failure()).toBe(`outputs file "${file}" does not exist: ${how()}`);
  });

  test('fails when the file is a directory', () => {
    address = EndpointAddress.fromOutputs(directory);
    expect(failure()).toBe(`outputs file "${directory}" cannot be read (EISDIR: illegal operation on a directory, read): ` +
      `deploy the stacks with "cdk deploy --all --outputs-file ${directory}" and run this again`);
  });

  test.each(['', 'not json', '{', '{"a":\n\u2028 1,}', '\u0000'])('fails when the file is not JSON but %j', content => {
    writeFileSync(file, content);
    const message = failure();
    expect(message.startsWith(`outputs file "${file}" is not JSON (`)).toBe(true);
    expect(message.endsWith(`): ${how()}`)).toBe(true);
    expect(message).not.toMatch(/[\u0000-\u001f\u2028]/);
  });

  test.each([
    [{ b: {}, a: {} }, 'a, b'], [{}, 'none'], [[], 'none'], [null, 'none'], ['text', 'none'], [7, 'none'], [{ 'a\nb': 1 }, 'a\\nb'],
  ])('fails when the stack is not in %j', (outputs, stacks) => {
    write(outputs);
    expect(failure()).toBe(`outputs file "${file}" has no output "${KEY}" of stack "${STACK}" (stacks in it: ${stacks}): ${how()}`);
  });

  test.each([[{ B: '', A: '' }, 'A, B'], [{}, 'none'], ['text', 'none'], [null, 'none']])('fails when the key is not in the stack: %j', (outputs, keys) => {
    write({ [STACK]: outputs });
    expect(failure()).toBe(`outputs file "${file}" has no output "${KEY}" of stack "${STACK}" (outputs of that stack: ${keys}): ${how()}`);
  });

  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'length'])('fails when only the prototype has the key: %s', key => {
    write({ [STACK]: { Other: 'a.b' } });
    expect(failure(STACK, key)).toMatch(new RegExp(`^outputs file ".+" has no output "${key}" of stack "${STACK}" \\(outputs of that stack: Other\\): deploy `));
    expect(failure(key, KEY)).toMatch(new RegExp(`^outputs file ".+" has no output "${KEY}" of stack "${key}" \\(stacks in it: ${STACK}\\): deploy `));
  });

  test.each([42, true, null, ['a.b'], { a: 'b' }])('fails when the value is not text but %j', value => {
    write({ [STACK]: { [KEY]: value } });
    expect(failure()).toBe(`output "${KEY}" of stack "${STACK}" in outputs file "${file}" is ${JSON.stringify(value)}, expected the DNS name of the endpoint: ${how()}`);
  });

  test.each(['', 'vpce', `Z1HB23UULQXV:${NAME}`])('fails when the value is not a DNS name but %j', value => {
    write({ [STACK]: { [KEY]: value } });
    expect(failure()).toMatch(new RegExp(`^endpoint address "${value}" in output "${KEY}" of stack "${STACK}" in outputs file ".+" is not a DNS name: expected at least 2 labels`));
  });

  test('fails when the path is a token', () => {
    expect(errorMessage(() => EndpointAddress.fromOutputs(Fn.ref('Path')))).toMatch(/^path of the outputs file is a CDK token \(/);
  });
});

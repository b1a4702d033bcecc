import { Fn, Token } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { errorMessage } from './error-message';
import { ServicePort } from '../../src/mesh';

test('each protocol names its port after itself, unless another name is given', () => {
  const ports = [ServicePort.http(80), ServicePort.http2(81), ServicePort.grpc(82), ServicePort.tcp(83), ServicePort.tls(84), ServicePort.tcp(85, { name: 'mysql' })];
  expect(ports.map(({ protocol, port, name }) => `${protocol} ${port} ${name}`))
    .toEqual(['http 80 http', 'http2 81 http2', 'grpc 82 grpc', 'tcp 83 tcp', 'tls 84 tls', 'tcp 85 mysql']);
});

test('takes every port number', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 65535 }), port => {
    expect(ServicePort.tcp(port).port).toBe(port);
  }));
  expect([ServicePort.tcp(1).port, ServicePort.tcp(65535).port]).toEqual([1, 65535]);
});

test.each([0, -1, 65536, 1.5, NaN, Infinity, Number.MAX_SAFE_INTEGER])('fails when the port is %d', port => {
  expect(errorMessage(() => ServicePort.http(port))).toBe(`service port ${port} is not a port number: expected a whole number from 1 to 65535`);
});

test('fails when the port or its name is a token', () => {
  expect(errorMessage(() => ServicePort.http(Token.asNumber(Fn.ref('Port'))))).toMatch(/^service port is a CDK token \(-\d.*\): .* give the literal value$/);
  expect(errorMessage(() => ServicePort.http(80, { name: Fn.ref('Name') }))).toMatch(/^service port name is a CDK token \(\$\{Token\[.*\]\}\): /);
});

test.each(['a', 'http-admin', '9p', 'a'.repeat(15)])('takes the name %s', name => {
  expect(ServicePort.http(80, { name }).name).toBe(name);
});

test.each(['', '80', 'HTTP', 'a_b', '-a', 'a-', 'a--b', 'a'.repeat(16), 'http\n'])('fails when the name is %j', name => {
  expect(errorMessage(() => ServicePort.http(80, { name }))).toBe(`service port name ${JSON.stringify(name)} is not a Kubernetes port name: ` +
    'expected at most 15 lower-case letters, digits and single hyphens, with at least one letter');
});

import { Fn, Token } from 'aws-cdk-lib';
import fc from 'fast-check';
import { endpointHost } from '../../src/kubernetes/endpoint-host';
import { repositoryPath } from '../../src/kubernetes/repository-path';
import { elasticLoadBalancingName } from '../../src/mesh/elastic-load-balancing-name';
import { objectName } from '../../src/mesh/object-name';

describe('the name of an object', () => {
  test.each(['a', '0', 'a.b-c.d', 'a'.repeat(253), `${'a'.repeat(63)}.b`])('takes "%s"', name => {
    expect(objectName(name, 'name')).toBe(name);
  });

  test.each(['', '.', 'a.', '.a', 'a..b', '-a', 'a-', 'a.-b', 'A', 'a_b', 'a b', 'a/b', 'a\n', 'a'.repeat(254)])('fails when it is %j', name => {
    expect(() => objectName(name, 'name')).toThrow(/is not a Kubernetes name: expected at most 253/);
  });
});

describe('the host of an endpoint', () => {
  test('an IPv4 address', () => {
    fc.assert(fc.property(fc.ipV4(), address => {
      expect(endpointHost(address, 'address')).toEqual({ address, isIpAddress: true });
    }));
  });

  test('a DNS name', () => {
    const address = 'vpce-0123456789abcdef0-abcdefgh.vpce-svc-0123456789abcdef0.eu-west-1.vpce.amazonaws.com';
    expect(endpointHost(address, 'address')).toEqual({ address, isIpAddress: false });
  });

  test.each(['1.2.3', '1.2.3.4.5', '256.1.1.1', '01.2.3.4', '1'])('fails when it is %j, which only looks like an IPv4 address', address => {
    expect(() => endpointHost(address, 'address')).toThrow(`address "${address}" is neither an IPv4 address nor a DNS name`);
  });
});

test.each([
  ['object name', objectName],
  ['load balancer name', elasticLoadBalancingName],
  ['address', endpointHost],
  ['path', repositoryPath],
])('fails when the %s is a CDK token', (what, check) => {
  for (const token of [Fn.ref('Parameter'), `a-${Fn.ref('Parameter')}`, Token.asString({ Ref: 'Parameter' })]) {
    expect(() => check(token, what)).toThrow(`${what} is a CDK token`);
  }
});

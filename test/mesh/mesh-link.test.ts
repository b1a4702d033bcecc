import { errorMessage } from './error-message';
import { addCluster, exportApi, meshOf, pair } from './meshes';
import { EndpointAddress, ExternalSecrets, LinkKind, LinkMode, Mesh, RemoteSecret } from '../../src/mesh';

test('discovers services over the private hosted zone, unless told otherwise', () => {
  const { clusters: [a, b] } = meshOf(['a', 'b']);
  const link = a.consume(b);
  expect(link).toMatchObject({ name: 'a -> b', mode: { kind: LinkKind.DISCOVERY }, address: { isPrivateHostedZone: true } });
  expect([link.consumer, link.provider]).toEqual([a, b]);
  const back = b.consume(a, { mode: LinkMode.serviceEntry(), address: EndpointAddress.fromDnsName('a.example.com') });
  expect(back).toMatchObject({ name: 'b -> a', mode: { kind: LinkKind.SERVICE_ENTRY }, address: { pastedName: 'a.example.com' } });
});

test('imports all that the provider exports, also what it exports later, sorted by host', () => {
  const { clusters: [a, b] } = meshOf(['a', 'b']);
  const link = a.consume(b);
  exportApi(b, { namespace: 'a' });
  expect(link.services.map(service => service.host)).toEqual(['api.a.svc.cluster.local', 'api.b.svc.cluster.local']);
});

test('imports only what is named', () => {
  const { clusters: [a, b] } = meshOf(['a', 'b']);
  const services = [exportApi(b, { name: 'web' }), exportApi(b, { name: 'db' })];
  const link = a.consume(b, { services });
  services.pop();
  link.services.pop();
  expect(link.services.map(service => service.name)).toEqual(['db', 'web']);
});

test.each([
  ['the same', {}, {}, false, false],
  ['another region', {}, { region: 'us-east-1' }, true, false],
  ['another account', {}, { account: '222222222222' }, false, true],
])('knows whether it leads to %s', (_, consumer, provider, isCrossRegion, isCrossAccount) => {
  const mesh = new Mesh({ meshId: 'demo' });
  expect(addCluster(mesh, 'a', consumer).consume(addCluster(mesh, 'b', provider))).toMatchObject({ isCrossRegion, isCrossAccount });
});

describe('a remote secret from External Secrets', () => {
  const mode = LinkMode.discovery({ remoteSecret: RemoteSecret.externalSecrets() });
  const externalSecrets = ExternalSecrets.withServiceAccount({ roleArn: 'arn:aws:iam::111111111111:role/eso' });
  const link = (consumer: boolean, provider: boolean) => {
    const mesh = new Mesh({ meshId: 'demo' });
    const [a, b] = [['a', consumer], ['b', provider]].map(([name, has]) => addCluster(mesh, name as string, has ? { externalSecrets } : {}));
    return a.consume(b, { mode });
  };

  test('needs it in both clusters', () => {
    expect(link(true, true)._hasExternalSecret).toBe(true);
  });

  test.each([[false, true, 'a'], [true, false, 'b'], [false, false, 'a']])('fails when it is not in both (consumer: %s, provider: %s)', (consumer, provider, missing) => {
    expect(errorMessage(() => link(consumer, provider))).toBe(
      `link a -> b leaves its remote secret to External Secrets, but it is not said how that reaches AWS from cluster "${missing}": ` +
      'give externalSecrets to both clusters, or use RemoteSecret.fromCli()');
  });

  test('is nothing that other links have', () => {
    const { clusters: [a, b, c] } = meshOf(['a', 'b', 'c']);
    expect([a.consume(b), a.consume(c, { mode: LinkMode.serviceEntry() })].map(other => other._hasExternalSecret)).toEqual([false, false]);
  });
});

test('fails when it imports a service of another cluster', () => {
  const { clusters: [a, b, c] } = meshOf(['a', 'b', 'c']);
  expect(errorMessage(() => a.consume(b, { services: c.exportedServices }))).toBe(
    'link a -> b imports service api.c.svc.cluster.local of cluster "c": only services that "b" exports can be imported over it, use what b.exportService() returned');
  expect(a.consumes).toEqual([]);
});

test('fails when it imports a service of a cluster of the same name in another mesh', () => {
  const { clusters: [a, b] } = meshOf(['a', 'b']);
  expect(errorMessage(() => a.consume(b, { services: meshOf(['b']).clusters[0].exportedServices }))).toMatch(
    /^link a -> b imports service api\.b\.svc\.cluster\.local of cluster "b": only services that "b" exports can be imported over it, use what b\.exportService\(\) returned$/);
});

test('fails when it imports a service twice', () => {
  const { clusters: [a, b] } = meshOf(['a', 'b']);
  const [api] = b.exportedServices;
  expect(errorMessage(() => a.consume(b, { services: [api, api] }))).toBe(
    'link a -> b imports service api.b.svc.cluster.local twice: name each service once in services');
});

describe('the host name of the endpoint', () => {
  test('is the provider in the zone of the mesh', () => {
    const { mesh } = pair({}, { dnsZone: 'mesh.example.com' });
    expect(mesh.links.map(link => link._endpointHostname())).toEqual(['cluster2.mesh.example.com', 'cluster1.mesh.example.com']);
  });

  test('is the pasted name', () => {
    const { clusters: [a, b] } = meshOf(['a', 'b']);
    expect(a.consume(b, { address: EndpointAddress.fromDnsName('vpce-0a.vpce.amazonaws.com') })._endpointHostname()).toBe('vpce-0a.vpce.amazonaws.com');
  });

  test('fails when the outputs file is not one', () => {
    const { mesh } = pair({ address: EndpointAddress.fromOutputs(__filename) });
    expect(errorMessage(() => mesh.links[0]._endpointHostname())).toMatch(/^outputs file ".*mesh-link\.test\.ts" is not JSON \(.+\): deploy the stacks with /);
  });

  test('is the output of the consumer for the provider', () => {
    const { clusters: [a, b] } = meshOf(['a', 'team-b']);
    const address = EndpointAddress.fromOutputs('outputs.json');
    const asked = jest.spyOn(address, '_fromOutputsFile').mockReturnValue('vpce-0a.vpce.amazonaws.com');
    expect(a.consume(b, { address })._endpointHostname()).toBe('vpce-0a.vpce.amazonaws.com');
    expect(asked.mock.calls).toEqual([['demo-a-consumer', 'EndpointDnsNameTeamXb']]);
  });
});

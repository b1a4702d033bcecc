import { Fn } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { dnsLabels, serviceNames, servicePorts } from './arbitraries';
import { errorMessage } from './error-message';
import { addCluster, exportApi } from './meshes';
import { ExportServiceProps, Mesh, ServicePort } from '../../src/mesh';

const cluster = () => addCluster(new Mesh({ meshId: 'demo' }), 'a');
const failure = (props: Partial<ExportServiceProps>) => errorMessage(() => exportApi(cluster(), { namespace: 'shop', ...props }));

test('the host is the fully qualified name of the Service', () => {
  fc.assert(fc.property(dnsLabels(), serviceNames(), servicePorts(), (namespace, name, ports) => {
    const service = cluster().exportService({ namespace, name, ports });
    expect(service).toMatchObject({ namespace, name, cluster: 'a', host: `${name}.${namespace}.svc.cluster.local`, serviceAccount: undefined });
    expect(service.ports).toEqual(ports);
  }));
});

test('changing a returned list, or the declared one, changes no service', () => {
  const ports = [ServicePort.http(80)];
  const service = exportApi(cluster(), { ports });
  ports.push(ServicePort.tcp(81));
  service.ports.pop();
  expect(service.ports.map(port => port.port)).toEqual([80]);
});

test.each(['api', 'team.api', 'a-b.c-d', '1', 'a'.repeat(253)])('takes the service account %s', serviceAccount => {
  expect(exportApi(cluster(), { serviceAccount }).serviceAccount).toBe(serviceAccount);
});

test.each(['', 'API', 'a_b', 'a..b', '.a', 'a.', 'a.-b', 'a-.b', '-a', 'a/b', 'a\n', 'a'.repeat(254)])('fails when the service account is %j', serviceAccount => {
  expect(failure({ serviceAccount })).toBe(`service account ${JSON.stringify(serviceAccount)} of service api.shop.svc.cluster.local is not a Kubernetes name: ` +
    'expected at most 253 lower-case letters, digits, "-" and ".", each part between dots starting and ending with a letter or digit');
});

test('fails when the namespace is not a DNS label', () => {
  expect(failure({ namespace: 'Shop' })).toMatch(
    /^namespace "Shop" of a service exported by cluster "a" is not a DNS label: expected lower-case letters, digits and hyphens, /);
});

test('fails when the name is not a DNS label that starts with a letter', () => {
  expect(failure({ name: 'api.v1' })).toMatch(/^name "api\.v1" of a service exported by cluster "a" is not a DNS label: expected lower-case letters, /);
  expect(failure({ name: '1api' })).toBe('name "1api" of a service exported by cluster "a" does not start with a letter: choose a DNS label that does');
  expect(failure({ name: 'a'.repeat(64) })).toMatch(/^name "a{64}" of a service .* has 64 characters: at most 63 are allowed, choose a shorter one$/);
});

test.each(['namespace', 'name', 'serviceAccount'] as const)('fails when the %s is a token', property => {
  expect(failure({ [property]: Fn.ref('Parameter') })).toMatch(
    /^(namespace|name|service account) of a service exported by cluster "a" is a CDK token \(\$\{Token\[.+\]\}\): .* give the literal value$/);
});

test('fails when there is no port', () => {
  expect(failure({ ports: [] })).toBe(
    'service api.shop.svc.cluster.local exported by cluster "a" has no port: give at least one, for instance ports: [ServicePort.http(80)]');
});

test('fails when two ports have one name', () => {
  expect(failure({ ports: [ServicePort.http(80), ServicePort.grpc(81), ServicePort.http(8080)] })).toBe(
    'service api.shop.svc.cluster.local exported by cluster "a" has two ports with the name "http": ' +
    'make them differ, for instance ServicePort.http(8080, { name: "http-admin" })');
});

test('fails when two ports have one number', () => {
  expect(failure({ ports: [ServicePort.http(80), ServicePort.grpc(80)] })).toMatch(
    /^service api\.shop\.svc\.cluster\.local exported by cluster "a" has two ports with the number "80": make them differ, for instance /);
});

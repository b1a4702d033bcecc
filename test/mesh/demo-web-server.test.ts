import { Fn } from 'aws-cdk-lib';
import { errorMessage } from './error-message';
import { addCluster, exportApi, pair } from './meshes';
import { DemoWebServerOptions, ExportServiceProps, Mesh, ServicePort } from '../../src/mesh';

function deploy(options: DemoWebServerOptions = {}, service: Partial<ExportServiceProps> = {}) {
  const cluster = addCluster(new Mesh({ meshId: 'demo' }), 'a');
  cluster.deployDemo(exportApi(cluster, { namespace: 'shop', ...service }), options);
  return cluster;
}

test('one pod of an unprivileged image, unless told otherwise', () => {
  expect(deploy().demoWebServers).toMatchObject([{ image: 'public.ecr.aws/nginx/nginx-unprivileged:1.29', replicas: 1, service: { host: 'api.shop.svc.cluster.local' } }]);
  expect(deploy({ image: 'registry.example.com:5000/team/Web@sha256:0a', replicas: 3 }).demoWebServers)
    .toMatchObject([{ image: 'registry.example.com:5000/team/Web@sha256:0a', replicas: 3 }]);
});

test('sorted by the host of their service, in a list of its own', () => {
  const { cluster1 } = pair();
  for (const namespace of ['z', 'b', 'k']) {
    cluster1.deployDemo(exportApi(cluster1, { namespace }));
  }
  cluster1.demoWebServers.pop();
  expect(cluster1.demoWebServers.map(server => server.service.namespace)).toEqual(['b', 'k', 'z']);
});

test.each([0, -1, 1.5, NaN])('fails when there are %d replicas', replicas => {
  expect(errorMessage(() => deploy({ replicas }))).toBe(
    `demo web server of api.shop.svc.cluster.local with ${replicas} replicas: expected a whole number of at least 1`);
});

test.each(['', ' ', 'nginx latest', 'nginx\n', '-nginx'])('fails when the image is %j', image => {
  expect(errorMessage(() => deploy({ image }))).toBe(
    `image ${JSON.stringify(image)} of the demo web server of api.shop.svc.cluster.local is not the name of an image: ` +
    'expected for instance "public.ecr.aws/nginx/nginx-unprivileged:1.29"');
});

test('fails when the image is a token', () => {
  expect(errorMessage(() => deploy({ image: Fn.ref('Image') }))).toMatch(
    /^image of the demo web server of api\.shop\.svc\.cluster\.local is a CDK token \(\$\{Token\[.+\]\}\): .* give the literal value$/);
});

test.each([
  [[ServicePort.tcp(80)], 'tcp 80'],
  [[ServicePort.http(80), ServicePort.grpc(81)], 'http 80, grpc 81'],
  [[ServicePort.http2(80)], 'http2 80'],
])('fails when the service has other ports than one of HTTP', (ports, got) => {
  expect(errorMessage(() => deploy({}, { ports }))).toBe(
    `demo web server of api.shop.svc.cluster.local needs exactly one HTTP port, got ${got}: export the service with ports: [ServicePort.http(80)]`);
});

test('fails when the service has no service account', () => {
  expect(errorMessage(() => deploy({}, { serviceAccount: undefined }))).toBe(
    'demo web server of api.shop.svc.cluster.local needs a service account: export the service with serviceAccount: "api"');
});

test('fails when the namespace has a web server already', () => {
  const cluster = deploy();
  expect(errorMessage(() => cluster.deployDemo(exportApi(cluster, { namespace: 'shop', name: 'web' })))).toBe(
    'namespace "shop" of cluster "a" has a demo web server already, behind service api.shop.svc.cluster.local: the demo owns its namespace, deploy it once in each');
  expect(cluster.demoWebServers).toHaveLength(1);
});

test('fails when the service is that of another cluster', () => {
  const { cluster1, cluster2 } = pair();
  expect(errorMessage(() => cluster1.deployDemo(cluster2.exportedServices[0]))).toBe(
    'cluster "cluster1" cannot run the demo behind service api.cluster2.svc.cluster.local of cluster "cluster2": use what cluster1.exportService() returned');
});

import { Aws, Fn, Token } from 'aws-cdk-lib';
import { manifests, ofKind } from './manifests';
import { DemoApplication, DemoApplicationProps, MeshNamespace } from '../../src/kubernetes';
import { ServicePort } from '../../src/mesh';

const PROPS: DemoApplicationProps = {
  cluster: 'cluster1',
  namespace: 'cluster1-webserver',
  name: 'api',
  serviceAccount: 'webserver',
  port: ServicePort.http(8085),
  image: 'public.ecr.aws/nginx/nginx-unprivileged:1.29',
  replicas: 1,
};

function demo(props: Partial<DemoApplicationProps> = {}): any[] {
  return manifests(chart => new DemoApplication(chart, 'demo', { ...PROPS, ...props }));
}

test('everything that the guide\'s sample has, and mutual TLS only', () => {
  const objects = demo();
  expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`)).toEqual([
    'Namespace /cluster1-webserver',
    'PeerAuthentication cluster1-webserver/default',
    'ServiceAccount cluster1-webserver/webserver',
    'ConfigMap cluster1-webserver/api',
    'Deployment cluster1-webserver/api',
    'Service cluster1-webserver/api',
    'VirtualService cluster1-webserver/api',
    'DestinationRule cluster1-webserver/api',
  ]);
  expect(ofKind('Namespace', objects).metadata.labels).toEqual({ 'istio-injection': 'enabled' });
  expect(ofKind('PeerAuthentication', objects).spec).toEqual({ mtls: { mode: 'STRICT' } });
});

test('a named revision injects the sidecars', () => {
  expect(ofKind('Namespace', demo({ revision: 'stable' })).metadata.labels).toEqual({ 'istio.io/rev': 'stable' });
});

test('answers with the name of the cluster', () => {
  const config = ofKind('ConfigMap', demo()).data['default.conf'];
  expect(config).toContain('return 200 "hello from cluster1\\n";');
  expect(config).toContain('default_type text/plain;');
  expect(config).toContain('listen 8080;');
});

test('a change of the answer rolls the pods', () => {
  const checksum = (props: Partial<DemoApplicationProps>) => ofKind('Deployment', demo(props)).spec.template.metadata.annotations['checksum/config'];
  expect(checksum({})).toMatch(/^[0-9a-f]{64}$/);
  expect(checksum({})).toBe(checksum({ replicas: 2 }));
  expect(checksum({})).not.toBe(checksum({ cluster: 'cluster2' }));
});

test('the pods run as nobody in particular, and write below /tmp only', () => {
  const { replicas, template } = ofKind('Deployment', demo({ replicas: 3 })).spec;
  expect(replicas).toBe(3);
  const { serviceAccountName, securityContext, containers, volumes } = template.spec;
  expect(serviceAccountName).toBe('webserver');
  expect(securityContext).toEqual({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
  expect(containers).toEqual([expect.objectContaining({
    name: 'webserver',
    image: PROPS.image,
    ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
    securityContext: {
      runAsUser: 101,
      runAsGroup: 101,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    },
    volumeMounts: [{ name: 'config', mountPath: '/etc/nginx/conf.d', readOnly: true }, { name: 'tmp', mountPath: '/tmp' }],
  })]);
  expect(containers[0].readinessProbe.httpGet).toEqual({ path: '/', port: 8080 });
  expect(volumes).toEqual([{ name: 'config', configMap: { name: 'api' } }, { name: 'tmp', emptyDir: {} }]);
});

test('the Service selects the pods and leads to the port that the web server listens on', () => {
  const objects = demo();
  const { selector, ports } = ofKind('Service', objects).spec;
  expect(ofKind('Deployment', objects).spec.template.metadata.labels).toMatchObject(selector);
  expect(ports).toEqual([{ name: 'http', port: 8085, targetPort: 8080 }]);
});

test('callers in the cluster are routed to a subset that the pods are in, and sent again only what never left', () => {
  const objects = demo();
  const host = 'api.cluster1-webserver.svc.cluster.local';
  expect(ofKind('VirtualService', objects).spec).toEqual({
    hosts: [host],
    http: [{ route: [{ destination: { host, subset: 'v1' } }], retries: { attempts: 2, retryOn: 'connect-failure' } }],
  });
  const { spec } = ofKind('DestinationRule', objects);
  expect(spec).toEqual({
    host,
    trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } },
    subsets: [{ name: 'v1', labels: { version: 'v1' } }],
  });
  expect(ofKind('Deployment', objects).spec.template.metadata.labels).toMatchObject(spec.subsets[0].labels);
});

test('what two applications share is declared once', () => {
  const objects = manifests(chart => {
    new DemoApplication(chart, 'api', PROPS);
    new DemoApplication(chart, 'web', { ...PROPS, name: 'web' });
    new DemoApplication(chart, 'other', { ...PROPS, namespace: 'other' });
  });
  const ids = objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter(id => /^(Namespace|PeerAuthentication|ServiceAccount) /.test(id))).toEqual([
    'Namespace /cluster1-webserver',
    'PeerAuthentication cluster1-webserver/default',
    'ServiceAccount cluster1-webserver/webserver',
    'Namespace /other',
    'PeerAuthentication other/default',
    'ServiceAccount other/webserver',
  ]);
  expect(ids.filter(id => id.startsWith('Deployment'))).toHaveLength(3);
});

test('a namespace that the chart declares already is left as it is', () => {
  const objects = manifests(chart => {
    new MeshNamespace(chart, 'namespace', { name: PROPS.namespace, injection: true, revision: 'stable' });
    new DemoApplication(chart, 'api', PROPS);
  });
  expect(ofKind('Namespace', objects).metadata.labels).toEqual({ 'istio.io/rev': 'stable' });
  expect(ofKind('PeerAuthentication', objects).spec).toEqual({ mtls: { mode: 'STRICT' } });
});

test.each([
  [{ cluster: 'cluster 1' }, 'cluster name "cluster 1" is not a DNS label'],
  [{ cluster: '"; evil' }, 'is not a DNS label'],
  [{ namespace: 'a.b' }, 'namespace "a.b" of the demo application is not a DNS label'],
  [{ name: '1' }, 'name "1" of the demo application does not start with a letter'],
  [{ serviceAccount: 'Web' }, 'service account "Web" of demo application "api" is not a Kubernetes name'],
  [{ port: ServicePort.tcp(80) }, 'demo application "api" has a port that speaks tcp: its web server speaks HTTP'],
  [{ image: Aws.REGION }, 'image of demo application "api" is a CDK token'],
  [{ replicas: Token.asNumber(Fn.ref('Replicas')) }, 'number of replicas of demo application "api" is a CDK token'],
  [{ replicas: 0 }, 'demo application "api" with 0 replicas'],
  [{ revision: 'R 1' }, 'revision "R 1" is not a DNS label'],
])('fails when the props have %j', (props, message) => {
  expect(() => demo(props)).toThrow(message);
});

import { writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Duration } from 'aws-cdk-lib';
import { objects, synth } from './synth';
import { temporaryDirectory } from './temporary-directory';
import { GitOps } from '../../src/bundle';
import {
  EndpointAddress, GatewayInstallation, IstiodInstallation, IstioVersion, LinkMode, LoadBalancer, Mesh, NameResolution, ReaderAccess, ServicePort,
} from '../../src/mesh';
import { addCluster, exportApi, meshOf, pair } from '../mesh/meshes';

const files = (tree: { [path: string]: string }, cluster: string) => Object.keys(tree)
  .filter(path => path.startsWith(`${cluster}/`)).map(path => path.slice(cluster.length + 1));

describe('link', () => {
  test('discovery: a remote gateway in the consumer; reader and API server in the provider', () => {
    const { mesh, clusters: [consumer, provider] } = meshOf(['consumer', 'provider']);
    consumer.consume(provider);
    const tree = synth(mesh);
    expect(objects(tree, 'consumer/40-remote-provider.yaml').map(object => object.kind)).toEqual(['Gateway']);
    expect(objects(tree, 'consumer/42-discovered-services.yaml').map(object => object.kind)).toEqual(['DestinationRule']);
    expect(files(tree, 'provider')).not.toContain('42-discovered-services.yaml');
    expect(objects(tree, 'provider/50-reader.yaml').map(object => object.kind)).toEqual(['ServiceAccount', 'ClusterRole', 'ClusterRoleBinding']);
    expect(objects(tree, 'provider/31-kube-api.yaml').map(object => object.kind)).toEqual(['Gateway', 'VirtualService']);
  });

  test('service entry: ServiceEntry and DestinationRule in the consumer, no reader and no API server in the provider', () => {
    const { mesh, clusters: [consumer, provider] } = meshOf(['consumer', 'provider']);
    consumer.consume(provider, { mode: LinkMode.serviceEntry() });
    const tree = synth(mesh);
    expect(objects(tree, 'consumer/40-remote-provider.yaml').map(object => object.kind)).toEqual(['ServiceEntry', 'DestinationRule']);
    expect(files(tree, 'provider')).toEqual(expect.arrayContaining(['20-eastwest-gateway.yaml', '30-expose-services.yaml']));
    expect(files(tree, 'provider').filter(file => /kube-api|reader/.test(file))).toEqual([]);
    expect(files(tree, 'consumer')).not.toContain('42-discovered-services.yaml');
  });

  test('a service of several providers is one, with the ports of all; one that is not imported is none', () => {
    const { mesh, clusters: [consumer, one, other] } = meshOf(['consumer', 'one', 'other']);
    const api = { namespace: 'shop', name: 'api' };
    const services = [
      one!.exportService({ ...api, ports: [ServicePort.http(80), ServicePort.tcp(5432)] }),
      other!.exportService({ ...api, ports: [ServicePort.http(80), ServicePort.tcp(6379, { name: 'tcp-cache' })] }),
    ];
    other!.exportService({ namespace: 'shop', name: 'unused', ports: [ServicePort.http(80)] });
    consumer.consume(one!, { services: [services[0]!] });
    consumer.consume(other!, { services: [services[1]!] });
    const [rule, ...more] = objects(synth(mesh), 'consumer/42-discovered-services.yaml');
    expect(more).toEqual([]);
    expect(rule.spec.host).toBe('api.shop.svc.cluster.local');
    expect(rule.spec.trafficPolicy.portLevelSettings.map((each: { port: { number: number } }) => each.port.number)).toEqual([5432, 6379]);
  });

  test('each direction has a mode of its own', () => {
    const { mesh, clusters: [a, b] } = meshOf(['a', 'b']);
    a.consume(b);
    b.consume(a, { mode: LinkMode.serviceEntry() });
    const tree = synth(mesh);
    expect(objects(tree, 'a/40-remote-b.yaml')[0].kind).toBe('Gateway');
    expect(objects(tree, 'b/40-remote-a.yaml')[0].kind).toBe('ServiceEntry');
    expect([files(tree, 'a').includes('50-reader.yaml'), files(tree, 'b').includes('50-reader.yaml')]).toEqual([false, true]);
  });

  test('one direction: who only consumes needs no gateway, who only provides no remote', () => {
    const { mesh, clusters: [consumer, provider] } = meshOf(['consumer', 'provider']);
    consumer.consume(provider);
    const tree = synth(mesh);
    expect(files(tree, 'consumer')).toEqual([
      '00-namespace.yaml', '40-remote-provider.yaml', '42-discovered-services.yaml', 'install/istiod-values.yaml', 'install/istiod.yaml', 'kustomization.yaml',
    ]);
    expect(files(tree, 'provider').filter(file => file.startsWith('4'))).toEqual([]);
  });

  test.each([[ReaderAccess.WITH_SECRETS, true], [ReaderAccess.WITHOUT_SECRETS, false]])('reader %s', (readerAccess, readsSecrets) => {
    const { mesh } = pair({ mode: LinkMode.discovery({ readerAccess }) });
    const [, role] = objects(synth(mesh), 'cluster1/50-reader.yaml');
    expect(role.rules.some((rule: { resources: string[] }) => rule.resources.includes('secrets'))).toBe(readsSecrets);
  });

  test('the reader of a consumer before 1.29, which does not read its peers\' mesh configuration, sees no ConfigMap', () => {
    const mesh = new Mesh({ meshId: 'demo' });
    const [old, current, provider] = [
      addCluster(mesh, 'old', { istioVersion: IstioVersion.V1_28 }), addCluster(mesh, 'current', { istioVersion: IstioVersion.V1_29 }), addCluster(mesh, 'provider'),
    ];
    exportApi(provider);
    old.consume(provider);
    current.consume(provider);
    const seesConfigMaps = Object.fromEntries(objects(synth(mesh), 'provider/50-reader.yaml').filter(object => object.kind === 'ClusterRole')
      .map(role => [role.metadata.name, JSON.stringify(role.rules).includes('configmaps')]));
    expect(seesConfigMaps).toEqual({ 'istio-privatelink-reader-old': false, 'istio-privatelink-reader-current': true });
  });
});

describe('load balancer', () => {
  test('of the CDK: the Service stays ClusterIP, a binding fills the target group', () => {
    const tree = synth(pair().mesh);
    expect(objects(tree, 'cluster1/20-eastwest-gateway.yaml').find(object => object.kind === 'Service').spec.type).toBe('ClusterIP');
    expect(objects(tree, 'cluster1/21-target-group-binding.yaml')[0].spec.targetGroupName).toBe('demo-cluster1-ew');
  });

  test('of a Service: LoadBalancer with its own idle timeout, no binding', () => {
    const mesh = new Mesh({ meshId: 'demo' });
    const provider = addCluster(mesh, 'provider', { loadBalancer: LoadBalancer.fromService({ idleTimeout: Duration.seconds(120) }) });
    exportApi(provider);
    addCluster(mesh, 'consumer').consume(provider);
    const tree = synth(mesh);
    const service = objects(tree, 'provider/20-eastwest-gateway.yaml').find(object => object.kind === 'Service');
    expect(service.spec.type).toBe('LoadBalancer');
    expect(JSON.stringify(service.metadata.annotations)).toContain('tcp.idle_timeout.seconds=120');
    expect(service.metadata.labels).not.toHaveProperty(['topology.istio.io/network']);
    expect(files(tree, 'provider')).not.toContain('21-target-group-binding.yaml');
  });

  test('keepalive stays below the shortest idle timeout on the way', () => {
    const mesh = new Mesh({ meshId: 'demo' });
    const provider = addCluster(mesh, 'provider', { loadBalancer: LoadBalancer.managed({ idleTimeout: Duration.seconds(60) }) });
    exportApi(provider);
    addCluster(mesh, 'consumer').consume(provider);
    const { time, interval } = objects(synth(mesh), 'consumer/install/istiod-values.yaml')[0].meshConfig.tcpKeepalive;
    expect(parseInt(time) + parseInt(interval)).toBeLessThan(60);
  });
});

test.each([
  ['manifests', GatewayInstallation.manifests({ replicas: 3 }), '20-eastwest-gateway.yaml'],
  ['IstioOperator', GatewayInstallation.istioOperator({ replicas: 3 }), 'install/eastwest.yaml'],
  ['Helm', GatewayInstallation.helm({ replicas: 3 }), 'install/eastwest-values.yaml'],
])('gateway installed by %s: its file and no other', (_, gatewayInstallation, file) => {
  const mesh = new Mesh({ meshId: 'demo' });
  const provider = addCluster(mesh, 'provider', { gatewayInstallation });
  exportApi(provider);
  addCluster(mesh, 'consumer').consume(provider);
  const tree = synth(mesh);
  expect(files(tree, 'provider').filter(path => path.includes('eastwest'))).toEqual([file]);
  expect(tree[`provider/${file}`]).toMatch(/(replicas|replicaCount): 3/);
  expect(tree['provider/kustomization.yaml'].includes(file)).toBe(file.startsWith('20'));
});

describe('endpoint address', () => {
  const addressIn = (tree: { [path: string]: string }) => objects(tree, 'cluster1/40-remote-cluster2.yaml')[0].spec.addresses[0].value;

  test('in the private hosted zone', () => {
    expect(addressIn(synth(pair({}, { dnsZone: 'mesh.example.internal' }).mesh))).toBe('cluster2.mesh.example.internal');
  });

  test('pasted', () => {
    const { mesh, clusters: [cluster1, cluster2] } = meshOf(['cluster1', 'cluster2']);
    cluster1.consume(cluster2, { address: EndpointAddress.fromDnsName('vpce-0a.vpce-svc-0b.eu-west-1.vpce.amazonaws.com') });
    expect(addressIn(synth(mesh))).toBe('vpce-0a.vpce-svc-0b.eu-west-1.vpce.amazonaws.com');
  });

  test('from an outputs file; and nothing is written while it is missing', () => {
    const outputs = join(temporaryDirectory(), 'outputs.json');
    const { mesh } = pair({ address: EndpointAddress.fromOutputs(outputs) });
    const outdir = temporaryDirectory();
    expect(() => synth(mesh, { outdir })).toThrow(/outputs file ".*outputs\.json" does not exist: deploy the stacks with "cdk deploy --all --outputs-file/);
    expect(synth(pair().mesh, { outdir: join(outdir, 'empty') })).toBeDefined();
    writeFileSync(outputs, JSON.stringify({
      'demo-cluster1-consumer': { EndpointDnsNameCluster2: 'vpce-2.example.com' },
      'demo-cluster2-consumer': { EndpointDnsNameCluster1: 'vpce-1.example.com' },
    }));
    expect(addressIn(synth(mesh))).toBe('vpce-2.example.com');
  });
});

describe('an outputs file that lacks an output, under the CDK command line, whose deployment writes it', () => {
  const outputs = join(tmpdir(), 'cdk-istio-privatelink-no-such-file.json');
  let printed: jest.SpyInstance;
  beforeEach(() => {
    process.env.CDK_OUTDIR = 'cdk.out';
    printed = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  });
  afterEach(() => {
    delete process.env.CDK_OUTDIR;
    printed.mockRestore();
  });

  test('is no error: nothing is written, and it is said', () => {
    const outdir = temporaryDirectory();
    const before = synth(pair().mesh, { outdir });
    expect(synth(pair({ address: EndpointAddress.fromOutputs(outputs) }).mesh, { outdir })).toEqual(before);
    expect(printed.mock.calls.join()).toMatch(/^bundles are not written: outputs file ".*no-such-file\.json" does not exist: deploy the stacks with "cdk deploy/);
  });

  test('any other error stays one', () => {
    const { mesh } = pair({ address: EndpointAddress.fromOutputs(outputs) });
    addCluster(mesh, 'lonely');
    expect(() => synth(mesh)).toThrow(/cluster "lonely" has no link/);
  });
});

describe('name resolution', () => {
  const capture = (tree: { [path: string]: string }) => objects(tree, 'consumer/install/istiod-values.yaml')[0].meshConfig.defaultConfig?.proxyMetadata?.ISTIO_META_DNS_CAPTURE;

  test('by DNS capture: no stub', () => {
    const { mesh, clusters: [consumer, provider] } = meshOf(['consumer', 'provider']);
    consumer.consume(provider);
    const tree = synth(mesh);
    expect(capture(tree)).toBe('true');
    expect(files(tree, 'consumer')).not.toContain('41-stub-services.yaml');
  });

  test('by stub Services: one for each imported host that the cluster does not run itself, in a namespace that exists', () => {
    const mesh = new Mesh({ meshId: 'demo' });
    const consumer = addCluster(mesh, 'consumer', { nameResolution: NameResolution.STUB_SERVICES });
    const [one, two] = [addCluster(mesh, 'one'), addCluster(mesh, 'two')];
    for (const provider of [one, two, consumer]) {
      exportApi(provider, { namespace: 'shared', name: 'everywhere' });
    }
    for (const provider of [one, two]) {
      exportApi(provider, { namespace: 'remote', name: 'twice' });
      consumer.consume(provider);
    }
    const tree = synth(mesh);
    expect(capture(tree)).toBeUndefined();
    expect(objects(tree, 'consumer/41-stub-services.yaml').map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toEqual(['remote/twice']);
    expect(objects(tree, 'consumer/00-namespace.yaml').map(({ metadata }) => metadata.name)).toEqual(['istio-system', 'shared', 'remote']);
  });
});

describe('what is exported and imported drives both sides', () => {
  test('the provider passes what it exports, the consumer looks elsewhere only for what it imports', () => {
    const { mesh, clusters: [consumer, provider] } = meshOf(['consumer', 'provider']);
    const other = exportApi(provider, { name: 'other', ports: [ServicePort.tcp(5432)] });
    consumer.consume(provider, { services: [other] });
    const tree = synth(mesh);
    expect(objects(tree, 'provider/30-expose-services.yaml')[0].spec.servers[0].hosts).toEqual([
      'api.provider.svc.cluster.local', 'other.provider.svc.cluster.local',
    ]);
    expect(objects(tree, 'consumer/install/istiod-values.yaml')[0].meshConfig.serviceSettings).toEqual([
      { settings: { clusterLocal: true }, hosts: ['*'] },
      { settings: { clusterLocal: false }, hosts: ['other.provider.svc.cluster.local'] },
    ]);
    expect(objects(tree, 'provider/install/istiod-values.yaml')[0].meshConfig.serviceSettings).toEqual([{ settings: { clusterLocal: true }, hosts: ['*'] }]);
  });

  test('everything is exposed only on request', () => {
    const mesh = new Mesh({ meshId: 'demo' });
    const provider = addCluster(mesh, 'provider', { exposeAllServices: true });
    exportApi(provider);
    addCluster(mesh, 'consumer').consume(provider);
    expect(objects(synth(mesh), 'provider/30-expose-services.yaml')[0].spec.servers[0].hosts).toEqual(['*.local']);
  });

  test('without an export the gateway passes nothing', () => {
    const mesh = new Mesh({ meshId: 'demo' });
    addCluster(mesh, 'consumer').consume(addCluster(mesh, 'provider'));
    expect(files(synth(mesh), 'provider')).not.toContain('30-expose-services.yaml');
  });
});

test('istiod installed elsewhere gets the settings to merge, and no IstioOperator', () => {
  const mesh = new Mesh({ meshId: 'demo' });
  const provider = addCluster(mesh, 'provider', { istiodInstallation: IstiodInstallation.ELSEWHERE });
  exportApi(provider);
  addCluster(mesh, 'consumer').consume(provider);
  const tree = synth(mesh);
  expect(files(tree, 'provider').filter(file => file.startsWith('install/'))).toEqual(['install/istiod-values.yaml']);
  expect(tree['provider/install/istiod-values.yaml']).toMatch(/^# Settings to merge into the installation of istiod/);
});

test.each([
  ['1.27', undefined], ['1.28', undefined], ['1.29', undefined], ['1.30', false], ['1.31', false],
])('Istio %s: the default reader is left out where the charts can (%s)', (version, expected) => {
  const { mesh } = pair({}, { istioVersion: IstioVersion.of(version) });
  const tree = synth(mesh);
  expect(objects(tree, 'cluster1/install/istiod-values.yaml')[0].global.enableReaderRBAC).toBe(expected);
  expect(objects(tree, 'cluster1/install/istiod.yaml')[0].spec.values.global.enableReaderRBAC).toBe(expected);
});

test('a revision reaches istiod, the gateway and injected namespaces', () => {
  const mesh = new Mesh({ meshId: 'demo' });
  const provider = addCluster(mesh, 'provider', { revision: 'canary' });
  exportApi(provider);
  addCluster(mesh, 'consumer').consume(provider);
  const tree = synth(mesh);
  expect(objects(tree, 'provider/install/istiod.yaml')[0].spec.revision).toBe('canary');
  expect(objects(tree, 'provider/install/istiod-values.yaml')[0].revision).toBe('canary');
  expect(objects(tree, 'provider/00-namespace.yaml')[1].metadata.labels['istio.io/rev']).toBe('canary');
  expect(objects(tree, 'provider/20-eastwest-gateway.yaml').find(object => object.kind === 'Deployment').spec.template.metadata.labels['istio.io/rev']).toBe('canary');
});

describe('GitOps', () => {
  test('Argo CD: an Application for each cluster, and waves that never fall from file to file', () => {
    const { mesh, cluster1 } = pair();
    cluster1.deployDemo(cluster1.exportedServices[0]);
    const tree = synth(mesh, { gitOps: GitOps.argoCd({ repoUrl: 'https://git.example.com/mesh.git', path: 'out' }) });
    expect(objects(tree, 'cluster1/gitops/application.yaml')[0].spec).toMatchObject({
      source: { repoURL: 'https://git.example.com/mesh.git', path: 'out/cluster1', targetRevision: 'HEAD' }, destination: { name: 'cluster1' },
    });
    const waves = files(tree, 'cluster1').filter(file => /^\d\d-/.test(file)).flatMap(file => objects(tree, `cluster1/${file}`)
      .map(({ metadata }) => Number(metadata.annotations['argocd.argoproj.io/sync-wave'])));
    expect(waves.length).toBeGreaterThan(15);
    expect(waves).toEqual([...waves].sort((a, b) => a - b));
    expect(new Set(waves).size).toBeGreaterThan(5);
  });

  test('Flux: a Kustomization for each cluster that waits for the gateway where there is one, and no waves', () => {
    const { mesh, clusters: [consumer, provider] } = meshOf(['consumer', 'provider']);
    consumer.consume(provider);
    const tree = synth(mesh, { gitOps: GitOps.flux() });
    const [spec1, spec2] = ['consumer', 'provider'].map(cluster => objects(tree, `${cluster}/gitops/kustomization.yaml`)[0].spec);
    expect(spec2).toMatchObject({ path: './dist/provider', healthChecks: [{ kind: 'Deployment', name: 'istio-eastwestgateway', namespace: 'istio-system' }] });
    expect(spec1.healthChecks).toBeUndefined();
    expect(Object.values(tree).join()).not.toContain('sync-wave');
  });

  test('Flux does not wait for a gateway that another tool installs', () => {
    const mesh = new Mesh({ meshId: 'demo' });
    const provider = addCluster(mesh, 'provider', { gatewayInstallation: GatewayInstallation.helm() });
    exportApi(provider);
    addCluster(mesh, 'consumer').consume(provider);
    expect(objects(synth(mesh, { gitOps: GitOps.flux() }), 'provider/gitops/kustomization.yaml')[0].spec.healthChecks).toBeUndefined();
  });

  test('not asked for: neither', () => {
    expect(Object.keys(synth(pair().mesh)).filter(path => path.includes('gitops'))).toEqual([]);
  });
});

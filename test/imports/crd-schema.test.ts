import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Testing } from 'cdk8s';
import { celRuleTexts } from './cel-rules';
import { celRulesOfCrds, knownKinds, schemaErrors } from './crd-schema';
import { ServiceEntry, ServiceEntrySpecLocation, ServiceEntrySpecResolution } from '../../imports/networking.istio.io';
import { CRD_SOURCES } from '../../scripts/crd-sources';

const ROOT = resolve(__dirname, '..', '..');

/** A valid object of each kind; a test changes one thing. */
const VALID: Record<string, () => any> = {
  destinationRule: () => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: 'api', namespace: 'web', labels: { 'app.kubernetes.io/managed-by': 'cdk8s' } },
    spec: {
      host: 'api.web.svc.cluster.local',
      trafficPolicy: {
        tls: { mode: 'ISTIO_MUTUAL', subjectAltNames: ['spiffe://cluster.local/ns/web/sa/api'] },
        loadBalancer: { simple: 'LEAST_REQUEST' },
        connectionPool: { tcp: { connectTimeout: '10s', tcpKeepalive: { time: '60s', interval: '15s', probes: 3 } } },
      },
    },
  }),
  istioGateway: () => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: 'cross-network', namespace: 'istio-system' },
    spec: {
      selector: { istio: 'eastwestgateway' },
      servers: [{ port: { number: 15443, name: 'tls', protocol: 'TLS' }, tls: { mode: 'AUTO_PASSTHROUGH' }, hosts: ['*.local'] }],
    },
  }),
  serviceEntry: () => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: { name: 'api', namespace: 'web' },
    spec: {
      hosts: ['api.web.svc.cluster.local'],
      location: 'MESH_INTERNAL',
      resolution: 'DNS',
      ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
      endpoints: [{ address: 'cluster2.mesh.internal', ports: { http: 15443 }, network: 'network2' }],
    },
  }),
  virtualService: () => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'api', namespace: 'web' },
    spec: {
      hosts: ['api'],
      http: [{ match: [{ uri: { prefix: '/' } }], timeout: '5s', route: [{ destination: { host: 'api', port: { number: 80 } }, weight: 100 }] }],
    },
  }),
  authorizationPolicy: () => ({
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'callers', namespace: 'web' },
    spec: { action: 'ALLOW', rules: [{ from: [{ source: { principals: ['cluster1/ns/web/sa/client'] } }] }] },
  }),
  peerAuthentication: () => ({
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    metadata: { name: 'strict', namespace: 'web' },
    spec: { selector: { matchLabels: { app: 'api' } }, mtls: { mode: 'STRICT' }, portLevelMtls: { 8080: { mode: 'DISABLE' } } },
  }),
  gateway: () => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'cluster2', namespace: 'istio-system', annotations: { 'gateway.istio.io/service-account': 'x' } },
    spec: {
      gatewayClassName: 'istio-remote',
      addresses: [{ type: 'Hostname', value: 'cluster2.mesh.internal' }],
      listeners: [{
        name: 'cross-network',
        port: 15443,
        protocol: 'TLS',
        tls: { mode: 'Passthrough', options: { 'gateway.istio.io/listener-protocol': 'auto-passthrough' } },
      }],
    },
  }),
  certificate: () => ({
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: 'istio-ca', namespace: 'istio-system' },
    spec: {
      isCA: true,
      duration: '8760h',
      secretName: 'cacerts',
      commonName: 'istio-ca',
      usages: ['cert sign', 'crl sign'],
      privateKey: { algorithm: 'ECDSA', size: 256 },
      issuerRef: { name: 'mesh-root', kind: 'ClusterIssuer', group: 'cert-manager.io' },
    },
  }),
  externalSecret: () => ({
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: 'istio-remote-secret-cluster2', namespace: 'istio-system' },
    spec: {
      refreshInterval: '1h',
      secretStoreRef: { name: 'mesh', kind: 'SecretStore' },
      target: { name: 'istio-remote-secret-cluster2', template: { metadata: { labels: { 'istio/multiCluster': 'true' } }, data: { cluster2: '{{ .token }}' } } },
      data: [{ secretKey: 'token', remoteRef: { key: 'mesh/cluster2', property: 'token' } }],
    },
  }),
  pushSecret: () => ({
    apiVersion: 'external-secrets.io/v1alpha1',
    kind: 'PushSecret',
    metadata: { name: 'reader-token', namespace: 'istio-system' },
    spec: {
      secretStoreRefs: [{ name: 'mesh', kind: 'SecretStore' }],
      selector: { secret: { name: 'reader-token' } },
      data: [{ match: { secretKey: 'token', remoteRef: { remoteKey: 'mesh/cluster2', property: 'token' } }, metadata: { anything: ['goes', 1] } }],
    },
  }),
  secretStore: () => ({
    apiVersion: 'external-secrets.io/v1',
    kind: 'SecretStore',
    metadata: { name: 'mesh', namespace: 'istio-system' },
    spec: { provider: { aws: { service: 'SecretsManager', region: 'eu-west-1', auth: { jwt: { serviceAccountRef: { name: 'external-secrets' } } } } } },
  }),
  application: () => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'mesh-cluster1', namespace: 'argocd', finalizers: ['resources-finalizer.argocd.argoproj.io'] },
    spec: {
      project: 'default',
      source: { repoURL: 'https://example.com/mesh.git', path: 'dist/cluster1', targetRevision: 'main' },
      destination: { name: 'cluster1' },
      syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: ['ServerSideApply=true'] },
    },
  }),
  targetGroupBinding: () => ({
    apiVersion: 'elbv2.k8s.aws/v1beta1',
    kind: 'TargetGroupBinding',
    metadata: { name: 'istio-eastwestgateway', namespace: 'istio-system' },
    spec: {
      serviceRef: { name: 'istio-eastwestgateway', port: 15443 },
      targetGroupName: 'demo-cluster1-15443',
      targetType: 'ip',
      networking: { ingress: [{ from: [{ securityGroup: { groupID: 'sg-0123456789abcdef0' } }], ports: [{ port: 15443, protocol: 'TCP' }] }] },
    },
  }),
  fluxKustomization: () => ({
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: 'mesh-cluster1', namespace: 'flux-system' },
    spec: {
      interval: '10m',
      path: './dist/cluster1',
      prune: true,
      sourceRef: { kind: 'GitRepository', name: 'mesh' },
      healthChecks: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'istio-eastwestgateway', namespace: 'istio-system' }],
      timeout: '5m',
    },
  }),
  istioOperator: () => ({
    apiVersion: 'install.istio.io/v1alpha1',
    kind: 'IstioOperator',
    metadata: { name: 'eastwest' },
    spec: {
      profile: 'empty',
      components: {
        ingressGateways: [{
          name: 'istio-eastwestgateway',
          enabled: true,
          label: { istio: 'eastwestgateway' },
          k8s: { env: [{ name: 'ISTIO_META_REQUESTED_NETWORK_VIEW', value: 'network1' }], service: { type: 'ClusterIP' } },
        }],
      },
      values: { global: { network: 'network1' } },
    },
  }),
  kustomization: () => ({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: ['00-namespace.yaml', '20-eastwest-gateway.yaml'],
  }),
};

describe('valid objects', () => {
  test.each(Object.keys(VALID))('%s has no errors', (name) => {
    expect(schemaErrors(VALID[name]!())).toEqual([]);
  });

  test('there is one of every known kind', () => {
    const covered = Object.values(VALID).map((make) => make()).map(({ apiVersion, kind }) => `${apiVersion} ${kind}`).sort();
    expect(covered).toEqual(knownKinds());
  });
});

describe('structure: fails when', () => {
  const cases: [string, string, (object: any) => void, string][] = [
    ['a field is unknown', 'istioGateway', (o) => { o.spec.servers[0].port.numbr = 1; },
      'spec.servers[0].port.numbr: unknown field; known here: name, number, protocol, targetPort'],
    ['a field is unknown at the root', 'serviceEntry', (o) => { o.sepc = {}; },
      'sepc: unknown field; known here: apiVersion, kind, metadata, spec'],
    ['a status is written', 'certificate', (o) => { o.status = {}; },
      'status: unknown field; known here: apiVersion, kind, metadata, spec'],
    ['metadata has an unknown field', 'gateway', (o) => { o.metadata.lables = {}; },
      'metadata.lables: unknown field; known here: name, namespace, labels, annotations, finalizers'],
    ['a pruned provider is used', 'secretStore', (o) => { o.spec.provider = { vault: {} }; },
      'spec.provider.vault: unknown field; known here: aws'],
    ['an enum has another value', 'destinationRule', (o) => { o.spec.trafficPolicy.tls.mode = 'MTLS'; },
      'spec.trafficPolicy.tls.mode: is "MTLS", allowed: "DISABLE", "SIMPLE", "MUTUAL", "ISTIO_MUTUAL"'],
    ['a required field is missing', 'virtualService', (o) => { delete o.spec.http[0].route[0].destination; },
      'spec.http[0].route[0].destination: required, but missing'],
    ['the name is missing', 'peerAuthentication', (o) => { delete o.metadata.name; },
      'metadata.name: required, but missing'],
    ['the name is not a DNS name', 'istioGateway', (o) => { o.metadata.name = 'Cross_Network'; },
      'metadata.name: is "Cross_Network", must match'],
    ['a CDK token is left in a label', 'istioGateway', (o) => { o.metadata.labels = { network: '${Token[TOKEN.12]}' }; },
      'metadata.labels.network: is "${Token[TOKEN.12]}", must match'],
    ['a label has an invalid name', 'istioGateway', (o) => { o.metadata.labels = { '${Token[TOKEN.12]}': 'x' }; },
      'metadata.labels["${Token[TOKEN.12]}"]: not a valid name for a label or annotation'],
    ['a label is not a string', 'istioGateway', (o) => { o.metadata.labels = { enabled: true }; },
      'metadata.labels.enabled: is true, must be string'],
    ['a number is written as text', 'istioGateway', (o) => { o.spec.servers[0].port.number = '15443'; },
      'spec.servers[0].port.number: is "15443", must be integer'],
    ['a list is written as one value', 'serviceEntry', (o) => { o.spec.hosts = 'api'; },
      'spec.hosts: is "api", must be array'],
    ['a value is null', 'istioGateway', (o) => { o.spec.selector = null; },
      'spec.selector: is null, must be object'],
    ['a number is out of range', 'gateway', (o) => { o.spec.listeners[0].port = 70000; },
      'spec.listeners[0].port: is 70000, must be <= 65535'],
    ['a list is too short', 'serviceEntry', (o) => { o.spec.hosts = []; },
      'spec.hosts: is [], must NOT have fewer than 1 items'],
    ['a pattern does not match', 'gateway', (o) => { o.spec.listeners[0].hostname = '*.*.local'; },
      'spec.listeners[0].hostname: is "*.*.local", must match'],
    ['two of at most one are set', 'destinationRule', (o) => { o.spec.trafficPolicy.loadBalancer.consistentHash = { useSourceIp: true }; },
      'spec.trafficPolicy.loadBalancer: set at most one of simple, consistentHash'],
    ['an address is not of its type', 'gateway', (o) => { o.spec.addresses = [{ type: 'IPAddress', value: 'cluster2.mesh.internal' }]; },
      'spec.addresses[0]: must match exactly one schema in oneOf'],
    ['an enum in a list has another value', 'certificate', (o) => { o.spec.usages.push('signing certs'); },
      'spec.usages[2]: is "signing certs", allowed: "signing", "digital signature"'],
  ];
  test.each(cases)('%s (%s)', (_, name, change, expected) => {
    const object = VALID[name]!();
    change(object);
    expect(schemaErrors(object)).toEqual([expect.stringContaining(expected)]);
  });

  test('several things are wrong, each has its line', () => {
    const object = VALID.istioGateway!();
    object.spec.servers[0].port = { number: 'x', name: 'tls' };
    object.spec.servers[0].hosts = undefined;
    expect(schemaErrors(object)).toEqual([
      'spec.servers[0].hosts: required, but missing',
      'spec.servers[0].port.protocol: required, but missing',
      'spec.servers[0].port.number: is "x", must be integer',
    ]);
  });

  test.each([[undefined], [null], ['text'], [[]], [{}], [{ apiVersion: 'v1' }], [{ apiVersion: 'v1', kind: 7 }]])(
    '%j is no object of Kubernetes', (object) => {
      expect(schemaErrors(object)).toEqual(['object: apiVersion and kind are required, and must be strings']);
    });
});

describe('rules: fails when', () => {
  const cases: [string, string, (object: any) => void, string][] = [
    ['a duration is none', 'virtualService', (o) => { o.spec.http[0].timeout = '5 seconds'; },
      'spec.http[0].timeout: must be a valid duration greater than 1ms'],
    ['a duration is too short', 'destinationRule', (o) => { o.spec.trafficPolicy.connectionPool.tcp.connectTimeout = '500us'; },
      'spec.trafficPolicy.connectionPool.tcp.connectTimeout: must be a valid duration greater than 1ms'],
    ['workloadSelector and endpoints are both set', 'serviceEntry', (o) => { o.spec.workloadSelector = { labels: { app: 'api' } }; },
      'spec: only one of WorkloadSelector or Endpoints can be set'],
    ['a CIDR is resolved by DNS', 'serviceEntry', (o) => { o.spec.addresses = ['240.0.0.0/24']; },
      'spec: CIDR addresses are allowed only for NONE/STATIC resolution types'],
    ['a port number repeats', 'serviceEntry', (o) => { o.spec.ports.push({ number: 80, name: 'again', protocol: 'TCP' }); },
      'spec.ports: port number cannot be duplicated'],
    ['a port name repeats', 'serviceEntry', (o) => { o.spec.ports.push({ number: 81, name: 'http', protocol: 'HTTP' }); },
      'spec.ports[1]: repeats name "http", which must be unique in the list'],
    ['an endpoint port is out of range', 'serviceEntry', (o) => { o.spec.endpoints[0].ports.http = 0; },
      'spec.endpoints[0].ports.http: port must be between 1-65535'],
    ['ports are set for no workload', 'peerAuthentication', (o) => { delete o.spec.selector; },
      'spec: portLevelMtls requires selector'],
    ['principals and service accounts mix', 'authorizationPolicy', (o) => { o.spec.rules[0].from[0].source.serviceAccounts = ['web/client']; },
      'spec.rules[0].from[0].source: Cannot set serviceAccounts with namespaces or principals'],
    ['a plain listener has TLS', 'gateway', (o) => { o.spec.listeners[0].protocol = 'TCP'; },
      "spec.listeners: tls must not be specified for protocols ['HTTP', 'TCP', 'UDP']"],
    ['a defaulted mode needs certificates', 'gateway', (o) => { o.spec.listeners[0].tls = {}; },
      'spec.listeners[0].tls: certificateRefs or options must be specified when mode is Terminate'],
    ['an address has no value', 'gateway', (o) => { o.spec.addresses = [{ type: 'Hostname' }]; },
      'spec.addresses: Hostname values must be unique'],
    ['listeners collide', 'gateway', (o) => { o.spec.listeners.push({ name: 'other', port: 15443, protocol: 'TLS' }); },
      'spec.listeners: Combination of port, protocol and hostname must be unique for each listener'],
  ];
  test.each(cases)('%s (%s)', (_, name, change, expected) => {
    const object = VALID[name]!();
    change(object);
    expect(schemaErrors(object)).toContain(expected);
  });

  test('every rule of the CRDs is in the table, and no other', () => {
    expect([...celRuleTexts()].sort()).toEqual(celRulesOfCrds());
  });
});

describe('own schemas: fails when', () => {
  const cases: [string, string, (object: any) => void, string][] = [
    ['a target group is named twice', 'targetGroupBinding',
      (o) => { o.spec.targetGroupARN = 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/x/0123456789abcdef'; },
      'spec: set exactly one of targetGroupARN, targetGroupName'],
    ['no target group is named', 'targetGroupBinding', (o) => { delete o.spec.targetGroupName; },
      'spec: set exactly one of targetGroupARN, targetGroupName'],
    ['a target group name is too long', 'targetGroupBinding', (o) => { o.spec.targetGroupName = 'x'.repeat(33); },
      `spec.targetGroupName: is "${'x'.repeat(33)}", must NOT have more than 32 characters`],
    ['a port is no port', 'targetGroupBinding', (o) => { o.spec.serviceRef.port = 0; },
      'spec.serviceRef.port: must match a schema in anyOf'],
    ['a field is misspelt', 'targetGroupBinding', (o) => { o.spec.targetGroupArn = 'x'; },
      'spec.targetGroupArn: unknown field; known here: serviceRef, targetGroupARN'],
    ['Flux would ignore the health checks', 'fluxKustomization', (o) => { o.spec.wait = true; },
      'spec: wait makes Flux ignore healthChecks; set one of them'],
    ['an interval has no unit', 'fluxKustomization', (o) => { o.spec.interval = '600'; },
      'spec.interval: is "600", must match'],
    ['the source is missing', 'fluxKustomization', (o) => { delete o.spec.sourceRef; },
      'spec.sourceRef: required, but missing'],
    ['istioctl does not know a field', 'istioOperator', (o) => { o.spec.components.ingressGateways[0].labels = {}; },
      'spec.components.ingressGateways[0].labels: unknown field; known here: enabled, namespace, hub, tag, k8s, name, label'],
    ['a resource is an absolute path', 'kustomization', (o) => { o.resources.push('/etc/passwd'); },
      'resources[2]: is "/etc/passwd", must match'],
    ['a resource is listed twice', 'kustomization', (o) => { o.resources.push('00-namespace.yaml'); },
      'resources: is '],
  ];
  test.each(cases)('%s (%s)', (_, name, change, expected) => {
    const object = VALID[name]!();
    change(object);
    expect(schemaErrors(object)).toEqual([expect.stringContaining(expected)]);
  });
});

describe('what is not known', () => {
  test.each([
    ['a built-in kind', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'x' } }],
    ['a built-in kind of a group', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'x' } }],
    ['a kind that was not imported', { apiVersion: 'networking.istio.io/v1alpha3', kind: 'EnvoyFilter', metadata: { name: 'x' } }],
    ['a version that was not imported', { ...VALID.istioGateway!(), apiVersion: 'networking.istio.io/v1beta1' }],
  ])('%s gives undefined, not an empty list', (_, object) => {
    expect(schemaErrors(object)).toBeUndefined();
  });
});

describe('validation', () => {
  test('does not change the object, though it applies defaults', () => {
    const object = VALID.gateway!();
    expect(schemaErrors(object)).toEqual([]);
    expect(object).toEqual(VALID.gateway!());
  });

  test('accepts any value where a field preserves unknown fields', () => {
    const object = VALID.application!();
    object.spec.source.helm = { valuesObject: { deeply: { nested: [1, 'two', null] } } };
    expect(schemaErrors(object)).toEqual([]);
  });

  test.each([[3], ['3']])('accepts %j for an integer or string', (count) => {
    const object = VALID.application!();
    object.spec.source.kustomize = { replicas: [{ name: 'api', count }] };
    expect(schemaErrors(object)).toEqual([]);
  });
});

describe('imports/', () => {
  test('has a type and a schema for every kind in the table of sources', () => {
    const types = readdirSync(join(ROOT, 'imports')).filter((file) => file.endsWith('.ts')).flatMap((file) => {
      const text = readFileSync(join(ROOT, 'imports', file), 'utf8');
      return [...text.matchAll(/GVK: GroupVersionKind = \{\s+apiVersion: '([^']+)',\s+kind: '([^']+)'/g)].map(([, apiVersion, kind]) => `${apiVersion} ${kind}`);
    });
    const wanted = CRD_SOURCES.flatMap(({ kinds }) => kinds).map(({ group, version, kind }) => `${group}/${version} ${kind}`);
    expect(types.sort()).toEqual([...wanted].sort());
    expect(knownKinds()).toEqual(expect.arrayContaining(wanted));
  });

  test('what a generated class writes is valid', () => {
    const chart = Testing.chart();
    new ServiceEntry(chart, 'Entry', {
      metadata: { name: 'api', namespace: 'web' },
      spec: {
        hosts: ['api.web.svc.cluster.local'],
        location: ServiceEntrySpecLocation.MESH_INTERNAL,
        resolution: ServiceEntrySpecResolution.DNS_ROUND_ROBIN,
        ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
        endpoints: [{ address: 'cluster2.mesh.internal', ports: { http: 15443 } }],
      },
    });
    const [manifest] = Testing.synth(chart);
    expect(manifest.spec.location).toBe('MESH_INTERNAL');
    expect(schemaErrors(manifest)).toEqual([]);
  });

  test('NOTICE names each project with its version and licence', () => {
    const notice = readFileSync(join(ROOT, 'NOTICE'), 'utf8').replace(/\s+/g, ' ');
    for (const { project, module, version, licence } of CRD_SOURCES) {
      expect(notice).toContain(`${project} (${module} ${version}), ${licence}`);
    }
  });
});

import * as fc from 'fast-check';
import { hexId } from './meshes';
import {
  CertificateAuthority, ClusterVpc, EndpointAddress, ExternalSecrets, GatewayInstallation, IstiodInstallation, IstioVersion, LinkMode, LoadBalancer,
  Mesh, NameResolution, ReaderAccess, RemoteSecret, ServicePort,
} from '../../src/mesh';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';

/** Text with a first character, any in the middle, and a last one, of `min` to `max` characters. */
function label(first: string, max: number): fc.Arbitrary<string> {
  const inner = fc.string({ unit: fc.constantFrom(...LETTERS, ...DIGITS, '-', '-', '-'), maxLength: max - 2 });
  return fc.oneof(
    fc.constantFrom(...first),
    fc.tuple(fc.constantFrom(...first), inner, fc.constantFrom(...LETTERS, ...DIGITS)).map(parts => parts.join('')),
  );
}

/** Names that a cluster may have, or a mesh: DNS labels of at most 32 characters that start with a letter, with single hyphens. */
export const clusterNames = (): fc.Arbitrary<string> => label(LETTERS, 32).map(name => name.replace(/-+/g, '-'));

/** Networks, namespaces and revisions: DNS labels. */
export const dnsLabels = (): fc.Arbitrary<string> => label(LETTERS + DIGITS, 63);

/** Names of Kubernetes Services: DNS labels that start with a letter. */
export const serviceNames = (): fc.Arbitrary<string> => label(LETTERS, 63);

/** Ports of one service: names and numbers differ. */
export const servicePorts = (): fc.Arbitrary<ServicePort[]> => fc.uniqueArray(
  fc.record({
    number: fc.integer({ min: 1, max: 65535 }),
    protocol: fc.constantFrom('http' as const, 'http2' as const, 'grpc' as const, 'tcp' as const, 'tls' as const),
  }),
  { minLength: 1, maxLength: 4, selector: port => port.number },
).map(ports => ports.map(({ number, protocol }, index) => ServicePort[protocol](number, index === 0 ? {} : { name: `${protocol}-${index}` })));

export interface ServiceDeclaration {
  readonly namespace: string;
  readonly name: string;
  readonly ports: readonly number[];
  readonly serviceAccount?: string;
}

export interface ClusterDeclaration {
  readonly name: string;
  readonly network?: string;
  readonly account: string;
  readonly region: string;
  /** Letters of the zones with subnets; in every account the letters mean the same zones. */
  readonly zones: readonly string[];
  readonly knowsZoneIds: boolean;
  readonly knowsSecurityGroup: boolean;
  readonly istioVersion: string;
  readonly gateway: 'manifests' | 'istioOperator' | 'helm';
  readonly loadBalancerFromService: boolean;
  readonly istiodElsewhere: boolean;
  readonly stubServices: boolean;
  readonly exposeAllServices: boolean;
  readonly certificateAuthority: 'files' | 'cert-manager' | 'aws-private-ca' | 'external-secrets';
  readonly externalSecrets: 'none' | 'service-account' | 'operator';
  readonly exports: readonly ServiceDeclaration[];
}

export interface LinkDeclaration {
  readonly consumer: string;
  readonly provider: string;
  readonly mode: 'discovery' | 'discovery-with-secrets' | 'service-entry';
  /** External Secrets makes the remote secret of a discovery link, where both clusters have it. */
  readonly externalRemoteSecret: boolean;
  readonly pastedAddress: boolean;
  /** Import only the first service, where there are several. */
  readonly onlyFirst: boolean;
}

/** A mesh as plain data, in the order in which it is declared. */
export interface MeshDeclaration {
  readonly meshId: string;
  readonly clusters: readonly ClusterDeclaration[];
  readonly links: readonly LinkDeclaration[];
}

const REGIONS = ['eu-west-1', 'us-east-1', 'cn-north-1'];

function clusterDeclarations(name: string, valid: boolean): fc.Arbitrary<ClusterDeclaration> {
  const service = fc.record({
    // A shared host is what modes and ports can conflict over.
    namespace: valid ? fc.constant(name) : fc.constantFrom(name, 'shared'),
    name: fc.constantFrom('api', 'web', 'db'),
    ports: fc.uniqueArray(fc.constantFrom(80, 8080, 9000), { minLength: 1, maxLength: 2 }),
    serviceAccount: valid ? fc.constant('api') : fc.constantFrom('api', undefined),
  });
  return fc.record({
    name: fc.constant(name),
    network: fc.constantFrom(undefined, `${name}-network`),
    account: fc.constantFrom('111111111111', '222222222222', '000000000003'),
    region: fc.constantFrom(...REGIONS.slice(0, valid ? 2 : 3)),
    zones: valid ? fc.constantFrom(['a'], ['a', 'b'], ['a', 'c']) : fc.constantFrom(['a'], ['a', 'b'], ['b', 'c'], ['c']),
    knowsZoneIds: fc.boolean(),
    knowsSecurityGroup: fc.boolean(),
    istioVersion: fc.constantFrom('1.27', '1.29.6', '1.30.3', '1.30.4', '1.31', '1.31.1'),
    gateway: fc.constantFrom('manifests' as const, 'istioOperator' as const, 'helm' as const),
    loadBalancerFromService: fc.boolean(),
    istiodElsewhere: fc.boolean(),
    stubServices: valid ? fc.constant(false) : fc.boolean(),
    exposeAllServices: fc.boolean(),
    certificateAuthority: fc.constantFrom('files' as const, 'cert-manager' as const, 'aws-private-ca' as const, 'external-secrets' as const),
    externalSecrets: fc.constantFrom('none' as const, 'service-account' as const, 'operator' as const),
    exports: fc.uniqueArray(service, { maxLength: 3, selector: ({ namespace, name: of }) => `${of}.${namespace}` }),
  }).map(declared => declared.certificateAuthority === 'external-secrets' && declared.externalSecrets === 'none'
    ? { ...declared, certificateAuthority: 'files' }
    : declared);
}

/** Whole meshes of 2 to 12 clusters with directed links of both modes. Valid ones pass `Mesh.validate`; others may have problems of any kind. */
export function meshDeclarations({ valid = true } = {}): fc.Arbitrary<MeshDeclaration> {
  return fc.uniqueArray(clusterNames(), { minLength: 2, maxLength: 12 }).chain(names => {
    const pairs = names.flatMap(consumer => names.filter(provider => provider !== consumer).map(provider => ({ consumer, provider })));
    // A ring would be one island; neighbours in twos leave several, and no cluster alone.
    const needed = names.map((consumer, index) => ({
      consumer, provider: names[index % 2 === 0 && index + 1 < names.length ? index + 1 : index - 1],
    }));
    const ends = fc.subarray(pairs, { maxLength: Math.min(pairs.length, 20) }).map(chosen => valid
      ? [...chosen, ...needed.filter(({ consumer, provider }) => !chosen.some(end => end.consumer === consumer && end.provider === provider))]
      : chosen);
    return fc.record({
      meshId: clusterNames(),
      clusters: fc.tuple(...names.map(name => clusterDeclarations(name, valid))),
      links: ends.chain(chosen => fc.tuple(...chosen.map(end => fc.record({
        consumer: fc.constant(end.consumer),
        provider: fc.constant(end.provider),
        mode: fc.constantFrom('discovery' as const, 'discovery-with-secrets' as const, 'service-entry' as const),
        externalRemoteSecret: fc.boolean(),
        pastedAddress: fc.boolean(),
        onlyFirst: fc.boolean(),
      })))),
    });
  });
}

const LINK_MODES: { readonly [mode in LinkDeclaration['mode']]: (remoteSecret?: RemoteSecret) => LinkMode } = {
  'discovery': remoteSecret => LinkMode.discovery({ remoteSecret }),
  'discovery-with-secrets': remoteSecret => LinkMode.discovery({ readerAccess: ReaderAccess.WITH_SECRETS, remoteSecret }),
  'service-entry': () => LinkMode.serviceEntry(),
};

const CERTIFICATE_AUTHORITIES: { readonly [kind in ClusterDeclaration['certificateAuthority']]: () => CertificateAuthority } = {
  'files': () => CertificateAuthority.fromFiles(),
  'cert-manager': () => CertificateAuthority.certManager({ issuerName: 'mesh-root' }),
  'aws-private-ca': () => CertificateAuthority.awsPrivateCa({ issuerName: 'mesh-root' }),
  'external-secrets': () => CertificateAuthority.externalSecrets(),
};

function externalSecrets({ name, account, region, externalSecrets: kind }: ClusterDeclaration): ExternalSecrets | undefined {
  const roleArn = `arn:${partition(region)}:iam::${account}:role/${name}`;
  return kind === 'none' ? undefined : ExternalSecrets[kind === 'operator' ? 'withOperatorRole' : 'withServiceAccount']({ roleArn });
}

function partition(region: string): string {
  return region.startsWith('cn-') ? 'aws-cn' : 'aws';
}

/** Makes a mesh of a declaration: clusters first, then exports, then links, each in the order of the declaration. */
export function declareMesh({ meshId, clusters, links }: MeshDeclaration): Mesh {
  const mesh = new Mesh({ meshId });
  const byName = new Map(clusters.map(declared => [declared.name, mesh.addCluster(declared.name, {
    network: declared.network,
    account: declared.account,
    region: declared.region,
    vpc: ClusterVpc.fromAttributes({
      vpcId: `vpc-${hexId(declared.name)}`,
      availabilityZones: declared.zones.map(zone => `${declared.region}${zone}`),
      subnetIds: declared.zones.map(zone => `subnet-${hexId(`${declared.name}/${zone}`)}`),
      availabilityZoneIds: declared.knowsZoneIds ? declared.zones.map(zone => `${declared.region}-az${zone.charCodeAt(0) - 96}`) : undefined,
    }),
    podSecurityGroupIds: declared.knowsSecurityGroup ? [`sg-${hexId(declared.name)}`] : undefined,
    podCidrs: declared.knowsSecurityGroup ? undefined : ['10.0.0.0/16'],
    istioVersion: IstioVersion.of(declared.istioVersion),
    gatewayInstallation: GatewayInstallation[declared.gateway](),
    loadBalancer: declared.loadBalancerFromService ? LoadBalancer.fromService({
      loadBalancerArn: `arn:${partition(declared.region)}:elasticloadbalancing:${declared.region}:${declared.account}:` +
        `loadbalancer/net/${declared.name}/${hexId(declared.name)}`,
    }) : undefined,
    istiodInstallation: declared.istiodElsewhere ? IstiodInstallation.ELSEWHERE : undefined,
    nameResolution: declared.stubServices ? NameResolution.STUB_SERVICES : undefined,
    exposeAllServices: declared.exposeAllServices,
    certificateAuthority: CERTIFICATE_AUTHORITIES[declared.certificateAuthority](),
    externalSecrets: externalSecrets(declared),
  })]));
  for (const { name, exports } of clusters) {
    for (const { namespace, name: service, ports, serviceAccount } of exports) {
      byName.get(name)!.exportService({
        namespace, name: service, serviceAccount, ports: ports.map(port => ServicePort.tcp(port, { name: `tcp-${port}` })),
      });
    }
  }
  for (const { consumer, provider, mode, externalRemoteSecret, pastedAddress, onlyFirst } of links) {
    const services = byName.get(provider)!.exportedServices;
    const haveOperator = [consumer, provider].every(name => byName.get(name)!.externalSecrets);
    byName.get(consumer)!.consume(byName.get(provider)!, {
      mode: LINK_MODES[mode](externalRemoteSecret && haveOperator ? RemoteSecret.externalSecrets() : undefined),
      address: pastedAddress ? EndpointAddress.fromDnsName(`vpce-${hexId(`${consumer}/${provider}`)}.vpce.amazonaws.com`) : undefined,
      services: onlyFirst && services.length > 1 ? services.slice(0, 1) : undefined,
    });
  }
  return mesh;
}

/** Meshes that pass `Mesh.validate`. */
export const meshes = (): fc.Arbitrary<Mesh> => meshDeclarations().map(declareMesh);

/** The same declarations in another order, down to the services of each cluster. */
export function reordered(declaration: MeshDeclaration): fc.Arbitrary<MeshDeclaration> {
  const shuffled = <T>(list: readonly T[]) => fc.shuffledSubarray([...list], { minLength: list.length });
  return fc.record({ clusters: shuffled(declaration.clusters), links: shuffled(declaration.links) }).chain(({ clusters, links }) =>
    fc.tuple(...clusters.map(cluster => shuffled(cluster.exports).map(exports => ({ ...cluster, exports })))).map(withExports =>
      ({ meshId: declaration.meshId, clusters: withExports, links })));
}

/** Everything that the model says of a mesh, as data. */
export function describeMesh(mesh: Mesh): object {
  return {
    clusters: mesh.clusters.map(cluster => ({
      name: cluster.name,
      network: cluster.network,
      account: cluster.account,
      region: cluster.region,
      partition: cluster.partition,
      principals: cluster.principalArns,
      certificateAuthority: cluster.certificateAuthority.kind,
      externalSecrets: cluster.externalSecrets && { ...cluster.externalSecrets },
      exports: cluster.exportedServices.map(({ host, ports, serviceAccount }) => ({
        host, serviceAccount, ports: ports.map(port => `${port.name} ${port.protocol} ${port.port}`),
      })),
      imports: cluster.importedServices.map(service => `${service.cluster}/${service.host}`),
      consumes: cluster.consumes.map(link => link.name),
      provides: cluster.provides.map(link => link.name),
    })),
    links: mesh.links.map(link => ({
      name: link.name,
      mode: link.mode.kind,
      access: link.mode.readerAccess,
      remoteSecret: link.mode.remoteSecret?.kind,
      hostname: link._endpointHostname(),
      services: link.services.map(service => `${service.cluster}/${service.host}`),
    })),
    findings: mesh.findings,
  };
}

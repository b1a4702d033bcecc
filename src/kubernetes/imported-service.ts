import { Construct } from 'constructs';
import { endpointHost } from './endpoint-host';
import { gatewayTrafficPolicy } from './gateway-traffic-policy';
import { checkedPorts } from './service-ports';
import { DestinationRule, ServiceEntry, ServiceEntrySpecLocation, ServiceEntrySpecResolution } from '../../imports/networking.istio.io';
import { dnsLabel, dnsName } from '../mesh/dns-name';
import { EAST_WEST_PORT, ISTIO_NAMESPACE } from '../mesh/names';
import { objectName } from '../mesh/object-name';
import { ServicePort } from '../mesh/service-port';

/** A service of another cluster, imported without access to that cluster's API server. */
export interface ImportedServiceProps {
  /** The fully qualified name of the service in its own cluster, for instance `api.shop.svc.cluster.local`. */
  readonly host: string;

  /** The ports of the service, as its own cluster has them. At least one. */
  readonly ports: ServicePort[];

  /** Where this cluster reaches the other one's gateway: the DNS name or IPv4 address of the VPC endpoint. */
  readonly address: string;

  /** The trust domain of the mesh. */
  readonly trustDomain: string;

  /** The namespace of the pods behind the service. */
  readonly namespace: string;

  /** The service account of the pods behind the service: the only identity that callers accept. */
  readonly serviceAccount: string;
}

/**
 * A service of another cluster for every caller in this one, by its own name.
 *
 * There must be no Service of that name in this cluster, nor one that istiod discovers in another: it would hide the ServiceEntry.
 *
 * @example
 * new ImportedService(chart, 'Catalog', {
 *   host: 'catalog.shop.svc.cluster.local',
 *   ports: [ServicePort.http(80)],
 *   address: 'cluster1.mesh.internal',
 *   trustDomain: 'cluster.local',
 *   namespace: 'shop',
 *   serviceAccount: 'catalog',
 * });
 */
export class ImportedService extends Construct {
  /**
   * @throws when the host, address, namespace, service account or trust domain is not a valid name, there is no port, or two ports clash
   */
  constructor(scope: Construct, id: string, props: ImportedServiceProps) {
    super(scope, id);
    const host = dnsName(props.host, 'imported host');
    const ports = checkedPorts(props.ports, host);
    const { address } = endpointHost(props.address, ['address', `of service ${host}`]);
    const subjectAltNames = [spiffeId(props, host)];
    // A host is a valid name for an object, and no other host has the same.
    const metadata = { name: host, namespace: ISTIO_NAMESPACE };

    new ServiceEntry(this, 'ServiceEntry', {
      metadata,
      spec: {
        hosts: [host],
        location: ServiceEntrySpecLocation.MESH_INTERNAL,
        resolution: ServiceEntrySpecResolution.DNS,
        ports: ports.map(({ name, port, protocol }) => ({ name, number: port, protocol: protocol.toUpperCase() })),
        endpoints: [{ address, ports: Object.fromEntries(ports.map(({ name }) => [name, EAST_WEST_PORT])) }],
        subjectAltNames,
      },
    });
    // Exact only here: to a ServiceEntry's names istiod adds every account that it has ever seen behind the service.
    new DestinationRule(this, 'DestinationRule', { metadata, spec: { host, trafficPolicy: gatewayTrafficPolicy(ports, subjectAltNames) } });
  }
}

function spiffeId({ trustDomain, namespace, serviceAccount }: ImportedServiceProps, host: string): string {
  return `spiffe://${dnsName(trustDomain, 'trust domain', 1)}/ns/${dnsLabel(namespace, ['namespace', `of service ${host}`])}` +
    `/sa/${objectName(serviceAccount, ['service account', `of service ${host}`])}`;
}

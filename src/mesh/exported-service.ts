import { dnsLabel, dnsLabelWithLetter, noToken } from './dns-name';
import { isObjectName } from './object-name';
import { quoted } from './quoted';
import { ServicePort } from './service-port';

/** A Kubernetes Service that other clusters may reach. */
export interface ExportServiceProps {
  /** The namespace of the Service. */
  readonly namespace: string;

  /** The name of the Service. */
  readonly name: string;

  /** The ports of the Service that callers use. At least one. */
  readonly ports: ServicePort[];

  /**
   * The service account of the pods behind the Service. Consumers of a service-entry link accept exactly this identity.
   *
   * @default - none; the service then cannot be imported over a service-entry link
   */
  readonly serviceAccount?: string;
}

/**
 * A service that a cluster offers to the clusters that consume it.
 *
 * Made by `MeshCluster.exportService`. It drives both sides: the provider's east-west gateway passes only what is exported,
 * and a consumer's istiod looks for endpoints elsewhere only for what is imported.
 *
 * @example
 * const catalog = cluster1.exportService({ namespace: 'shop', name: 'catalog', ports: [ServicePort.http(80)], serviceAccount: 'catalog' });
 * console.log(catalog.host); // catalog.shop.svc.cluster.local
 */
export class ExportedService {
  /** The namespace of the Service. */
  public readonly namespace: string;
  /** The name of the Service. */
  public readonly name: string;
  /** The fully qualified name by which callers reach the service, `<name>.<namespace>.svc.cluster.local`. */
  public readonly host: string;
  /** The service account of the pods, if declared. */
  public readonly serviceAccount?: string;
  private readonly _ports: ServicePort[];

  /** @internal */
  public constructor(
    /** The name of the cluster that exports the service. */
    public readonly cluster: string,
    props: ExportServiceProps,
  ) {
    const where = `of a service exported by cluster "${cluster}"`;
    this.namespace = dnsLabel(props.namespace, ['namespace', where]);
    this.name = dnsLabelWithLetter(props.name, ['name', where]);
    this.host = `${this.name}.${this.namespace}.svc.cluster.local`;
    this.serviceAccount = props.serviceAccount;
    if (props.serviceAccount !== undefined && !isObjectName(noToken(props.serviceAccount, `service account ${where}`))) {
      throw new Error(`service account ${quoted(props.serviceAccount)} of service ${this.host} is not a Kubernetes name: ` +
        'expected at most 253 lower-case letters, digits, "-" and ".", each part between dots starting and ending with a letter or digit');
    }
    if (props.ports.length === 0) {
      throw new Error(`service ${this.host} exported by cluster "${cluster}" has no port: give at least one, for instance ports: [ServicePort.http(80)]`);
    }
    this._ports = [...props.ports];
    for (const what of ['name', 'port'] as const) {
      const seen = new Set<string | number>();
      for (const port of this._ports) {
        if (seen.has(port[what])) {
          throw new Error(`service ${this.host} exported by cluster "${cluster}" has two ports with the ${what === 'name' ? 'name' : 'number'} "${port[what]}": ` +
            'make them differ, for instance ServicePort.http(8080, { name: "http-admin" })');
        }
        seen.add(port[what]);
      }
    }
  }

  /** The ports of the service, in the order in which they were declared. */
  public get ports(): ServicePort[] {
    return [...this._ports];
  }
}

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names */
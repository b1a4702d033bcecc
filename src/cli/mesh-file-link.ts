import { LinkKind } from '../mesh/link-kind';
import { MeshJson } from '../mesh/mesh-json';
import { ReaderAccess } from '../mesh/reader-access';
import { RemoteSecretKind } from '../mesh/remote-secret-kind';

/** What the command line tool needs to know of a link. */
export interface MeshFileLink {
  readonly consumer: string;
  readonly provider: string;
  /** Undefined on a service-entry link, whose consumer reads nothing in the provider's cluster. */
  readonly discovery?: MeshFileDiscovery;
}

/** How a consumer's istiod reads a provider's API server. */
export interface MeshFileDiscovery {
  /** The URL of the API server, as the consumer reaches it. */
  readonly server: string;
  /** The name that the API server's certificate must have. */
  readonly tlsServerName: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly access: ReaderAccess;
  /** What it may read, as kubectl writes it: `endpointslices.discovery.k8s.io`. */
  readonly reads: string[];
  /** Who makes the remote secret. */
  readonly remoteSecret: RemoteSecretKind;
}

/** A link as text, `consumer -> provider`. */
export function linkName({ consumer, provider }: Pick<MeshFileLink, 'consumer' | 'provider'>): string {
  return `${consumer} -> ${provider}`;
}

export function readLink(json: MeshJson, link: unknown, where: string, clusters: readonly string[]): MeshFileLink {
  const { consumer, provider, mode, apiServer, reader, remoteSecret } = json.record(link, where);
  const ends = { consumer: json.oneOf(consumer, `${where}.consumer`, clusters), provider: json.oneOf(provider, `${where}.provider`, clusters) };
  if (json.oneOf(mode, `${where}.mode`, Object.values(LinkKind)) !== LinkKind.DISCOVERY) {
    return ends;
  }
  const { url, tlsServerName } = json.record(apiServer, `${where}.apiServer`);
  const { namespace, serviceAccount, access, reads } = json.record(reader, `${where}.reader`);
  return {
    ...ends,
    discovery: {
      server: json.matching(url, `${where}.apiServer.url`, /^https:\/\/[a-z0-9.-]+:\d{1,5}$/, 'https://<host name>:<port>'),
      tlsServerName: json.matching(tlsServerName, `${where}.apiServer.tlsServerName`, /^[a-z0-9.-]+$/, 'a DNS name'),
      namespace: json.label(namespace, `${where}.reader.namespace`),
      serviceAccount: json.label(serviceAccount, `${where}.reader.serviceAccount`),
      access: json.oneOf(access, `${where}.reader.access`, Object.values(ReaderAccess)),
      reads: list(reads).map((resource, index) =>
        json.matching(resource, `${where}.reader.reads[${index}]`, /^(\*|[a-z0-9]+)(\.[a-z0-9.-]+)?$/, 'the name of a resource')),
      remoteSecret: json.oneOf(remoteSecret, `${where}.remoteSecret`, Object.values(RemoteSecretKind)),
    },
  };
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

import { Mesh } from '../mesh';
import { MeshLink } from '../mesh-link';
import { NameResolution } from '../name-resolution';

export function serviceProblems(mesh: Mesh): string[] {
  return mesh.clusters.flatMap(consumer => {
    const links = consumer.consumes;
    const entries = links.filter(link => !link._isDiscovery);
    if (entries.length === 0) {
      return [];
    }
    const own = new Set(consumer.exportedServices.map(service => service.host));
    const visible = linksByHost(links);
    return entries.flatMap(link => [...identityProblems(link), ...stubProblems(link), ...shadowProblems(link, own, visible)]);
  });
}

/** The links over which a consumer sees each host: a discovery link brings in every Service of its peer, imported or not. */
function linksByHost(links: MeshLink[]): Map<string, MeshLink[]> {
  const visible = new Map<string, MeshLink[]>();
  for (const link of links) {
    for (const { host } of link._isDiscovery ? link.provider.exportedServices : link.services) {
      const others = visible.get(host);
      if (others) {
        others.push(link);
      } else {
        visible.set(host, [link]);
      }
    }
  }
  return visible;
}

function identityProblems(link: MeshLink): string[] {
  return link.services
    .filter(service => service.serviceAccount === undefined)
    .map(service => `service ${service.host} is imported over service-entry link ${link.name} but has no service account: ` +
      'the consumer accepts exactly one identity, export the service with serviceAccount');
}

function stubProblems({ consumer, name }: MeshLink): string[] {
  return consumer.nameResolution === NameResolution.STUB_SERVICES
    ? [`cluster "${consumer.name}" resolves names by stub Services, but link ${name} is a service-entry link: ` +
      'a Service hides the ServiceEntry of the same host, use NameResolution.DNS_CAPTURE']
    : [];
}

/** A Kubernetes Service wins over a ServiceEntry of the same host. */
function shadowProblems(link: MeshLink, own: ReadonlySet<string>, visible: ReadonlyMap<string, MeshLink[]>): string[] {
  const { consumer, provider } = link;
  return link.services.flatMap(({ host }) => {
    const what = `service ${host} is imported into cluster "${consumer.name}" over service-entry link ${link.name}`;
    const others = visible.get(host)!.flatMap(other => {
      if (other._isDiscovery) {
        return [`${what} and visible over discovery link ${other.name}, where the discovered Service hides the ServiceEntry: use one mode for both links`];
      }
      // Two service-entry links hide each other; it is said once.
      return other.provider.name > provider.name
        ? [`${what} and over service-entry link ${other.name}: ` +
          'a ServiceEntry leads to one provider, use LinkMode.discovery() for a service that several clusters run, or import it from one of them with services']
        : [];
    });
    return own.has(host)
      ? [`${what}, but the cluster runs a Service of that name itself, which hides the ServiceEntry: use LinkMode.discovery() for the link, or another name`, ...others]
      : others;
  });
}

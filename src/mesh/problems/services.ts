import { Mesh } from '../mesh';
import { MeshCluster, NameResolution } from '../mesh-cluster';
import { MeshLink } from '../mesh-link';

export function serviceProblems(mesh: Mesh): string[] {
  return mesh.clusters.flatMap(consumer => consumer.consumes
    .filter(link => !link._isDiscovery)
    .flatMap(link => [...identityProblems(link), ...stubProblems(link), ...shadowProblems(consumer, link)]));
}

function identityProblems(link: MeshLink): string[] {
  return link.services
    .filter(service => service.serviceAccount === undefined)
    .map(service => `service ${service.host} is imported over service-entry link ${link.name} but has no service account: ` +
      'the consumer accepts exactly one identity, export the service with serviceAccount');
}

function stubProblems(link: MeshLink): string[] {
  return link.consumer.nameResolution === NameResolution.STUB_SERVICES
    ? [`cluster "${link.consumer.name}" resolves names by stub Services, but link ${link.name} is a service-entry link: ` +
      'a Service hides the ServiceEntry of the same host, use NameResolution.DNS_CAPTURE']
    : [];
}

/** A Kubernetes Service wins over a ServiceEntry of the same host, and a discovery link brings in all Services of its peer. */
function shadowProblems(consumer: MeshCluster, link: MeshLink): string[] {
  const found: string[] = [];
  for (const { host } of link.services) {
    const what = `service ${host} is imported into cluster "${consumer.name}" over service-entry link ${link.name}`;
    if (consumer.exportedServices.some(service => service.host === host)) {
      found.push(`${what}, but the cluster runs a Service of that name itself, which hides the ServiceEntry: use LinkMode.discovery() for the link, or another name`);
    }
    for (const other of consumer.consumes) {
      if (other._isDiscovery && other.provider.exportedServices.some(service => service.host === host)) {
        found.push(`${what} and visible over discovery link ${other.name}, where the discovered Service hides the ServiceEntry: use one mode for both links`);
      } else if (!other._isDiscovery && other.provider.name > link.provider.name && other.services.some(service => service.host === host)) {
        found.push(`${what} and over service-entry link ${other.name}: ` +
          'a ServiceEntry leads to one provider, use LinkMode.discovery() for a service that several clusters run, or import it from one of them with services');
      }
    }
  }
  return found;
}

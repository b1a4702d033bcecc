import { ExportedService } from '../exported-service';
import { Finding, FindingSeverity } from '../finding';
import { Mesh } from '../mesh';

/** SVC: exported services. */
export function serviceFindings(mesh: Mesh): Finding[] {
  return [...portDrift(mesh), ...unusedExports(mesh)];
}

function portDrift(mesh: Mesh): Finding[] {
  const byHost = new Map<string, ExportedService>();
  const found: Finding[] = [];
  for (const service of mesh.clusters.flatMap(cluster => cluster.exportedServices)) {
    const first = byHost.get(service.host);
    byHost.set(service.host, first ?? service);
    if (first && portsOf(first) !== portsOf(service)) {
      found.push({
        id: 'SVC-01',
        severity: FindingSeverity.WARNING,
        subject: service.cluster,
        message: `service ${service.host} has the ports ${portsOf(service)} in cluster "${service.cluster}" but ${portsOf(first)} in "${first.cluster}": ` +
          'Istio merges only ports of the same name and number, make them equal',
      });
    }
  }
  return found;
}

function unusedExports(mesh: Mesh): Finding[] {
  return mesh.clusters.flatMap(cluster => {
    const imported = new Set(cluster.provides.flatMap(link => link.services));
    return cluster.exportedServices.filter(service => !imported.has(service)).map(service => ({
      id: 'SVC-02',
      severity: FindingSeverity.INFO,
      subject: cluster.name,
      message: `service ${service.host} of cluster "${cluster.name}" is exported but imported by nobody: link a consumer, or do not export it`,
    }));
  });
}

function portsOf(service: ExportedService): string {
  return service.ports.map(port => `${port.name}:${port.port}`).sort().join(', ');
}

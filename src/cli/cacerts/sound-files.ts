import { existsSync, readFileSync } from 'fs';
import { join, sep } from 'path';
import { ClusterFiles } from './cacerts-secret';
import { quoted } from '../../mesh/quoted';
import { CLUSTER_FILES } from '../certs-directory';
import { certsFindings } from '../certs-verify';
import { ClusterMaterial, Material, readMaterial } from '../checks/material';
import { checkRoots } from '../checks/roots';
import { CliFinding, CliSeverity } from '../finding';
import { MeshFile } from '../mesh-file';

/**
 * The files of a cluster's intermediate. A Secret with which istiod does not start, or which others refuse, is not worth an outage.
 *
 * @throws when a file is missing, or `certs verify` finds an error in one of them
 */
export function readSoundFiles(directory: string, mesh: MeshFile, cluster: string, now: Date): ClusterFiles {
  const files = readFiles(directory, cluster);
  const material = readMaterial(directory);
  const own = material.clusters.find(({ name }) => name === cluster);
  if (!own) {
    throw new Error(`there is no intermediate of cluster ${quoted(cluster)} in ${quoted(directory)}: run "istio-privatelink certs issue ${cluster}" first`);
  }
  const found = findingsOf(own, material, mesh, now).find(finding => !isOnlySoon(finding, own, now));
  if (found) {
    throw new Error(`the intermediate of cluster ${quoted(cluster)} is not sound: ${found.id} ${found.subject}: ${found.message}; see "istio-privatelink certs verify"`);
  }
  // Another run may have put a new intermediate in place while this one was checked.
  const after = readFiles(directory, cluster);
  if (CLUSTER_FILES.some(file => files.get(file) !== after.get(file))) {
    throw new Error(`another run changed ${quoted(join(directory, cluster))} at the same time: run the command again`);
  }
  return files;
}

/** The errors in the cluster's own files. A certificate that several files have counts in those of the cluster. */
function findingsOf(cluster: ClusterMaterial, material: Material, mesh: MeshFile, now: Date): CliFinding[] {
  const own = join(material.directory, cluster.name);
  const alone = { ...material, root: { ...material.root, certificates: [] }, clusters: [cluster] };
  return [...certsFindings(alone, mesh, now), ...checkRoots(material)].filter(({ severity, subject }) =>
    severity === CliSeverity.ERROR && (subject === own || subject.startsWith(`${own}${sep}`)));
}

/** Days are left: too few to wait, but no reason to leave a cluster with something that is older. */
function isOnlySoon({ id }: CliFinding, { certificate, chain = [], roots = [] }: ClusterMaterial, now: Date): boolean {
  return id === 'CA-08' && [certificate!, ...chain, ...roots].every(({ notBefore, notAfter }) => notBefore <= now && now < notAfter);
}

/** A file that is missing is a finding. */
function readFiles(directory: string, cluster: string): ClusterFiles {
  return new Map(CLUSTER_FILES.map(file => {
    const path = join(directory, cluster, file);
    return [file, existsSync(path) ? readFileSync(path, 'utf8') : ''];
  }));
}

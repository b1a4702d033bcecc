import { realpathSync } from 'fs';
import { dirname } from 'path';
import { MeshFileLink, readLink } from './mesh-file-link';
import { CertificateAuthorityKind } from '../mesh/certificate-authority-kind';
import { IstioVersion } from '../mesh/istio-version';
import { MeshJson } from '../mesh/mesh-json';
import { quoted } from '../mesh/quoted';

/** Where `MeshBundles` writes the description of the mesh when it is told nothing else. */
export const DEFAULT_MESH_FILE = 'dist/mesh.json';

/** What the command line tool needs to know of a cluster. */
export interface MeshFileCluster {
  readonly name: string;
  readonly revision?: string;
  readonly istioNamespace: string;
  /** The network in Istio's sense. */
  readonly network: string;
  readonly account: string;
  readonly region: string;
  readonly istioVersion: IstioVersion;
  /** Who makes the Secret `cacerts`. */
  readonly certificateAuthority: CertificateAuthorityKind;
}

/** What the command line tool needs to know of a mesh. */
export interface MeshFile {
  readonly path: string;
  /** The directory of the bundles, without symbolic links. */
  readonly bundles: string;
  readonly meshId: string;
  readonly clusters: MeshFileCluster[];
  readonly links: MeshFileLink[];
}

/**
 * Reads `mesh.json`.
 *
 * @throws when the file is missing or is not a description of a mesh: its names become names of files and parts of certificates
 */
export function readMesh(path: string): MeshFile {
  const json = MeshJson.read(path, 'synthesize the mesh, or give the path of its mesh.json with --mesh');
  const clusters = json.list('clusters').map((cluster, index) => readCluster(json, cluster, `clusters[${index}]`));
  const names = clusters.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    json.reject(`has two clusters named ${quoted(twice)}`);
  }
  return {
    path,
    bundles: realpathSync(dirname(path)),
    meshId: json.label(json.content.meshId, 'meshId'),
    clusters,
    links: json.list('links').map((link, index) => readLink(json, link, `links[${index}]`, names)),
  };
}

/**
 * The clusters of the given names, in the order of the mesh; all of them when no name is given.
 *
 * @throws when a name is not one of the mesh's clusters
 */
export function selectClusters(mesh: MeshFile, names: readonly string[]): MeshFileCluster[] {
  const unknown = names.find(name => !mesh.clusters.some(cluster => cluster.name === name));
  if (unknown !== undefined) {
    throw new Error(`${quoted(unknown)} is not a cluster of mesh ${quoted(mesh.meshId)}: ${quoted(mesh.path)} has ` +
      (mesh.clusters.length > 0 ? mesh.clusters.map(({ name }) => quoted(name)).join(', ') : 'none'));
  }
  return mesh.clusters.filter(({ name }) => names.length === 0 || names.includes(name));
}

function readCluster(json: MeshJson, value: unknown, where: string): MeshFileCluster {
  const cluster = json.record(value, where);
  return {
    name: json.label(cluster.name, `${where}.name`),
    revision: cluster.revision === undefined ? undefined : json.label(cluster.revision, `${where}.revision`),
    istioNamespace: json.label(cluster.istioNamespace, `${where}.istioNamespace`),
    network: json.label(cluster.network, `${where}.network`),
    account: json.matching(cluster.account, `${where}.account`, /^\d{12}$/, 'an AWS account id of 12 digits'),
    region: json.matching(cluster.region, `${where}.region`, /^[a-z]{2,}(-[a-z]+)+-\d+$/, 'an AWS region'),
    istioVersion: json.parsed(cluster.istioVersion, `${where}.istioVersion`, text => IstioVersion.of(text), 'a release of Istio from 1.27 on'),
    certificateAuthority: json.oneOf(cluster.certificateAuthority, `${where}.certificateAuthority`, Object.values(CertificateAuthorityKind)),
  };
}

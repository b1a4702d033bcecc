import { readFileSync, realpathSync } from 'fs';
import { dirname } from 'path';
import { errorText, isSystemError } from './error-text';
import { MeshFileLink, readLinks } from './mesh-file-link';
import { GIVE_ANOTHER, isRecord, label, matching, oneOf, parsed, record } from './mesh-file-value';
import { CertificateAuthorityKind } from '../mesh/certificate-authority-kind';
import { IstioVersion } from '../mesh/istio-version';
import { quoted } from '../mesh/quoted';

/** The form of `mesh.json` that this program reads; see `MESH_DESCRIPTION_VERSION`, which is not imported because it comes with all of the CDK. */
export const READABLE_VERSION = 1;

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
  const description = parse(path, read(path));
  if (!isRecord(description)) {
    throw new Error(`mesh description ${quoted(path)} is not a JSON object: ${GIVE_ANOTHER}`);
  }
  if (description.version !== READABLE_VERSION) {
    throw new Error(`mesh description ${quoted(path)} has version ${quoted(description.version)}, and this release reads version ${READABLE_VERSION}: ` +
      'synthesize the mesh with the library of the same release');
  }
  if (!Array.isArray(description.clusters)) {
    throw new Error(`mesh description ${quoted(path)} has no list of clusters: ${GIVE_ANOTHER}`);
  }
  const clusters = description.clusters.map((cluster, index) => readCluster(path, cluster, `clusters[${index}]`));
  const twice = clusters.find(({ name }, index) => clusters.findIndex(other => other.name === name) !== index);
  if (twice) {
    throw new Error(`mesh description ${quoted(path)} has two clusters named ${quoted(twice.name)}: ${GIVE_ANOTHER}`);
  }
  return {
    path,
    bundles: realpathSync(dirname(path)),
    meshId: label(path, description.meshId, 'meshId'),
    clusters,
    links: readLinks(path, description.links, clusters.map(({ name }) => name)),
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

function readCluster(path: string, value: unknown, where: string): MeshFileCluster {
  const cluster = record(path, value, where);
  return {
    name: label(path, cluster.name, `${where}.name`),
    revision: cluster.revision === undefined ? undefined : label(path, cluster.revision, `${where}.revision`),
    istioNamespace: label(path, cluster.istioNamespace, `${where}.istioNamespace`),
    network: label(path, cluster.network, `${where}.network`),
    account: matching(path, cluster.account, `${where}.account`, /^\d{12}$/, 'an AWS account id of 12 digits'),
    region: matching(path, cluster.region, `${where}.region`, /^[a-z]{2,}(-[a-z]+)+-\d+$/, 'an AWS region'),
    istioVersion: parsed(path, cluster.istioVersion, `${where}.istioVersion`, text => IstioVersion.of(text), 'a release of Istio from 1.27 on'),
    certificateAuthority: oneOf(path, cluster.certificateAuthority, `${where}.certificateAuthority`, Object.values(CertificateAuthorityKind)),
  };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) {
      throw new Error(`mesh description ${quoted(path)} not found: synthesize the mesh first, or give the path of its mesh.json with --mesh`);
    }
    throw new Error(`mesh description ${quoted(path)} cannot be read (${errorText(error)}): give the path of its mesh.json with --mesh`);
  }
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`mesh description ${quoted(path)} is not JSON: ${GIVE_ANOTHER}`);
  }
}

import { readFileSync } from 'fs';
import { join } from 'path';
import { Change } from '../aws-api/cdk-app';
import { ClusterNetwork, Landscape, LANDSCAPES } from '../aws-api/landscape';

/** What is brought up in a lab: the clusters of an example, and what its program declares of them. */
export interface LabPlan {
  readonly name: string;
  /** The example whose program declares the mesh. */
  readonly example: string;
  /**
   * How the program is changed before it is run.
   *
   * @default - not at all
   */
  readonly change?: Change;
  /** What the AWS accounts hold before anything is deployed; its clusters, in their order, are those of the lab. */
  readonly landscape: Landscape;
  /**
   * What keys `certs` makes the certificate authorities with, for instance `rsa-4096`.
   *
   * @default - the command's own
   */
  readonly keyAlgorithm?: string;
}

/** The guide: examples/two-clusters as it is. */
export const TWO_CLUSTERS: LabPlan = { name: 'two-clusters', example: 'two-clusters', landscape: LANDSCAPES['two-clusters'] };

/** Three clusters in three accounts and two regions, with RSA keys. */
export const HUB_AND_SPOKE: LabPlan = {
  name: 'hub-and-spoke',
  example: 'cross-account',
  change: programOf('hub-and-spoke'),
  landscape: LANDSCAPES['cross-account'],
  keyAlgorithm: 'rsa-4096',
};

/** Two accounts, and no access to an API server: examples/service-entry with more services, for which imports and identities differ. */
export const SERVICE_ENTRY: LabPlan = {
  name: 'service-entry', example: 'service-entry', change: programOf('service-entry'), landscape: LANDSCAPES['service-entry'],
};

/** Jobs that call a model server, which calls nobody: examples/one-way with an istiod of the bundle, and with stub Services. */
export const ONE_WAY: LabPlan = { name: 'one-way', example: 'one-way', change: programOf('one-way'), landscape: LANDSCAPES['one-way'] };

/** By name, also for other processes than the one that brought the lab up. */
export const LAB_PLANS: readonly LabPlan[] = [TWO_CLUSTERS, HUB_AND_SPOKE, SERVICE_ENTRY, ONE_WAY];

/** @throws if there is none of that name */
export function labPlan(name: string): LabPlan {
  const plan = LAB_PLANS.find(candidate => candidate.name === name);
  if (!plan) {
    throw new Error(`there is no plan "${name}": there are ${LAB_PLANS.map(known => known.name).join(', ')}`);
  }
  return plan;
}

/** The clusters of a plan with their networks, in order. */
export function clustersOf({ landscape }: LabPlan): [string, ClusterNetwork][] {
  return Object.entries(landscape);
}

/** Replaces the program of an example by one of the lab's own. */
function programOf(name: string): Change {
  return () => readFileSync(join(__dirname, 'meshes', `${name}.ts`), 'utf8');
}

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
}

/** The guide: examples/two-clusters as it is. */
export const TWO_CLUSTERS: LabPlan = { name: 'two-clusters', example: 'two-clusters', landscape: LANDSCAPES['two-clusters'] };

/** By name, also for other processes than the one that brought the lab up. */
export const LAB_PLANS: readonly LabPlan[] = [TWO_CLUSTERS];

/** @throws if there is none of that name */
export function labPlan(name: string): LabPlan {
  const plan = LAB_PLANS.find(candidate => candidate.name === name);
  if (!plan) {
    throw new Error(`the lab that is up is of an unknown plan, "${name}": take it down with npm run lab -- down`);
  }
  return plan;
}

/** The clusters of a plan with their networks, in order. */
export function clustersOf({ landscape }: LabPlan): [string, ClusterNetwork][] {
  return Object.entries(landscape);
}

import { ClusterNetwork } from '../../aws-api/landscape';
import { LabVpc } from '../vpc';

/** A cluster of the lab: its network namespace, and what of it was in the AWS account before anything was deployed. */
export interface LabCluster {
  readonly vpc: LabVpc;
  readonly network: ClusterNetwork;
}

import { Stack, StackProps, Tags } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { MeshCluster } from '../mesh/mesh-cluster';

const MESH_TAG = 'istio-privatelink/mesh';
const CLUSTER_TAG = 'istio-privatelink/cluster';

/** What the two stacks of a cluster have in common: the cluster decides where they go and what they are called. */
export function clusterStackProps(cluster: MeshCluster, stackName: string, description: string, props: StackProps): StackProps {
  const { account, region } = cluster;
  for (const [what, given, fixed] of [
    ['stackName', props.stackName, stackName],
    ['env.account', props.env?.account, account],
    ['env.region', props.env?.region, region],
  ]) {
    if (given !== undefined && given !== fixed) {
      throw new Error(`${what} "${given}" is not that of cluster "${cluster.name}", whose stack needs "${fixed}": leave it out`);
    }
  }
  return {
    description,
    ...props,
    stackName,
    env: { account, region },
    // Repeated here because `Tags` leaves the stack itself out under the feature flag "explicitStackTags".
    tags: { ...clusterTags(cluster), ...props.tags },
  };
}

/** Marks every resource of the stack with the mesh and the cluster it belongs to. */
export function tagClusterStack(stack: Stack, cluster: MeshCluster): void {
  for (const [key, value] of Object.entries(clusterTags(cluster))) {
    Tags.of(stack).add(key, value);
  }
}

/** The security groups of the cluster's pods, as constructs of the stack. */
export function podSecurityGroups(stack: Stack, cluster: MeshCluster): ec2.ISecurityGroup[] {
  return [...new Set(cluster.podSecurityGroupIds)].map(id => ec2.SecurityGroup.fromSecurityGroupId(stack, `PodSecurityGroup-${id}`, id));
}

/** What tells the resources of the cluster from others. */
export function clusterTags(cluster: MeshCluster): { [key: string]: string } {
  return { [MESH_TAG]: cluster.mesh.meshId, [CLUSTER_TAG]: cluster.name };
}

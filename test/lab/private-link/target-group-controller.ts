import { KubeApi } from './kube-api';
import { LabCluster } from './lab-cluster';
import { Snapshot, Target, TargetGroup } from './snapshot';
import { boundTargets, EndpointSlice, Service, targetChanges, TargetGroupBinding } from './target-group-binding';
import { AwsApi } from '../../aws-api/aws-api';

interface List<Item> {
  readonly items: readonly Item[];
}

/** Does in the lab what the AWS Load Balancer Controller does with TargetGroupBindings: keeps target groups filled with the endpoints of Services. */
export class TargetGroupController {
  /** ARNs by cluster and binding, for those that go. */
  private readonly bound = new Map<string, string>();

  public constructor(private readonly api: Pick<AwsApi, 'call'>, private readonly kube: Pick<KubeApi, 'read' | 'knows'>) {}

  /** @returns what it could not do; then it leaves things as they are */
  public async reconcile(clusters: readonly LabCluster[], snapshot: Snapshot): Promise<string[]> {
    const problems = await Promise.all(clusters.filter(({ vpc }) => this.kube.knows(vpc.cluster)).map(async cluster => {
      try {
        return await this.reconcileCluster(cluster, snapshot);
      } catch (error) {
        return [`TargetGroupBindings of ${cluster.vpc.cluster}: ${(error as Error).message}`];
      }
    }));
    return problems.flat();
  }

  private async reconcileCluster(cluster: LabCluster, snapshot: Snapshot): Promise<string[]> {
    const name = cluster.vpc.cluster;
    const { items } = await this.kube.read<List<TargetGroupBinding>>(name, '/apis/elbv2.k8s.aws/v1beta1/targetgroupbindings') ?? { items: [] };
    const keyOf = ({ metadata }: TargetGroupBinding) => `${name} ${metadata.namespace}/${metadata.name}`;
    for (const [key, arn] of [...this.bound].filter(([bound]) => bound.startsWith(`${name} `) && !items.some(binding => keyOf(binding) === bound))) {
      await this.fill(cluster, snapshot.targetGroups.find(({ TargetGroupArn }) => TargetGroupArn === arn), []);
      this.bound.delete(key);
    }
    const problems = await Promise.all(items.map(async binding => {
      try {
        const targetGroup = targetGroupOf(binding, cluster, snapshot);
        this.bound.set(keyOf(binding), targetGroup.TargetGroupArn);
        await this.fill(cluster, targetGroup, await this.targetsOf(name, binding));
        return [];
      } catch (error) {
        return [`TargetGroupBinding ${keyOf(binding)}: ${(error as Error).message}`];
      }
    }));
    return problems.flat();
  }

  private async targetsOf(cluster: string, binding: TargetGroupBinding): Promise<Target[]> {
    const { metadata: { namespace }, spec: { serviceRef } } = binding;
    const service = await this.kube.read<Service>(cluster, `/api/v1/namespaces/${namespace}/services/${serviceRef.name}`);
    if (service === undefined) {
      throw new Error(`there is no Service ${serviceRef.name}`);
    }
    const selector = encodeURIComponent(`kubernetes.io/service-name=${serviceRef.name}`);
    const slices = await this.kube.read<List<EndpointSlice>>(
      cluster, `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices?labelSelector=${selector}`);
    return boundTargets(binding, service, slices?.items ?? []);
  }

  private async fill({ network }: LabCluster, targetGroup: TargetGroup | undefined, wanted: readonly Target[]): Promise<void> {
    if (targetGroup === undefined) return;
    const { register, deregister } = targetChanges(targetGroup.Targets, wanted);
    const TargetGroupArn = targetGroup.TargetGroupArn;
    if (deregister.length > 0) await this.api.call(network, 'elbv2', 'deregister_targets', { TargetGroupArn, Targets: deregister });
    if (register.length > 0) await this.api.call(network, 'elbv2', 'register_targets', { TargetGroupArn, Targets: register });
  }
}

/** The target group of a binding, in the account and region of its cluster. */
function targetGroupOf({ spec }: TargetGroupBinding, { network: { account, region, vpc } }: LabCluster, { targetGroups }: Snapshot): TargetGroup {
  if (spec.targetType !== undefined && spec.targetType !== 'ip') {
    throw new Error(`targetType is ${spec.targetType}: the lab has ip`);
  }
  const found = targetGroups.find(({ TargetGroupArn: arn, TargetGroupName: name }) =>
    arn.split(':')[3] === region && arn.split(':')[4] === account && (spec.targetGroupARN === undefined ? name === spec.targetGroupName : arn === spec.targetGroupARN));
  if (found === undefined) {
    throw new Error(`there is no target group ${spec.targetGroupARN ?? spec.targetGroupName} in account ${account} and region ${region}`);
  }
  if (found.VpcId !== vpc.id) {
    throw new Error(`target group ${found.TargetGroupName} is of ${found.VpcId}, and the cluster's VPC is ${vpc.id}`);
  }
  return found;
}

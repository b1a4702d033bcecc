import { DeployedCluster, DeployedFacts } from '../deployed-facts';
import { Finding, FindingSeverity } from '../finding';
import { LoadBalancerMaker } from '../load-balancer-maker';
import { Mesh } from '../mesh';
import { MeshCluster } from '../mesh-cluster';

/** CHG, of the clusters that were there before. */
export function clusterChanges(mesh: Mesh, { clusters }: DeployedFacts): Finding[] {
  return mesh.clusters.flatMap(cluster => {
    const before = clusters.get(cluster.name);
    if (!before) {
      return [];
    }
    if (cluster.account !== before.account || cluster.region !== before.region) {
      return placeChange(cluster, before);
    }
    const isElsewhere = before.vpcId !== undefined && cluster.vpc._vpcId !== undefined && cluster.vpc._vpcId !== before.vpcId;
    return [
      ...networkChange(cluster, before),
      ...isElsewhere ? vpcChange(cluster, before) : zoneChange(cluster, before),
      ...loadBalancerChange(cluster, before),
    ];
  });
}

function placeChange({ name, account, region }: MeshCluster, before: DeployedCluster): Finding[] {
  return [{
    id: 'CHG-05',
    severity: FindingSeverity.WARNING,
    subject: name,
    message: `cluster "${name}" was in account ${before.account}, region ${before.region} and is in account ${account}, region ${region}: its load balancer, endpoint ` +
      'service and endpoints are made anew there, its consumers are led there before a gateway is registered, and its old stacks stay; ' +
      'add the new place as a cluster of another name, move the callers to it, then remove this one',
  }];
}

function networkChange({ name, network }: MeshCluster, before: DeployedCluster): Finding[] {
  return network === before.network ? [] : [{
    id: 'CHG-06',
    severity: FindingSeverity.WARNING,
    subject: name,
    message: `the network of cluster "${name}" was "${before.network}" and is "${network}": until the bundles of this cluster and of all its consumers are applied and its ` +
      'workloads are restarted, its consumers look for the gateway of a network that nobody has, and dial addresses of pods that they cannot reach; ' +
      'keep the network, or change it at a time when calls may fail',
  }];
}

function vpcChange({ name, vpc }: MeshCluster, before: DeployedCluster): Finding[] {
  return [{
    id: 'CHG-07',
    severity: FindingSeverity.WARNING,
    subject: name,
    message: `the VPC of cluster "${name}" was ${before.vpcId} and is ${vpc._vpcId}: its load balancer, endpoints and their private zone must be replaced, ` +
      'which cuts all its links, and CloudFormation refuses it for a target group, because its name is taken by the old one; ' +
      'add the new place as a cluster of another name, move the callers to it, then remove this one',
  }];
}

function zoneChange({ name, vpc }: MeshCluster, before: DeployedCluster): Finding[] {
  const now = zonesOf(vpc);
  const left = [...before.zones ?? []].filter(([zone, subnet]) => now !== undefined && !isIn(now, zone, subnet));
  return left.length === 0 ? [] : [{
    id: 'CHG-08',
    severity: FindingSeverity.WARNING,
    subject: name,
    message: `cluster "${name}" leaves ${left.map(([zone, subnet]) => (subnet === undefined ? `zone ${zone}` : `${subnet} in zone ${zone}`)).join(' and ')}: ` +
      'connections through its load balancer and its endpoints there are cut, and a consumer whose endpoint is in no other zone of it is cut off; ' +
      'deploy what comes in addition first, and what goes in a later deployment',
  }];
}

/** The subnet of each zone, where it is known; undefined where not even the zones are. */
function zonesOf({ availabilityZones, _subnetIds }: MeshCluster['vpc']): ReadonlyMap<string, string | undefined> | undefined {
  return availabilityZones && new Map(availabilityZones.map((zone, index) => [zone, _subnetIds?.[index]]));
}

function isIn(zones: ReadonlyMap<string, string | undefined>, zone: string, subnet: string | undefined): boolean {
  const now = zones.get(zone);
  return zones.has(zone) && (now === undefined || subnet === undefined || now === subnet);
}

function loadBalancerChange({ name, loadBalancer: { _maker: maker }, provides }: MeshCluster, before: DeployedCluster): Finding[] {
  return provides.length === 0 || maker === before.loadBalancer ? [] : [{
    id: 'CHG-09',
    severity: FindingSeverity.WARNING,
    subject: name,
    message: `the load balancer of cluster "${name}" was made by ${MAKERS[before.loadBalancer]} and is made by ${MAKERS[maker]}: the endpoint service moves to another ` +
      'load balancer, which cuts the connections of all consumers, and calls fail until the gateway is registered there; keep it, or change it at a time when calls may fail',
  }];
}

const MAKERS: { readonly [maker in LoadBalancerMaker]: string } = { cdk: 'the CDK', service: 'a Service' };

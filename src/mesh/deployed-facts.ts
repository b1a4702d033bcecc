import { LOAD_BALANCER_MAKERS, LoadBalancerMaker } from './load-balancer-maker';
import { isRecord, MeshJson } from './mesh-json';

/** What is known of a deployed cluster. */
export interface DeployedCluster {
  readonly name: string;
  readonly network: string;
  readonly account: string;
  readonly region: string;
  /** Undefined where it was not known at that synthesis. */
  readonly vpcId?: string;
  /** The subnet of each availability zone, where it was known; undefined where not even the zones were. */
  readonly zones?: ReadonlyMap<string, string | undefined>;
  readonly loadBalancer: LoadBalancerMaker;
  /** The names of its stacks. */
  readonly stacks: string[];
}

/** What is known of a deployed mesh. */
export interface DeployedFacts {
  readonly meshId: string;
  readonly trustDomain: string;
  readonly dnsZone: string;
  readonly clusters: ReadonlyMap<string, DeployedCluster>;
}

/** @throws when something in the description is not what it should be */
export function readDeployedFacts(json: MeshJson): DeployedFacts {
  const { meshId, trustDomain, dnsZone } = json.content;
  const clusters = json.list('clusters').map((value, index) => readCluster(json, value, `clusters[${index}]`));
  return {
    meshId: json.label(meshId, 'meshId'),
    trustDomain: text(json, trustDomain, 'trustDomain'),
    dnsZone: text(json, dnsZone, 'dnsZone'),
    clusters: new Map(clusters.map(cluster => [cluster.name, cluster])),
  };
}

function readCluster(json: MeshJson, value: unknown, where: string): DeployedCluster {
  const { name, network, account, region, vpc, loadBalancer, stacks } = json.record(value, where);
  // An earlier release wrote nothing of the VPC.
  const { id, availabilityZones, subnetIds } = isRecord(vpc) ? vpc : {};
  return {
    name: json.label(name, `${where}.name`),
    network: text(json, network, `${where}.network`),
    account: text(json, account, `${where}.account`),
    region: text(json, region, `${where}.region`),
    vpcId: id === undefined ? undefined : text(json, id, `${where}.vpc.id`),
    zones: Array.isArray(availabilityZones)
      ? new Map(availabilityZones.map((zone, index) => [
        text(json, zone, `${where}.vpc.availabilityZones[${index}]`),
        Array.isArray(subnetIds) ? text(json, subnetIds[index], `${where}.vpc.subnetIds[${index}]`) : undefined,
      ]))
      : undefined,
    loadBalancer: json.oneOf(loadBalancer, `${where}.loadBalancer`, LOAD_BALANCER_MAKERS),
    stacks: Object.entries(json.record(stacks, `${where}.stacks`)).map(([kind, stack]) => text(json, stack, `${where}.stacks.${kind}`)),
  };
}

/** Names end up in messages. */
function text(json: MeshJson, value: unknown, where: string): string {
  return json.matching(value, where, /^[A-Za-z0-9._-]+$/, 'a name');
}

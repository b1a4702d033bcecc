import { interfacesOf } from './endpoint-plan';
import { LabCluster } from './lab-cluster';
import { Endpoint, HostedZone, ResourceRecordSet, Snapshot } from './snapshot';

/** The record that a zone has of a name; names end in a dot. */
export interface ZoneRecord {
  readonly name: string;
  readonly type: string;
  readonly ttl: number;
  readonly values: readonly string[];
}

/** Records by zone, whose name ends in no dot. */
export interface Zones {
  readonly [zone: string]: readonly ZoneRecord[];
}

/** As AWS answers for the names of endpoints. */
const ENDPOINT_TTL = 60;

/** What the resolver of a cluster's VPC knows: the private zones that are associated with it, and the names of all endpoints, which are public. */
export function zonesOf({ network }: LabCluster, snapshot: Snapshot): Zones {
  const endpoints = endpointNames(snapshot);
  const zones: { [zone: string]: readonly ZoneRecord[] } = {};
  for (const [name, values] of endpoints) {
    const zone = name.slice(name.indexOf('.') + 1);
    zones[zone] = [...zones[zone] ?? [], { name: `${name}.`, type: 'A', ttl: ENDPOINT_TTL, values }];
  }
  for (const { Name: name, Records: records } of privateZones(network.vpc.id, snapshot)) {
    zones[withoutDot(name)] = records.filter(({ Type: type }) => type !== 'NS' && type !== 'SOA').flatMap(record => zoneRecord(record, endpoints));
  }
  return zones;
}

/** The names in a cluster's private zones that lead to an endpoint. */
export function namesOf(endpoint: Endpoint, { network }: LabCluster, snapshot: Snapshot): string[] {
  const own = endpoint.DnsEntries.map(({ DnsName: name }) => name);
  return privateZones(network.vpc.id, snapshot).flatMap(({ Records: records }) => records)
    .filter(({ AliasTarget: target }) => target !== undefined && own.includes(withoutDot(target.DNSName)))
    .map(({ Name: name }) => withoutDot(name)).sort();
}

function privateZones(vpcId: string, { hostedZones }: Snapshot): HostedZone[] {
  return hostedZones.filter(({ Config: { PrivateZone: isPrivate }, VPCs: vpcs }) => isPrivate && vpcs.some(({ VPCId }) => VPCId === vpcId));
}

/** The addresses behind each name of each endpoint. */
function endpointNames(snapshot: Snapshot): Map<string, string[]> {
  return new Map(snapshot.endpoints.flatMap(endpoint => {
    const interfaces = interfacesOf(endpoint, snapshot);
    return endpoint.DnsEntries.map(({ DnsName: name }, index): [string, string[]] => {
      const ofName = index === 0 ? interfaces : interfaces.filter(({ zone }) => name.split('.')[0]!.endsWith(`-${zone}`));
      return [name, ofName.map(({ address }) => address)];
    }).filter(([, addresses]) => addresses.length > 0);
  }));
}

/** None where an alias leads to what is not there. */
function zoneRecord({ Name, Type, TTL, ResourceRecords, AliasTarget }: ResourceRecordSet, endpoints: ReadonlyMap<string, string[]>): ZoneRecord[] {
  const values = AliasTarget === undefined ? (ResourceRecords ?? []).map(({ Value }) => Value) : endpoints.get(withoutDot(AliasTarget.DNSName));
  return values === undefined || values.length === 0 ? [] : [{ name: Name, type: Type, ttl: TTL ?? ENDPOINT_TTL, values }];
}

function withoutDot(name: string): string {
  return name.replace(/\.$/, '');
}

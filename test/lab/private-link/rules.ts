import { OpenPort } from './connection';
import { Forwarding } from './forwarding';
import { LoadBalancerNode } from './load-balancer-nodes';

/** The interface that leads to a VPC. */
export const TO_VPC = 'vpc';

/** The interface that leads from an endpoint to its load balancer. */
export const TO_LOAD_BALANCER = 'nlb';

export interface EndpointRules {
  /** Its network interfaces: what they let in goes to any of these nodes. */
  readonly interfaces: readonly { readonly address: string; readonly nodes: readonly LoadBalancerNode[] }[];
  readonly ports: readonly OpenPort[];
  /** Whether there is a service behind it; else also what is open breaks. */
  readonly isConnected: boolean;
  /** Where the load balancer sees its connections come from. */
  readonly source: string;
  readonly isCut: boolean;
}

/** What an endpoint does with packets, for iptables-restore. */
export function endpointRules({ interfaces, ports, isConnected, source, isCut }: EndpointRules): string {
  const open = ports.flatMap(({ port, sources }) => sources.map(range => ({ port, range })));
  return ruleset({
    raw: [':PREROUTING ACCEPT', ...isCut ? ['-A PREROUTING -j DROP'] : []],
    nat: [
      ':PREROUTING ACCEPT',
      ':POSTROUTING ACCEPT',
      ...interfaces.flatMap(({ address, nodes }) => ports.flatMap(({ port }) => balance(
        `-A PREROUTING -i ${TO_VPC} -d ${address} -p tcp --dport ${port}`, nodes.map(({ alias }) => `${alias}:${port}`)))),
      `-A POSTROUTING -o ${TO_LOAD_BALANCER} -j SNAT --to-source ${source}`,
    ],
    filter: [
      ':INPUT DROP',
      ':FORWARD DROP',
      ':OUTPUT ACCEPT',
      ...isConnected ? ['-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT'] : [],
      ...open.map(({ port, range }) =>
        `-A FORWARD -i ${TO_VPC} -s ${range} -p tcp -m conntrack --ctstate NEW -m conntrack --ctstate DNAT --ctorigdstport ${port} -j ACCEPT`),
      // What belongs to no connection, or to one that was forgotten.
      ...open.map(({ port, range }) => `-A INPUT -i ${TO_VPC} -s ${range} -p tcp --dport ${port} -j REJECT --reject-with tcp-reset`),
      ...isConnected ? [`-A INPUT -i ${TO_LOAD_BALANCER} -p tcp -j REJECT --reject-with tcp-reset`] : [],
    ],
  });
}

/** What a load balancer does with packets, for iptables-restore. */
export function loadBalancerRules(nodes: readonly LoadBalancerNode[], listeners: readonly Forwarding[]): string {
  const targets = listeners.flatMap(listener => listener.targets);
  const permitted = new Set(targets.filter(({ refusal }) => refusal === undefined).map(({ address, port }) => `-d ${address} -p tcp --dport ${port}`));
  const checked = new Set(targets.filter(({ checksPass }) => checksPass).map(({ address, healthPort }) => `-d ${address} -p tcp --dport ${healthPort}`));
  return ruleset({
    nat: [
      ':PREROUTING ACCEPT',
      ':POSTROUTING ACCEPT',
      ...nodes.flatMap(({ alias, zoneId }) => listeners.flatMap(({ port, targets: all, isCrossZone }) => balance(
        `-A PREROUTING -d ${alias} -p tcp --dport ${port}`,
        all.filter(target => target.receives && (isCrossZone || target.zoneId === zoneId)).map(target => `${target.address}:${target.port}`)))),
      ...nodes.map(({ alias, address }) => `-A POSTROUTING -o ${TO_VPC} -m conntrack --ctorigdst ${alias} -j SNAT --to-source ${address}`),
    ],
    filter: [
      ':INPUT DROP',
      ':FORWARD DROP',
      ':OUTPUT ACCEPT',
      '-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT',
      ...[...permitted].map(target => `-A FORWARD -o ${TO_VPC} ${target} -m conntrack --ctstate NEW -m conntrack --ctstate DNAT -j ACCEPT`),
      '-A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT',
      // Nobody in the VPC uses the load balancer directly.
      `-A INPUT -i ${TO_VPC} -p tcp --syn -j DROP`,
      '-A INPUT -p tcp -j REJECT --reject-with tcp-reset',
      ...[...checked].map(target => `-A OUTPUT -o ${TO_VPC} ${target} --syn -j ACCEPT`),
      `-A OUTPUT -o ${TO_VPC} -p tcp --syn -j DROP`,
    ],
  });
}

/** Rules that send each new connection to any one of several destinations, all alike. */
function balance(match: string, destinations: readonly string[]): string[] {
  return destinations.map((destination, index) => {
    const left = destinations.length - index;
    return `${match}${left > 1 ? ` -m statistic --mode random --probability ${(1 / left).toFixed(8)}` : ''} -j DNAT --to-destination ${destination}`;
  });
}

function ruleset(tables: { readonly [table: string]: readonly string[] }): string {
  return Object.entries(tables).map(([table, lines]) => `*${table}\n${lines.join('\n')}\nCOMMIT\n`).join('');
}
